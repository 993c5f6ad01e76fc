package caravan.routes;

import caravan.notion.Contract;
import caravan.notion.ContractLoader;
import caravan.notion.ContractLoader.Loaded;
import caravan.notion.ContractProperty;
import caravan.notion.PropertyType;
import caravan.routes.RouteFile.Arrival;
import caravan.routes.RouteFile.Call;
import caravan.settings.Settings;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the mappings of the enabled integrations against the contracts, so that a property that can
 * never be written, or a derived one that can't be seen, is found at the start and not record by
 * record. Names that a mapping computes are checked with each record.
 */
public final class RouteContracts {

  private static final String SOURCE = "kamelet:notion-changes-source";
  private static final String SINK = "kamelet:notion-upsert-sink";

  private final Path routes;
  private final Settings settings;
  private final YAMLMapper yaml = new YAMLMapper();

  /**
   * @param routes the folder routes/
   */
  public RouteContracts(Path routes, Settings settings) {
    this.routes = routes;
    this.settings = settings;
  }

  /** One sentence for each mistake, with file, property and what to do; empty if there is none. */
  public List<String> problems() {
    Loaded loaded = load();
    return settings.enabled().stream()
        .flatMap(integration -> problems(integration, loaded).stream())
        .distinct()
        .toList();
  }

  /** The contracts as they are now. */
  public Loaded load() {
    Path folder = routes.resolve("contracts");
    return Files.isDirectory(folder)
        ? ContractLoader.loadEach(folder)
        : new Loaded(Map.of(), Map.of());
  }

  /** Those of one integration. */
  public List<String> problems(String integration, Loaded loaded) {
    Set<String> problems = new LinkedHashSet<>();
    try {
      RouteFile file =
          new RouteFile(yaml.readTree(routes.resolve(integration + ".camel.yaml").toFile()));
      problems.addAll(loaded.problems().getOrDefault(integration, List.of()));
      problems.addAll(ofSinks(integration, file, loaded));
      problems.addAll(ofSources(integration, file, loaded.contracts().get(integration)));
    } catch (IOException e) {
      problems.add(
          "routes/%s.camel.yaml cannot be read as YAML: %s"
              .formatted(integration, e.getMessage().lines().findFirst().orElse("")));
    }
    return List.copyOf(problems);
  }

  private List<String> ofSinks(String integration, RouteFile file, Loaded loaded) {
    List<String> problems = new ArrayList<>();
    for (Arrival arrival : file.arrivals()) {
      if (!arrival.call().address().equals(SINK)) {
        continue;
      }
      String name = settings.resolve(arrival.call().parameters().getOrDefault("contract", ""));
      Contract contract = loaded.contracts().get(name);
      if (loaded.problems().containsKey(name)) {
        problems.addAll(loaded.problems().get(name));
        continue;
      }
      if (contract == null) {
        problems.add(
            "routes/%s.camel.yaml writes under the contract \"%s\", but there is no routes/contracts/%s.yaml; write it, or name another one."
                .formatted(integration, name, name));
        continue;
      }
      for (JqMapping mapping : arrival.mappings()) {
        mapping.written().forEach(it -> refusal(contract, it, integration, problems));
      }
    }
    return problems;
  }

  private static void refusal(
      Contract contract, String property, String integration, List<String> problems) {
    ContractProperty rules = contract.properties().get(property);
    if (rules != null && rules.hubWrites()) {
      return;
    }
    String why;
    if (rules == null) {
      why = "which %s does not list; add it there, or leave it out of the mapping";
    } else if (rules.readOnlyType().isPresent()) {
      PropertyType type = rules.readOnlyType().get();
      why = "a %s by %%s, which only Notion fills in; %s".formatted(type.json(), type.instead());
    } else {
      why =
          "which people own by %s; say \"owner: hub\" for it there, or leave it out of the mapping";
    }
    problems.add(
        "routes/%s.camel.yaml: the mapping writes \"%s\", %s."
            .formatted(integration, property, why.formatted(contract.file())));
  }

  /** Derived values that the source leaves out, because nobody allowed them. */
  private static List<String> ofSources(String integration, RouteFile file, Contract contract) {
    List<String> problems = new ArrayList<>();
    List<Call> sources =
        file.sources().stream().filter(source -> source.address().equals(SOURCE)).toList();
    if (contract == null || sources.isEmpty()) {
      return problems;
    }
    Set<String> read = new LinkedHashSet<>();
    file.mappings().forEach(mapping -> read.addAll(mapping.read()));
    sources.forEach(
        source ->
            read.addAll(new JqMapping(source.parameters().getOrDefault("bodies", "")).read()));
    for (String property : read) {
      ContractProperty rules = contract.properties().get(property);
      if (rules != null && rules.derived() && !rules.derivedAllowed()) {
        problems.add(
            ("routes/%s.camel.yaml reads \"%s\", a %s by %s: Notion derives it, so it changes without"
                    + " an edit and may be missing; say \"derived: allowed\" for it there, or read"
                    + " another property.")
                .formatted(integration, property, rules.typeNames(), contract.file()));
      }
    }
    return problems;
  }
}
