package caravan.upsert;

import caravan.gateway.NotionGateway;
import caravan.notion.Contract;
import caravan.notion.ContractBroken;
import caravan.notion.ContractCheck;
import caravan.notion.DataSourceSchema;
import caravan.notion.Difference;
import caravan.notion.NotionError;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.settings.NotionConnection;
import caravan.settings.Setting;
import caravan.sync.Run;
import caravan.sync.Variables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/**
 * The data sources that records are written to: their schemas, judged by the contracts, and read
 * again when they are older than {@code contract.check.interval}. One request per data source and
 * interval, however many records and threads ask.
 */
public final class DataSources {

  private record Known(DataSourceSchema schema, Instant readAt) {}

  /** Threads of a run that wait while one of them finds a contract broken share what it found. */
  private record Broken(ContractBroken why, Run run) {}

  private final NotionGateway gateway;
  private final LinkLearning learning;
  private final Map<String, Contract> contracts;
  private final Duration interval;
  private final Clock clock;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private final Map<String, Broken> broken = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /**
   * @param contracts the contracts by name
   * @param interval {@code contract.check.interval}
   */
  public DataSources(
      NotionGateway gateway,
      LinkLearning learning,
      Map<String, Contract> contracts,
      Duration interval,
      Clock clock) {
    this.gateway = gateway;
    this.learning = learning;
    this.contracts = Map.copyOf(contracts);
    this.interval = interval;
    this.clock = clock;
  }

  /** The contract of this name. */
  public Contract contract(String name) {
    Contract contract = contracts.get(name);
    if (contract == null) {
      throw new NotReachable(
          "There is no routes/contracts/%s.yaml; write one, or name another contract in the route."
              .formatted(name),
          null);
    }
    return contract;
  }

  /**
   * The schema of a data source that fulfils its contract, whose links have been learnt.
   *
   * @param exchange whose run and lane the requests belong to
   * @throws ContractBroken if it does not fulfil the contract
   * @throws NotReachable if Notion does not let the hub see it
   */
  public DataSourceSchema ready(Exchange exchange, String dataSource, Contract contract) {
    synchronized (locks.computeIfAbsent(dataSource, id -> new Object())) {
      Known found = known.get(dataSource);
      if (found == null || found.readAt().plus(interval).isBefore(clock.instant())) {
        refuseIfFoundBroken(exchange, dataSource);
        found = read(exchange, dataSource, contract);
        known.put(dataSource, found);
      }
      learning.learnOnce(exchange, dataSource, contract, found.schema());
      return found.schema();
    }
  }

  /** The schema is read again before the next write. */
  public void doubt(String dataSource) {
    known.remove(dataSource);
  }

  private void refuseIfFoundBroken(Exchange exchange, String dataSource) {
    Broken found = broken.get(dataSource);
    if (found != null && found.run() == run(exchange)) {
      throw found.why();
    }
  }

  private static Run run(Exchange exchange) {
    return exchange.getVariable(Variables.RUN, Run.class);
  }

  private Known read(Exchange exchange, String dataSource, Contract contract) {
    DataSourceSchema schema;
    try {
      schema =
          DataSourceSchema.read(
              gateway.send(exchange, NotionRequest.get("/v1/data_sources/" + dataSource)));
    } catch (NotionException e) {
      RuntimeException known = unreachable(e, dataSource, contract);
      throw known != e
          ? known
          : new NotReachable(
              "%s: the schema of %s cannot be read (%s). Nothing was written; the next run tries again."
                  .formatted(contract.name(), dataSource, e.error().summary()),
              e);
    }
    List<Difference> differences = ContractCheck.differences(contract, schema);
    if (!differences.isEmpty()) {
      ContractBroken why = new ContractBroken(contract, differences);
      broken.put(dataSource, new Broken(why, run(exchange)));
      throw why;
    }
    broken.remove(dataSource);
    return new Known(schema, clock.instant());
  }

  /** Turns what concerns the whole integration into an error that stops its run. */
  static RuntimeException unreachable(NotionException e, String dataSource, Contract contract) {
    return switch (e.error().status()) {
      case 401 ->
          new NotReachable(
              "%s: Notion refuses the token. Nothing was written. Set %s to a valid one."
                  .formatted(
                      contract.name(),
                      Setting.environmentName(NotionConnection.tokenKey(e.connection()))),
              e);
      case 403 ->
          new NotReachable(
              ("%s: the connection may not do this (%s). Nothing was written. Give it the"
                      + " capability in Notion's developer portal.")
                  .formatted(contract.name(), e.error().message()),
              e);
      case 404 ->
          new NotReachable(
              ("%s: Notion does not show the data source %s to the connection. Nothing was"
                      + " written. Share it with the connection, or correct %s (a database's id is"
                      + " not a data source's).")
                  .formatted(contract.name(), dataSource, contract.dataSourceSetting()),
              e);
      default ->
          e.kind() == NotionError.Kind.BLOCKED
              ? new NotReachable(
                  "%s: Notion restricts the connection (%s). Nothing was written. Waiting does not help; ask the workspace's owner."
                      .formatted(contract.name(), e.error().message()),
                  e)
              : e;
    };
  }
}
