package caravan.derive;

import caravan.notion.Contract;
import caravan.notion.DataSourceSchema;
import caravan.notion.NotionError;
import caravan.notion.NotionException;
import caravan.notion.NotionId;
import caravan.notion.NotionRequest;
import caravan.notion.PropertyWriter;
import caravan.record.Record;
import caravan.sync.Outcome;
import caravan.sync.Poll;
import caravan.sync.Run;
import caravan.sync.Stops;
import caravan.sync.Variables;
import caravan.upsert.DataSources;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the properties that the hub computes to what the rows say: one request for each page of
 * which one differs, after the contract was checked, and none where nothing changed.
 */
public final class DerivedFields {

  private static final Logger LOG = LoggerFactory.getLogger(DerivedFields.class);

  /** Exchange variable: the {@link Update} in hand; the route sets it. */
  private static final String UPDATE = "update";

  /** Exchange variable: whose turn it is to compute and write. */
  private static final String TURN = "derivedFieldsTurn";

  /**
   * A page of which something differs.
   *
   * @param values by property, what it should say
   */
  public record Update(
      String integration, String pageId, String dataSource, Map<String, JsonNode> values) {}

  private final Mirror mirror;
  private final Function<String, Optional<Derivation>> derivations;
  private final DataSources dataSources;
  private final BiConsumer<String, String> forget;
  private final Predicate<String> isReadWhole;
  private final ObjectMapper json;
  private final Clock clock;
  private final Map<String, Semaphore> turns = new ConcurrentHashMap<>();
  private final Map<String, String> periods = new ConcurrentHashMap<>();
  private final Map<String, List<String>> remarks = new ConcurrentHashMap<>();

  /**
   * @param derivations by the integration's name; most have none
   * @param forget is given an integration and a page that the hub has written to: what its row said
   *     before may come again, as a change
   * @param isReadWhole whether an integration's source was read from its beginning to its end once
   */
  DerivedFields(
      Mirror mirror,
      Function<String, Optional<Derivation>> derivations,
      DataSources dataSources,
      BiConsumer<String, String> forget,
      Predicate<String> isReadWhole,
      ObjectMapper json,
      Clock clock) {
    this.mirror = mirror;
    this.derivations = derivations;
    this.dataSources = dataSources;
    this.forget = forget;
    this.isReadWhole = isReadWhole;
    this.json = json;
    this.clock = clock;
  }

  /** Takes the record of a row into the mirror; what the hub wrote itself is no change. */
  public void keep(Exchange exchange) {
    String integration = run(exchange).integration();
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    Outcome outcome;
    if (record.deleted()) {
      outcome = mirror.drop(integration, record.externalId()) ? Outcome.DELETED : Outcome.UNCHANGED;
    } else {
      JsonNode values = json.valueToTree(record.properties());
      MirroredRow row = new MirroredRow(record.externalId(), dataSource(exchange), plain(values));
      MirroredRow before = mirror.keep(integration, row);
      outcome =
          before == null
              ? Outcome.CREATED
              : before.equals(row) ? Outcome.UNCHANGED : Outcome.UPDATED;
    }
    exchange.setVariable(Variables.OUTCOME, outcome);
  }

