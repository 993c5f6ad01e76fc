package caravan.routes;

import caravan.notion.Contract;
import caravan.notion.NotionId;
import caravan.routes.RouteFile.Call;
import caravan.settings.Settings;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads from the route files which enabled integration needs which data source under which
 * contract: a sink names its contract; a source is judged by the contract of its integration's
 * name, or else by one whose setting names the data source.
 */
public final class ContractUses {

  private static final String SOURCE = "kamelet:notion-changes-source";
  private static final String SINK = "kamelet:notion-upsert-sink";

  private final Path routes;
  private final Settings settings;
  private final Map<String, Contract> contracts;
  private final YAMLMapper yaml = new YAMLMapper();

  /**
   * @param routes the folder routes/
   * @param contracts by name
   */
  public ContractUses(Path routes, Settings settings, Map<String, Contract> contracts) {
    this.routes = routes;
    this.settings = settings;
    this.contracts = Map.copyOf(contracts);
  }

  /**
   * All of them, each once.
   *
   * @throws UncheckedIOException if a route file can't be read
   */
  public List<ContractUse> all() {
    Set<ContractUse> uses = new LinkedHashSet<>();
    for (String integration : settings.enabled()) {
      try {
        RouteFile file =
            new RouteFile(yaml.readTree(routes.resolve(integration + ".camel.yaml").toFile()));
        uses.addAll(of(integration, file));
      } catch (IOException e) {
        throw new UncheckedIOException(
            "routes/%s.camel.yaml cannot be read".formatted(integration), e);
      }
    }
    return List.copyOf(uses);
  }

  private List<ContractUse> of(String integration, RouteFile file) {
    List<ContractUse> uses = new ArrayList<>();
    Stream<Call> sinks = file.arrivals().stream().map(RouteFile.Arrival::call);
    Stream.concat(file.sources().stream(), sinks)
        .filter(call -> call.address().equals(SOURCE) || call.address().equals(SINK))
        .forEach(
            call -> {
              String ids = settings.resolve(call.parameters().getOrDefault("dataSource", ""));
              for (String dataSource : NotionId.list(ids)) {
                String contract =
                    call.address().equals(SINK)
                        ? settings.resolve(call.parameters().getOrDefault("contract", ""))
                        : ofSource(integration, dataSource);
                if (contracts.containsKey(contract)) {
                  uses.add(
                      new ContractUse(
                          integration, settings.connectionOf(integration), dataSource, contract));
                }
              }
            });
    return uses;
  }

  private String ofSource(String integration, String dataSource) {
    if (contracts.containsKey(integration)) {
      return integration;
    }
    return contracts.values().stream()
        .filter(contract -> names(contract, dataSource))
        .map(Contract::name)
        .findFirst()
        .orElse("");
  }

  private boolean names(Contract contract, String dataSource) {
    String id = settings.get(contract.dataSourceSetting());
    return !id.isBlank() && NotionId.canonical(id).equals(dataSource);
  }
}
