package caravan.hub;

import caravan.notion.NotionId;
import caravan.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
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
 * comes back to where it began would feed itself for ever, and is refused.
 */
final class DataFlow {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}?]+)}}");
  private static final Pattern DATA_SOURCE = Pattern.compile("(?:^|&)dataSource=([^&]+)");
  private static final String SOURCE = "kamelet:notion-changes-source";
  private static final String SINK = "kamelet:notion-upsert-sink";

  /** One integration carries rows of one data source into another. */
  private record Flow(String integration, String from, String to) {}

  private final Path routes;
  private final Settings settings;
  private final YAMLMapper yaml = new YAMLMapper();

  DataFlow(Path routes, Settings settings) {
    this.routes = routes;
    this.settings = settings;
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
        Set<String> to = new TreeSet<>();
        collect(file, from, to);
        to.forEach(
            sink -> {
              String other = writers.putIfAbsent(sink, integration);
              if (other != null) {
                problems.add(
                    "%s and %s both write to the data source %s; give each its own."
                        .formatted(other, integration, sink));
              }
            });
        from.forEach(source -> to.forEach(sink -> flows.add(new Flow(integration, source, sink))));
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

  private void collect(JsonNode node, Set<String> from, Set<String> to) {
    String call = node.isTextual() ? node.asText() : node.path("uri").asText();
    String[] parts = call.split("\\?", 2);
    String uri = parts[0];
    if (uri.equals(SOURCE) || uri.equals(SINK)) {
      Matcher option = DATA_SOURCE.matcher(parts.length > 1 ? parts[1] : "");
      String dataSource =
          resolved(
              option.find()
                  ? option.group(1)
                  : node.path("parameters").path("dataSource").asText());
      if (!dataSource.isBlank()) {
        (uri.equals(SOURCE) ? from : to).add(NotionId.canonical(dataSource));
      }
    }
    node.forEach(child -> collect(child, from, to));
  }

  private String resolved(String text) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    return placeholder.matches() ? settings.get(placeholder.group(1).trim()) : text;
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