  /** The mirror holds what JSON can say, so that a number is the same however it was spelt. */
  private JsonNode plain(JsonNode values) {
    try {
      return json.readTree(values.toString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the row's values are no JSON", e);
    }
  }

  private String dataSource(Exchange exchange) {
    try {
      JsonNode item = json.readTree(exchange.getVariable(Variables.ITEM, String.class));
      String own = item.path("dataSource").asText(item.path("listedIn").asText());
      return NotionId.canonical(own);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the item is no JSON", e);
    }
  }

  /**
   * Waits until no other run of the integration computes or writes: who has computed from older
   * rows must not write last.
   */
  public void enter(Exchange exchange) throws InterruptedException {
    String integration = run(exchange).integration();
    if (derivations.apply(integration).isPresent()) {
      Semaphore turn = turns.computeIfAbsent(integration, name -> new Semaphore(1, true));
      turn.acquire();
      exchange.setVariable(TURN, turn);
    }
  }

  /** The next run may compute. */
  public void leave(Exchange exchange) {
    if (exchange.removeVariable(TURN) instanceof Semaphore turn) {
      turn.release();
    }
  }

  /**
   * The pages of which something differs. Nothing is computed while neither a row nor the period
   * has changed, nor before all rows were read once: of some of them, the values would be wrong.
   */
  public List<Update> updates(Run run) {
    String integration = run.integration();
    Optional<Derivation> rules = derivations.apply(integration);
    if (rules.isEmpty() || !isPoll(run) && !isReadWhole.test(integration)) {
      return List.of();
    }
    Instant now = clock.instant();
    String period = rules.get().period(now);
    boolean changed = mirror.settle(integration);
    if (!changed && period.equals(periods.get(integration))) {
      note(run, remarks(integration));
      return List.of();
    }
    List<Update> updates = new ArrayList<>();
    try {
      Map<String, MirroredRow> rows =
          mirror.rows(integration).stream()
              .collect(
                  Collectors.toMap(
                      MirroredRow::id, Function.identity(), (a, b) -> b, LinkedHashMap::new));
      Derived derived = rules.get().derive(List.copyOf(rows.values()), now);
      derived
          .wanted()
          .forEach(
              (id, wanted) -> differing(integration, rows.get(id), wanted).ifPresent(updates::add));
      say(integration, derived.remarks());
      periods.put(integration, period);
      note(run, derived.remarks());
    } catch (RuntimeException e) {
      mirror.unsettle(integration);
      throw e;
    }
    return updates;
  }

  /** Until a poll gets here, it has read its source to the end. */
  private static boolean isPoll(Run run) {
    return Arrays.stream(Poll.Kind.values()).anyMatch(kind -> kind.cause().equals(run.cause()));
  }

  /** In the log stands once what was not said before. */
  private void say(String integration, List<String> now) {
    List<String> before = remarks.put(integration, now);
    now.stream()
        .filter(remark -> before == null || !before.contains(remark))
        .forEach(remark -> LOG.warn("{}: {}", integration, remark));
  }

  private static void note(Run run, List<String> remarks) {
    if (!remarks.isEmpty()) {
      run.note("remarks on what was computed, see the log", remarks.size());
    }
  }

  /** The rows of an integration as they were last read. */
  public List<MirroredRow> rows(String integration) {
    return mirror.rows(integration);
  }

  /** What people should know of the values computed last, one sentence each. */
  public List<String> remarks(String integration) {
    return remarks.getOrDefault(integration, List.of());
  }

  private Optional<Update> differing(
      String integration, MirroredRow row, Map<String, Object> wanted) {
    if (row == null) {
      return Optional.empty();
    }
    Map<String, JsonNode> differing = new LinkedHashMap<>();
    wanted.forEach(
        (property, value) -> {
          JsonNode node = json.valueToTree(value);
          if (!row.says(property, node)) {
            differing.put(property, node);
          }
        });
    return differing.isEmpty()
        ? Optional.empty()
        : Optional.of(new Update(integration, row.id(), row.dataSource(), differing));
  }

  /** Whether the run goes on; if it was stopped, the next one computes again. */
  public boolean isDue(Exchange exchange) {
    Run run = run(exchange);
    if (!run.isGoing()) {
      mirror.unsettle(run.integration());
    }
    return run.isGoing();
  }

  /**
   * The request that writes an update.
   *
   * @throws caravan.notion.ContractBroken if the data source is not what the contract says; the run
   *     stops
   */
  public NotionRequest request(Exchange exchange, Update update) {
    Contract contract =
        dataSources
            .contractOf(update.dataSource())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no contract in routes/contracts names the data source "
                            + update.dataSource()));
    DataSourceSchema schema = dataSources.holding(exchange, update.dataSource(), contract);
    Map<String, Object> values = new LinkedHashMap<>();
    update
        .values()
        .forEach((name, value) -> values.put(name, json.convertValue(value, Object.class)));
    Record record = new Record(update.pageId(), values, null, false, null, null);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set(
        "properties",
        new PropertyWriter(contract.withoutKey())
            .write(record, schema, email -> Optional.empty(), (source, id) -> Optional.empty())
            .properties());
    return NotionRequest.setting("/v1/pages/" + update.pageId(), body);
  }

  /** The row that is written to: what a dry run and an error name. */
  public Record row(Update update) {
    MirroredRow row = mirror.find(update.integration(), update.pageId());
    JsonNode values = row == null ? JsonNodeFactory.instance.objectNode() : row.values();
    Map<String, Object> properties = new LinkedHashMap<>();
    values
        .properties()
        .forEach(it -> properties.put(it.getKey(), json.convertValue(it.getValue(), Object.class)));
    return new Record(update.pageId(), properties, null, false, null, null);
  }

  /** The update was written. */
  public void written(Exchange exchange) {
    Update update = exchange.getVariable(UPDATE, Update.class);
    mirror.written(update.integration(), update.pageId(), update.values());
    forget.accept(update.integration(), update.pageId());
    run(exchange).note("pages with newly computed values", 1);
  }

  /**
   * The update could not be written: the next run computes it again. What drift may explain is
   * looked into now, and stops the run if it does.
   */
  public void failed(Exchange exchange) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Update left = exchange.getVariable(UPDATE, Update.class);
    Run run = run(exchange);
    mirror.unsettle(run.integration());
    run.note("pages whose computed values could not be written", 1);
    if (drift(exchange, left, error).orElse(error) instanceof Stops stop) {
      run.stop(stop.reason());
    }
    if (error instanceof NotionException notion && notion.isMissing()) {
      // The sweep judges what became of it; meanwhile it is not written to any more.
      mirror.drop(run.integration(), left.pageId());
    }
    LOG.warn(
        "{}: what was computed for page {} could not be written ({}); the next run tries it again",
        run.integration(),
        left.pageId(),
        error.getMessage());
  }

  private Optional<Exception> drift(Exchange exchange, Update update, Exception error) {
    if (error instanceof NotionException notion && notion.kind() == NotionError.Kind.REFUSED) {
      try {
        dataSources
            .contractOf(update.dataSource())
            .ifPresent(contract -> dataSources.suspect(exchange, update.dataSource(), contract));
      } catch (RuntimeException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static Run run(Exchange exchange) {
    return exchange.getVariable(Variables.RUN, Run.class);
  }
}
