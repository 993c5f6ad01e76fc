package caravan.upsert;

import caravan.drift.Checked;
import caravan.drift.ContractWatch;
import caravan.notion.Contract;
import caravan.notion.ContractBroken;
import caravan.notion.ContractCheck;
import caravan.notion.Contracts;
import caravan.notion.DataSourceSchema;
import caravan.notion.Difference;
import caravan.notion.NotionError;
import caravan.notion.NotionException;
import caravan.notion.NotionId;
import caravan.notion.SchemaProperty;
import caravan.settings.NotionConnection;
import caravan.settings.Setting;
import caravan.sync.Run;
import caravan.sync.Stops;
import caravan.sync.Variables;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * The data sources that records are written to, or related to: their schemas, judged by the
 * contracts, and checked again when the last check is longer ago than {@code
 * contract.check.interval}. One request per data source and interval, however many records and
 * threads ask.
 */
public final class DataSources {

  private static final Set<Integer> NOT_ALLOWED = Set.of(401, 403, 404);

  /** Threads of a run that wait while one of them finds what stops it share what it found. */
  private record Broken(RuntimeException why, Run run) {}

  private final ContractWatch watch;
  private final LinkLearning learning;
  private final Contracts contracts;
  private final Map<String, String> dataSourceIds;
  private final Map<String, Broken> broken = new ConcurrentHashMap<>();
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /**
   * @param watch checks data sources, and pauses the integrations whose contract does not hold
   * @param dataSourceIds the ids of the contracts' data sources by the contracts' names, as far as
   *     they are set
   */
  public DataSources(
      ContractWatch watch,
      LinkLearning learning,
      Contracts contracts,
      Map<String, String> dataSourceIds) {
    this.watch = watch;
    this.learning = learning;
    this.contracts = contracts;
    this.dataSourceIds = Map.copyOf(dataSourceIds);
  }

  /** The contract of this name. */
  public Contract contract(String name) {
    return contracts
        .find(name)
        .orElseThrow(
            () ->
                new NotReachable(
                    "There is no routes/contracts/%s.yaml; write one, or name another contract in the route."
                        .formatted(name),
                    null));
  }

  /**
   * The schema of a data source that fulfils its contract, whose links have been learnt.
   *
   * @param exchange whose run and lane the requests belong to
   * @throws ContractBroken if it does not fulfil the contract
   * @throws NotReachable if Notion does not let the hub see it
   * @throws RowsNotLearnt if its rows cannot be learnt
   */
  public DataSourceSchema ready(Exchange exchange, String dataSource, Contract contract) {
    return inTurn(
        exchange,
        dataSource,
        () -> {
          DataSourceSchema schema = schema(exchange, dataSource, contract);
          contract
              .key()
              .map(key -> schema.properties().get(key.name()))
              .ifPresent(key -> learning.learnOnce(exchange, schema, key));
          return schema;
        });
  }

  /**
   * Makes sure that the links of a data source that records are related to have been learnt: no
   * request if they were, whoever did it.
   *
   * @param contract says which property holds its External IDs
   * @throws RuntimeException as {@link #ready}
   */
  public void learnRelated(Exchange exchange, String dataSource, Contract contract) {
    if (!learning.isLearnt(dataSource)) {
      key(exchange, dataSource, contract);
    }
  }

  /**
   * The property that holds the External IDs of a data source whose links have been learnt; the
   * rest of its schema need not fulfil the contract.
   *
   * @param contract has a key, which is checked where contracts are loaded
   * @throws RuntimeException as {@link #ready}
   */
  public SchemaProperty key(Exchange exchange, String dataSource, Contract contract) {
    Contract onlyKey = contract.onlyKey();
    String name = onlyKey.key().orElseThrow().name();
    return inTurn(
        exchange,
        dataSource,
        () -> {
          DataSourceSchema schema = schema(exchange, dataSource, onlyKey);
          SchemaProperty key = schema.properties().get(name);
          learning.learnOnce(exchange, schema, key);
          return key;
        });
  }

