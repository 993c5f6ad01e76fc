package caravan.hub;

import caravan.notion.Contract;
import caravan.notion.ContractInvalid;
import caravan.notion.ContractLoader;
import caravan.notion.ContractProperty;
import caravan.notion.NotionId;
import caravan.routes.RowSinks;
import caravan.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Notion data source flows into which, by the enabled integrations' route files: a flow that
 * comes back to where it began would feed itself for ever, and is refused. Not so an integration
 * that writes into its own source only what the contract marks as the hub's, where people own the
 * rest: what it derives from a page is the same when the page is read again. Nor is it a flow where
 * the mapping before a sink reads nothing that a row has: such a record came from elsewhere.
 */
final class DataFlow {

  private static final String SOURCE = "kamelet:notion-changes-source";
  private static final String SINK = "kamelet:notion-upsert-sink";

  /** One integration carries rows of one data source into another. */
  private record Flow(String integration, String from, String to) {}

  private final Path routes;
  private final Settings settings;
  private final YAMLMapper yaml = new YAMLMapper();

  private final Map<String, Contract> contracts;

  DataFlow(Path routes, Settings settings) {
    this.routes = routes;
    this.settings = settings;
    this.contracts = contracts(routes.resolve("contracts"));
  }

  /** What is wrong with them is said by those who need them. */
  private static Map<String, Contract> contracts(Path folder) {
    try {
      return Files.isDirectory(folder) ? ContractLoader.loadAll(folder) : Map.of();
    } catch (ContractInvalid invalid) {
      return Map.of();
    }
  }

  /**
   * One sentence for each loop, and for each data source that two integrations write to, with the
   * integrations' names.
   */
  List<String> loops() {
    List<Flow> flows = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Map<String, String> writers = new TreeMap<>();
    for (String integration : settings.enabled()) {
      try {
        JsonNode file = yaml.readTree(routes.resolve(integration + ".camel.yaml").toFile());
        Set<String> from = new TreeSet<>();
        Map<String, Boolean> to = new TreeMap<>();
        collect(file, from, to);
        Set<String> fed = new TreeSet<>();
        RowSinks.of(file).forEach(sink -> fed.addAll(NotionId.list(settings.resolve(sink))));
        to.keySet()
            .forEach(
                sink -> {
                  String other = writers.putIfAbsent(sink, integration);
                  if (other != null) {
                    problems.add(
                        "%s and %s both write to the data source %s; give each its own."
                            .formatted(other, integration, sink));
                  }
                });
        from.forEach(
            source ->
                to.forEach(
                    (sink, whole) -> {
                      if (fed.contains(sink) && (whole || !sink.equals(source))) {
                        flows.add(new Flow(integration, source, sink));
                      }
                    }));
      } catch (IOException e) {
        problems.add(
            "routes/%s.camel.yaml cannot be read as YAML: %s"
                .formatted(integration, e.getMessage().lines().findFirst().orElse("")));
      }
    }
    Set<String> loops = new LinkedHashSet<>();
    flows.forEach(flow -> follow(flow, flow, new ArrayList<>(List.of(flow)), flows, loops));
    problems.addAll(loops);
    return problems;
  }

  /**
   * @param from the data sources that are read
   * @param to those that are written to, and whether whole pages are
   */
  private void collect(JsonNode node, Set<String> from, Map<String, Boolean> to) {
    String call = node.isTextual() ? node.asText() : node.path("uri").asText();
    String uri = call.split("\\?", 2)[0];
    List<String> dataSources = NotionId.list(option(node, call, "dataSource"));
    if (uri.equals(SOURCE)) {
      from.addAll(dataSources);
    } else if (uri.equals(SINK)) {
      boolean whole = isWhole(contracts.get(option(node, call, "contract")));
      dataSources.forEach(id -> to.merge(id, whole, Boolean::logicalOr));
    }
    node.forEach(child -> collect(child, from, to));
  }

  private String option(JsonNode node, String call, String name) {
    Matcher option = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(call);
    return settings.resolve(
        option.find() ? option.group(1) : node.path("parameters").path(name).asText());
  }

  /** Whether the contract leaves nothing to people. */
  private static boolean isWhole(Contract contract) {
    return contract == null
        || contract.properties().values().stream().allMatch(ContractProperty::hubWrites);
  }

  private static void follow(
      Flow first, Flow last, List<Flow> way, List<Flow> flows, Set<String> loops) {
    if (last.to().equals(first.from())) {
      loops.add(sentence(way));
      return;
    }
    for (Flow next : flows) {
      if (next.from().equals(last.to()) && !way.contains(next)) {
        List<Flow> longer = new ArrayList<>(way);
        longer.add(next);
        follow(first, next, longer, flows, loops);
      }
    }
  }

  private static String sentence(List<Flow> way) {
    String names =
        String.join(" and ", new TreeSet<>(way.stream().map(Flow::integration).toList()));
    String sources = String.join(" and ", new TreeSet<>(way.stream().map(Flow::from).toList()));
    return "%s would make a loop over the data source %s; switch one off, or give it another data source."
        .formatted(names, sources);
  }
}
