package caravan.drift;

import caravan.drift.ContractJudge.Seen;
import caravan.gateway.Connections;
import caravan.gateway.NotionCalls;
import caravan.gateway.NotionGateway;
import caravan.notion.Contracts;
import caravan.notion.DataSourceSchema;
import caravan.notion.Difference;
import caravan.notion.Difference.Kind;
import caravan.notion.NotionError;
import caravan.notion.NotionException;
import caravan.notion.NotionId;
import caravan.notion.NotionRequest;
import caravan.pause.Pauses;
import caravan.routes.ContractUse;
import caravan.settings.NotionConnection;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads data sources and has them judged: one request per check and data source, shared by all
 * integrations that use it.
 *
 * <p>It checks at the start and every {@code contract.check.interval}, before the first write of a
 * run, when rows or refusals look like drift, when Notion tells of a changed schema, and when an
 * operator resumes an integration.
 */
public final class ContractWatch {

  private static final Logger LOG = LoggerFactory.getLogger(ContractWatch.class);

  private static final String OF_DATA_SOURCES = "/v1/data_sources/";

  /** What a connection sees of a data source may differ from what another one sees. */
  private record Source(String connection, String dataSource) {}

  private final CamelContext context;
  private final NotionGateway gateway;
  private final Connections connections;
  private final Contracts contracts;
  private final ContractJudge judge;
  private final Pauses pauses;
  private final Supplier<List<String>> routeProblems;
  private final Duration interval;
  private final Clock clock;
  private final Map<Source, Checked> known = new ConcurrentHashMap<>();
  private final Map<Source, Object> locks = new ConcurrentHashMap<>();

  /**
   * @param routeProblems what keeps the route files from fitting the contract files
   * @param interval {@code contract.check.interval}
   */
  public ContractWatch(
      CamelContext context,
      NotionGateway gateway,
      Connections connections,
      Contracts contracts,
      ContractJudge judge,
      Pauses pauses,
      Supplier<List<String>> routeProblems,
      Duration interval,
      Clock clock) {
    this.context = context;
    this.gateway = gateway;
    this.connections = connections;
    this.contracts = contracts;
    this.judge = judge;
    this.pauses = pauses;
    this.routeProblems = routeProblems;
    this.interval = interval;
    this.clock = clock;
  }

  /**
   * The data source as it was last checked, or checked now if that is longer ago than the interval.
   *
   * @param exchange whose run, lane and connection the request belongs to
   * @throws NotionException if it cannot be read, except where Notion does not show it
   */
  public Checked fresh(Exchange exchange, String dataSource) {
    return notBefore(exchange, dataSource, clock.instant().minus(interval));
  }

  /**
   * The data source as it was last checked, or checked now if that was before that moment.
   *
   * @throws NotionException as {@link #fresh}
   */
  public Checked notBefore(Exchange exchange, String dataSource, Instant moment) {
    Source source = source(exchange, dataSource);
    synchronized (lock(source)) {
      Checked found = known.get(source);
      return found == null || found.at().isBefore(moment) ? check(exchange, source, null) : found;
    }
  }

  /**
   * Checks the data source now.
   *
   * @throws NotionException as {@link #fresh}
   */
  public Checked now(Exchange exchange, String dataSource) {
    Source source = source(exchange, dataSource);
    synchronized (lock(source)) {
      return check(exchange, source, null);
    }
  }

  /** What is known of the data source is forgotten: it is checked before the next write. */
  public void doubt(String dataSource) {
    known.keySet().removeIf(source -> source.dataSource().equals(dataSource));
  }

  /**
   * Checks a data source now, for {@code direct:check-contract}; nothing happens if no integration
   * uses it.
   *
   * @param connection the name of the connection to Notion; blank for the default one
   * @param dataSourceId with or without dashes
   * @throws NotionException if it cannot be read
   */
  public void checkNow(String connection, String dataSourceId) {
    boolean unnamed = connection == null || connection.isBlank();
    Source source =
        new Source(
            unnamed ? NotionConnection.DEFAULT : connection, NotionId.canonical(dataSourceId));
    if (!judge.usesOf(source.connection(), source.dataSource()).isEmpty()) {
      check(source, "interactive", null);
    }
  }

  /** Checks every data source that an integration uses, each once. */
  public void checkAll() {
    judge.uses().stream()
        .map(use -> new Source(use.connection(), use.dataSource()))
        .distinct()
        .forEach(
            source -> {
              try {
                check(source, "background", null);
              } catch (RuntimeException e) {
                LOG.warn(
                    "The contract of data source {} could not be checked ({}); it is tried again in {}.",
                    source.dataSource(),
                    e.getMessage(),
                    interval);
              }
            });
  }

