package caravan.changes;

import caravan.drift.Baselines;
import caravan.drift.Checked;
import caravan.drift.ContractWatch;
import caravan.notion.Baseline;
import caravan.notion.Contract;
import caravan.notion.ContractBroken;
import caravan.notion.ContractCheck;
import caravan.notion.Contracts;
import caravan.notion.DataSourceSchema;
import caravan.notion.Difference;
import caravan.notion.Difference.Kind;
import caravan.notion.NotionException;
import caravan.notion.NotionId;
import caravan.notion.SchemaProperty;
import caravan.routes.ContractUse;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Holds a source's rows against the integration's contract: a row names each property with its id
 * and type, and each option that it carries with its id. So an idle poll stays one request, and a
 * property that was renamed does not look like one that is empty. Only if a row looks like drift,
 * or lacks an option where the contract needs some, one request reads the schema, which decides.
 */
public final class SourceContract {

  /** What a row can tell; what it lacks beyond that, such as options, says nothing. */
  private static final Set<Kind> TOLD =
      EnumSet.of(Kind.MISSING, Kind.RENAMED, Kind.RETYPED, Kind.ADDED_AGAIN);

  private final Contracts contracts;
  private final List<ContractUse> uses;
  private final Baselines baselines;
  private static final String READ_AT = "rowsReadAt";

  private final ContractWatch watch;
  private final Clock clock;

  /**
   * @param contracts an integration without one is not checked
   * @param uses by which an integration finds what was seen of its data source
   */
  public SourceContract(
      Contracts contracts,
      List<ContractUse> uses,
      Baselines baselines,
      ContractWatch watch,
      Clock clock) {
    this.contracts = contracts;
    this.uses = List.copyOf(uses);
    this.baselines = baselines;
    this.watch = watch;
    this.clock = clock;
  }

  /** Rows have just been read, which are checked from here on. */
  void read(Exchange exchange) {
    exchange.setVariable(READ_AT, clock.instant());
  }

  /**
   * Checks a row.
   *
   * @param exchange whose run reads the row
   * @param dataSource the data source that the row was looked for in
   * @throws ContractBroken if the row is not what the contract needs; the run stops
   */
  public void check(Exchange exchange, String dataSource, JsonNode row) {
    String integration = exchange.getVariable(Variables.RUN, Run.class).integration();
    String id = NotionId.canonical(dataSource);
    Optional<ContractUse> use =
        uses.stream()
            .filter(it -> it.integration().equals(integration) && it.dataSource().equals(id))
            .findFirst();
    Optional<Contract> contract =
        contracts.find(use.map(ContractUse::contract).orElse(integration));
    if (contract.isEmpty()) {
      return;
    }
    Baseline seen = use.flatMap(baselines::seen).orElse(null);
    List<Difference> suspicion = suspicion(contract.get(), row, seen);
    if (!suspicion.isEmpty()) {
      throw broken(exchange, id, contract.get(), suspicion);
    }
    if (use.isPresent() && lacksAnOption(contract.get(), row)) {
      checkOnce(exchange, use.get());
    }
  }

  /** A value is empty also if people deleted the option that it was. */
  private static boolean lacksAnOption(Contract contract, JsonNode row) {
    return contract.properties().values().stream()
        .filter(property -> !property.options().isEmpty())
        .map(property -> row.path("properties").path(property.name()))
        .map(value -> value.path(value.path("type").asText()))
        .anyMatch(chosen -> chosen.isNull() || chosen.isArray() && chosen.isEmpty());
  }

  /** One request, however many such rows an answer has. */
  private void checkOnce(Exchange exchange, ContractUse use) {
    Instant begin = exchange.getVariable(Variables.RUN, Run.class).startedAt();
    Instant read = exchange.getVariable(READ_AT, begin, Instant.class);
    Checked checked = watch.notBefore(exchange, use.dataSource(), read);
    boolean holds =
        checked.verdict().of(use.integration(), use.contract()).filter(List::isEmpty).isPresent();
    if (!holds) {
      throw new ContractBroken(checked.verdict().text());
    }
  }

  /** The schema decides; if it is well again meanwhile, the next poll reads the row anew. */
  private ContractBroken broken(
      Exchange exchange, String dataSource, Contract contract, List<Difference> suspicion) {
    String integration = exchange.getVariable(Variables.RUN, Run.class).integration();
    try {
      Checked checked = watch.now(exchange, dataSource);
      boolean confirmed =
          checked
              .verdict()
              .of(integration, contract.name())
              .filter(it -> !it.isEmpty())
              .isPresent();
      return confirmed
          ? new ContractBroken(checked.verdict().text())
          : new ContractBroken(contract, suspicion);
    } catch (NotionException e) {
      ContractBroken broken = new ContractBroken(contract, suspicion);
      broken.addSuppressed(e);
      return broken;
    }
  }

  /** What of a row looks like drift. */
  static List<Difference> suspicion(Contract contract, JsonNode row, Baseline seen) {
    List<Difference> differences =
        ContractCheck.differences(contract, schema(row), properties(seen), Map.of()).stream()
            .filter(difference -> TOLD.contains(difference.kind()))
            .toList();
    return differences.isEmpty() && seen != null ? options(row, seen) : differences;
  }

  /** A row says nothing of the place of its data source that could be compared. */
  private static Baseline properties(Baseline seen) {
    return seen == null ? null : new Baseline(null, null, seen.properties());
  }

  /** Options that the contract needs and that have another name now. */
  private static List<Difference> options(JsonNode row, Baseline seen) {
    return seen.properties().values().stream()
        .flatMap(
            property -> {
              JsonNode value = row.path("properties").path(property.name());
              JsonNode chosen = value.path(value.path("type").asText());
              return property.options().stream()
                  .filter(option -> isRenamed(chosen, option))
                  .map(option -> renamed(property, option));
            })
        .toList();
  }

  private static boolean isRenamed(JsonNode chosen, SchemaProperty.Option option) {
    for (JsonNode one : chosen.isArray() ? chosen : List.of(chosen)) {
      boolean same = option.id().equals(one.path("id").asText());
      if (same && !option.name().equals(one.path("name").asText())) {
        return true;
      }
    }
    return false;
  }

  private static Difference renamed(SchemaProperty property, SchemaProperty.Option option) {
    return new Difference(
        Kind.OPTION_MISSING,
        property.name(),
        "option \"%s\" of property \"%s\" has another name now"
            .formatted(option.name(), property.name()),
        "Rename it back, or change the mapping");
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
        parent.path("database_id").asText(null),
        null,
        false,
        properties);
  }
}
