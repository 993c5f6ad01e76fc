package caravan.changes;

import caravan.notion.Contract;
import caravan.notion.ContractBroken;
import caravan.notion.ContractCheck;
import caravan.notion.DataSourceSchema;
import caravan.notion.Difference;
import caravan.notion.Difference.Kind;
import caravan.notion.SchemaProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds a source's rows against the integration's contract, without a request: a row names each
 * property with its type. A property that was renamed must not look like one that is empty.
 */
public final class SourceContract {

  /** What a row can tell; options and relation targets stand only in the schema. */
  private static final Set<Kind> TOLD = EnumSet.of(Kind.MISSING, Kind.RENAMED, Kind.RETYPED);

  private final Map<String, Contract> contracts;

  /**
   * @param contracts by name; an integration without one is not checked
   */
  public SourceContract(Map<String, Contract> contracts) {
    this.contracts = Map.copyOf(contracts);
  }

  /**
   * Checks a row.
   *
   * @throws ContractBroken if the row is not what the contract needs; the run stops
   */
  public void check(String integration, JsonNode row) {
    Contract contract = contracts.get(integration);
    if (contract == null) {
      return;
    }
    List<Difference> differences =
        ContractCheck.differences(contract, schema(row)).stream()
            .filter(difference -> TOLD.contains(difference.kind()))
            .toList();
    if (!differences.isEmpty()) {
      throw new ContractBroken(contract, differences);
    }
  }

  private static DataSourceSchema schema(JsonNode row) {
    Map<String, SchemaProperty> properties = new LinkedHashMap<>();
    row.path("properties")
        .properties()
        .forEach(
            entry ->
                properties.put(
                    entry.getKey(),
                    new SchemaProperty(
                        entry.getValue().path("id").asText(),
                        entry.getKey(),
                        entry.getValue().path("type").asText(),
                        List.of(),
                        null)));
    JsonNode parent = row.path("parent");
    return new DataSourceSchema(
        parent.path("data_source_id").asText(),
        "the data source",
        parent.path("database_id").asText(),
        false,
        properties);
  }
}