  /**
   * A poll failed: where that may be drift, the data source that it read is checked. The poll's
   * error stays as it is.
   */
  public void suspect(Exchange exchange) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    if (!(error instanceof NotionException refused) || !mayBeDrift(refused)) {
      return;
    }
    String dataSource = refused.path().substring(OF_DATA_SOURCES.length()).split("[/?]", 2)[0];
    try {
      now(exchange, NotionId.canonical(dataSource));
    } catch (RuntimeException e) {
      LOG.debug("data source {} could not be checked either", dataSource, e);
    }
  }

  private static boolean mayBeDrift(NotionException error) {
    boolean ofTheDataSource = error.path().startsWith(OF_DATA_SOURCES);
    return ofTheDataSource && isRefused(error);
  }

  /** Whether Notion itself answers that the connection may not see the object. */
  private static boolean isRefused(NotionException error) {
    return error.isMissing()
        || error.error().status() == 403
            && error.kind() != NotionError.Kind.BLOCKED
            && "restricted_resource".equals(error.error().code());
  }

  /**
   * An operator resumes an integration: the contract files are read again, and what is there now
   * becomes the new baseline, if it fulfils them.
   *
   * @return what was done, in a sentence
   * @throws IllegalStateException if it stays paused; the message says why
   */
  public String resume(String integration) {
    if (!pauses.isPaused(integration)) {
      return integration + " was not paused.";
    }
    List<String> problems = routeProblems.get();
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "%s stays paused: %s".formatted(integration, String.join(" ", problems)));
    }
    contracts.reload();
    known.clear();
    for (ContractUse use : judge.usesOf(integration)) {
      Checked checked;
      try {
        checked = check(new Source(use.connection(), use.dataSource()), "interactive", integration);
      } catch (NotionException e) {
        throw new IllegalStateException(
            "%s stays paused: its data source %s cannot be checked (%s). Try again."
                .formatted(integration, use.dataSource(), e.error().summary()),
            e);
      }
      List<Difference> left = checked.verdict().of(integration, use.contract()).orElse(List.of());
      if (!left.isEmpty()) {
        throw new IllegalStateException(
            "%s stays paused. %s".formatted(integration, checked.verdict().text()));
      }
    }
    pauses.resume(integration);
    return integration + " goes on from its watermark.";
  }

  private Checked check(Source source, String lane, String accepting) {
    Exchange exchange = new DefaultExchange(context);
    exchange.setVariable(Connections.VARIABLE, source.connection());
    exchange.setVariable(NotionCalls.LANE, lane);
    synchronized (lock(source)) {
      return check(exchange, source, accepting);
    }
  }

  private Checked check(Exchange exchange, Source source, String accepting) {
    known.remove(source);
    List<ContractUse> uses = judge.usesOf(source.connection(), source.dataSource());
    Seen seen = read(exchange, source, uses);
    Verdict verdict =
        uses.isEmpty() && seen.schema() == null
            ? new Verdict(Map.of(), seen.besides().get(0).message())
            : judge.judge(uses, seen, accepting);
    Checked checked = new Checked(seen.schema(), verdict, clock.instant());
    if (seen.schema() != null) {
      known.put(source, checked); // where it does not hold for one, it may for another
    }
    return checked;
  }

  private Seen read(Exchange exchange, Source source, List<ContractUse> uses) {
    DataSourceSchema schema;
    List<Difference> besides = new ArrayList<>();
    try {
      schema =
          DataSourceSchema.read(
              gateway.send(exchange, NotionRequest.get("/v1/data_sources/" + source.dataSource())));
    } catch (NotionException e) {
      schema = null;
      besides.add(unshared(e, source, uses));
    }
    Optional<String> former = judge.formerDatabase(uses);
    boolean away =
        schema == null
            || schema.inTrash()
            || former.isPresent() && !NotionId.same(former.get(), schema.databaseId());
    if (away && former.isPresent()) {
      replaced(exchange, source, former.get(), uses).ifPresent(besides::add);
    }
    return new Seen(schema, besides);
  }

  /** Notion does not say whether an object was deleted for good or is not shared any more. */
  private Difference unshared(NotionException error, Source source, List<ContractUse> uses) {
    if (!isRefused(error)) {
      throw error;
    }
    boolean missing = error.isMissing();
    return new Difference(
        Kind.UNSHARED,
        null,
        missing
            ? "Notion does not show the data source %s to the connection"
                .formatted(source.dataSource())
            : "Notion does not let the connection read the data source %s (%s)"
                .formatted(source.dataSource(), error.error().message()),
        missing
            ? "Share it with the connection, or correct %s (a database's id is not a data source's)"
                .formatted(settingOf(uses))
            : "Give the connection the capability in Notion's developer portal");
  }

  /** The database may hold another data source now; that it is meant, only people know. */
  private Optional<Difference> replaced(
      Exchange exchange, Source source, String database, List<ContractUse> uses) {
    try {
      JsonNode answer = gateway.send(exchange, NotionRequest.get("/v1/databases/" + database));
      List<String> others = new ArrayList<>();
      for (JsonNode one : answer.path("data_sources")) {
        if (!NotionId.same(one.path("id").asText(), source.dataSource())) {
          others.add("\"%s\" (%s)".formatted(one.path("name").asText(), one.path("id").asText()));
        }
      }
      return others.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Difference(
                  Kind.REPLACED,
                  null,
                  "its database now holds " + String.join(" and ", others),
                  "If that one is meant, set %s to it and start the hub again"
                      .formatted(settingOf(uses))));
    } catch (NotionException e) {
      LOG.debug("what database {} holds now is not known", database, e);
      return Optional.empty();
    }
  }

  private String settingOf(List<ContractUse> uses) {
    return uses.stream()
        .flatMap(use -> contracts.find(use.contract()).stream())
        .map(contract -> contract.dataSourceSetting())
        .findFirst()
        .orElse("the setting that names it");
  }

  private Source source(Exchange exchange, String dataSource) {
    return new Source(connections.of(exchange), dataSource);
  }

  private Object lock(Source source) {
    return locks.computeIfAbsent(source, it -> new Object());
  }
}
