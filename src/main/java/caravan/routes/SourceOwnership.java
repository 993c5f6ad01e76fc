package caravan.routes;

import caravan.notion.Contract;
import caravan.notion.ContractInvalid;
import caravan.notion.ContractLoader;
import caravan.notion.NotionId;
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
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Guards data sources that the enabled integrations read, and the keys of those that they write: in
 * a source the hub may write only what its contract gives to the hub, and a page can be found again
 * only by a key.
 */
public final class SourceOwnership {

  private static final String SOURCE = "kamelet:notion-changes-source";
  private static final String SINK = "kamelet:notion-upsert-sink";

  /** An integration writes to a data source under a contract. */
  private record Write(String integration, String dataSource, Contract contract) {}

  private final Path routes;
  private final Settings settings;

  /**
   * @param routes the folder routes/
   */
  public SourceOwnership(Path routes, Settings settings) {
    this.routes = routes;
    this.settings = settings;
  }

  /** One sentence for each thing that is refused; files that cannot be read are others' matter. */
  public List<String> problems() {
    Map<String, Contract> contracts;
    try {
      Path folder = routes.resolve("contracts");
      contracts = Files.isDirectory(folder) ? ContractLoader.loadAll(folder) : Map.of();
    } catch (ContractInvalid invalid) {
      return List.of();
    }
    Map<String, Set<String>> readers = new TreeMap<>();
    List<Write> writes = new ArrayList<>();
    for (String integration : settings.enabled()) {
      try {
        RouteFile file =
            new RouteFile(
                new YAMLMapper().readTree(routes.resolve(integration + ".camel.yaml").toFile()));
        file.sources().stream()
            .filter(source -> source.address().equals(SOURCE))
            .flatMap(source -> dataSources(source).stream())
            .forEach(id -> readers.computeIfAbsent(id, key -> new TreeSet<>()).add(integration));
        file.arrivals().stream()
            .map(RouteFile.Arrival::call)
            .filter(call -> call.address().equals(SINK))
            .forEach(call -> write(integration, call, contracts, writes));
      } catch (IOException e) {
        continue;
      }
    }
    Set<String> problems = new LinkedHashSet<>();
    for (Write write : writes) {
      if (write.contract().key().isEmpty()) {
        problems.add(
            "%s writes under %s, which has no key: without one a page can't be found again. Give a text property \"key: true\" there, for the External ID."
                .formatted(write.integration(), write.contract().file()));
      }
      Set<String> reading = readers.getOrDefault(write.dataSource(), Set.of());
      if (!reading.isEmpty()) {
        foreign(write, reading, contracts, problems);
      }
    }
    return List.copyOf(problems);
  }

  private void write(
      String integration, Call call, Map<String, Contract> contracts, List<Write> writes) {
    Contract contract =
        contracts.get(settings.resolve(call.parameters().getOrDefault("contract", "")));
    if (contract != null) {
      // That it is not set, others say.
      dataSources(call).forEach(id -> writes.add(new Write(integration, id, contract)));
    }
  }

  /** What another contract of the same data source does not give to the hub. */
  private void foreign(
      Write write, Set<String> readers, Map<String, Contract> contracts, Set<String> problems) {
    for (Contract other : contracts.values()) {
      boolean same = NotionId.same(settings.get(other.dataSourceSetting()), write.dataSource());
      if (!same || other.name().equals(write.contract().name())) {
        continue;
      }
      List<String> taken =
          write.contract().properties().keySet().stream()
              .filter(write.contract()::hubWrites)
              .filter(property -> !other.hubWrites(property))
              .map(property -> "\"" + property + "\"")
              .sorted()
              .toList();
      if (!taken.isEmpty()) {
        problems.add(
            "%s would write %s into the data source %s, which %s reads and whose contract %s leaves that to people. Say \"owner: hub\" there, or let it write elsewhere."
                .formatted(
                    write.integration(),
                    String.join(", ", taken),
                    write.dataSource(),
                    String.join(", ", readers),
                    other.file()));
      }
    }
  }

  private List<String> dataSources(Call call) {
    return NotionId.list(settings.resolve(call.parameters().getOrDefault("dataSource", "")));
  }
}
