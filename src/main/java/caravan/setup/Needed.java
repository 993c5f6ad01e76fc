package caravan.setup;

import caravan.notion.Contract;
import caravan.notion.ContractLoader;
import caravan.notion.ContractProperty;
import caravan.notion.NotionId;
import caravan.settings.NotionConnection;
import caravan.settings.RouteNeeds;
import caravan.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The data sources that the enabled integrations need.
 *
 * @param contracts what they must look like, by the contracts' names
 * @param integrations whose they are: an integration by contract name
 * @param connections the connections that the enabled integrations use
 * @param ids the ids of the data sources of all contracts, as far as they are set
 */
record Needed(
    Map<String, Contract> contracts,
    Map<String, String> integrations,
    Set<String> connections,
    Map<String, String> ids) {

  /**
   * What the settings and the contracts say.
   *
   * @throws caravan.notion.ContractInvalid if a contract has mistakes
   */
  static Needed of(Path routes, Settings settings) {
    Map<String, Contract> contracts = new LinkedHashMap<>();
    Map<String, String> integrations = new TreeMap<>();
    Set<String> connections = new TreeSet<>();
    Map<String, String> ids = new TreeMap<>();
    Map<String, Contract> all = ContractLoader.loadAll(routes.resolve("contracts"));
    all.forEach(
        (name, contract) -> {
          String id = settings.get(contract.dataSourceSetting());
          if (!id.isBlank()) {
            ids.put(name, NotionId.canonical(id));
          }
          settings.enabled().stream()
              .filter(it -> contract.dataSourceSetting().startsWith(it + "."))
              .findFirst()
              .ifPresent(
                  integration -> {
                    contracts.put(name, contract);
                    integrations.put(name, integration);
                  });
        });
    RouteNeeds needs = new RouteNeeds(routes);
    for (String integration : settings.enabled()) {
      String connection = settings.connectionOf(integration);
      if (needs.of(integration, settings).contains(NotionConnection.tokenKey(connection))) {
        connections.add(connection);
      }
    }
    return new Needed(contracts, integrations, connections, ids);
  }

  /** The name of the connection that sees a contract's data source. */
  String connectionOf(Contract contract, Settings settings) {
    return settings.connectionOf(integrations.get(contract.name()));
  }

  /** The id of the data source that a relation must point to; null if that is not known. */
  String target(Contract contract, ContractProperty relation, Map<String, String> known) {
    return ContractProperty.SELF.equals(relation.relationTo())
        ? known.get(contract.name())
        : known.get(relation.relationTo());
  }
}