  /**
   * The schema of a data source that fulfils its contract.
   *
   * @throws RuntimeException as {@link #ready}, but for the links, which are not looked at
   */
  public DataSourceSchema holding(Exchange exchange, String dataSource, Contract contract) {
    return inTurn(exchange, dataSource, () -> schema(exchange, dataSource, contract));
  }

  /** The contract of a data source by its id, if a setting of a contract names it. */
  public Optional<Contract> contractOf(String dataSource) {
    return dataSourceIds.entrySet().stream()
        .filter(entry -> NotionId.same(entry.getValue(), dataSource))
        .findFirst()
        .flatMap(entry -> contracts.find(entry.getKey()));
  }

  /**
   * A write was refused in a way that drift may explain: the data source is checked now.
   *
   * @throws ContractBroken if it does not fulfil the contract any more
   */
  public void suspect(Exchange exchange, String dataSource, Contract contract) {
    inTurn(
        exchange,
        dataSource,
        () -> {
          watch.doubt(dataSource);
          return schema(exchange, dataSource, contract);
        });
  }

  /** One thread at a time; what stops the run of one stops all threads of that run. */
  private <T> T inTurn(Exchange exchange, String dataSource, Supplier<T> work) {
    synchronized (locks.computeIfAbsent(dataSource, id -> new Object())) {
      Run run = exchange.getVariable(Variables.RUN, Run.class);
      Broken found = broken.get(dataSource);
      if (found != null && run != null && found.run() == run) {
        throw found.why();
      }
      try {
        T result = work.get();
        broken.remove(dataSource);
        return result;
      } catch (RuntimeException e) {
        if (e instanceof Stops) {
          broken.put(dataSource, new Broken(e, run));
        }
        throw e;
      }
    }
  }

  private DataSourceSchema schema(Exchange exchange, String dataSource, Contract contract) {
    Checked checked = checked(exchange, dataSource, contract);
    DataSourceSchema schema = checked.shown();
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    String integration = run == null ? "" : run.integration();
    Optional<List<Difference>> judged = checked.verdict().of(integration, contract.name());
    if (judged.isPresent() && judged.get().isEmpty()) {
      return schema;
    }
    if (judged.isPresent()
        && contracts.find(contract.name()).filter(contract::equals).isPresent()) {
      throw new ContractBroken(checked.verdict().text());
    }
    // Whatever else is related or looked up there: it pauses nobody, but nothing is written.
    List<Difference> differences = ContractCheck.differences(contract, schema, null, dataSourceIds);
    if (!differences.isEmpty()) {
      watch.doubt(dataSource);
      throw new ContractBroken(contract, differences);
    }
    return schema;
  }

  private Checked checked(Exchange exchange, String dataSource, Contract contract) {
    try {
      return watch.fresh(exchange, dataSource);
    } catch (NotionException e) {
      RuntimeException known = unreachable(e, dataSource, contract);
      throw known != e
          ? known
          : new NotReachable(
              "%s: the schema of %s cannot be read (%s). Nothing was written; the next run tries again."
                  .formatted(contract.name(), dataSource, e.error().summary()),
              e);
    }
  }

  /** Turns what concerns the whole integration into an error that stops its run. */
  static RuntimeException unreachable(NotionException e, String dataSource, Contract contract) {
    if (e.kind() == NotionError.Kind.BLOCKED) {
      return new NotReachable(
          "%s: Notion restricts the connection (%s). Nothing was written. Waiting does not help; ask the workspace's owner."
              .formatted(contract.name(), e.error().message()),
          e);
    }
    if (e.isMissing()) {
      return new NotReachable(
          ("%s: Notion does not show the data source %s to the connection. Nothing was"
                  + " written. Share it with the connection, or correct %s (a database's id is"
                  + " not a data source's).")
              .formatted(contract.name(), dataSource, contract.dataSourceSetting()),
          e);
    }
    if (e.error().code() == null && NOT_ALLOWED.contains(e.error().status())) {
      return new NotReachable(
          "%s: something on the way to Notion answered %s. Nothing was written; the next run tries again. Look at notion.url and at proxies."
              .formatted(contract.name(), e.error().summary()),
          e);
    }
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
      default -> e;
    };
  }
}
