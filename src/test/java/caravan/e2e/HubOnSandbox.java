package caravan.e2e;

import static org.awaitility.Awaitility.await;

import caravan.demo.seed.SeedIssue;
import caravan.demo.seed.SeedNote;
import caravan.hub.Hub;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.WebhookOptions;
import caravan.sandbox.slack.SlackOptions;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.RunReport;
import caravan.store.StoreUrl;
import caravan.testing.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An in-process hub on a sandbox, with a store and a Caravan folder of its own. Polls start only
 * when the test asks for them; the hub and the sandbox share one clock.
 */
public final class HubOnSandbox implements AutoCloseable {

  public static final String ISSUES = "linear-issues";
  public static final String NOTES = "meeting-notes";

  private static final String NEVER = "0 0 0 1 1 ? 2099";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path home;
  private final TestSandbox sandbox;
  private final Map<String, String> environment;
  private final int port = freePort();
  private boolean paceSettled;
  private boolean contractTimerSettled;
  private String storeUrl = "jdbc:h2:file:./data/caravan";
  private Clock clock;
  private Hub hub;

  public HubOnSandbox(Path folder, SandboxOptions options) {
    this(folder, options, List.of(), List.of());
  }

  public HubOnSandbox(
      Path folder, SandboxOptions options, List<SeedIssue> issues, List<SeedNote> notes) {
    this.home = CaravanHome.copyTo(folder.resolve("home"));
    this.sandbox = new TestSandbox(options, issues, notes);
    this.environment = new TreeMap<>(sandbox.environment());
    this.clock = options.clock();
    set("SYNC_RETRY_EVERY", "200ms");
    set("LINEAR_ISSUES_CRON", NEVER);
    set("MEETING_NOTES_CRON", NEVER);
    set("SYNC_SWEEP_CRON", "off");
  }

  /** Sets an environment variable of the hub, before it is started. */
  public HubOnSandbox set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** The hub has another clock than the sandbox, from its next start on. */
  public HubOnSandbox withClock(Clock another) {
    clock = another;
    return this;
  }

  /** The hub and the sandbox keep to Slack's one message a second and channel. */
  public HubOnSandbox withSlackPace() {
    paceSettled = true;
    sandbox.slack().options(SlackOptions.defaults());
    return this;
  }

  /** Contracts are checked at the start and then that often, by the real clock. */
  public HubOnSandbox checkingContracts(String every) {
    contractTimerSettled = true;
    return set("CONTRACT_CHECK_INTERVAL", every);
  }

  /** Notion and Linear send their webhooks to the hub, from its next start on. */
  public HubOnSandbox withWebhooks(WebhookOptions options) {
    String notion = sandbox.notion().sentWebhooks().subscribe(url("/webhooks/notion"), options);
    sandbox.notion().sentWebhooks().verify(notion);
    set("NOTION_WEBHOOK_SECRET", notion);
    set(
        "LINEAR_WEBHOOK_SECRET",
        sandbox.linearSandbox().sentWebhooks().subscribe(url("/webhooks/linear"), options));
    return this;
  }

  /** An address on the hub's server. */
  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /** Starts the hub with these integrations. */
  public HubOnSandbox start(String... integrations) {
    if (!paceSettled) {
      CaravanHome.withoutSlackPace(home);
      paceSettled = true;
    }
    if (!contractTimerSettled) {
      CaravanHome.withoutContractTimer(home);
      contractTimerSettled = true;
    }
    for (String name : integrations) {
      set(name.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_ENABLED", "true");
    }
    set("STORE_URL", storeUrl);
    set("SERVER_PORT", Integer.toString(port));
    Settings settings = new SettingsLoader(home, environment).load();
    hub = Hub.start(home, settings, clock);
    return this;
  }

  /** Stops the hub; the sandbox and the store stay. */
  public void stop() {
    hub.close();
    hub = null;
  }

  /** The hub's store is another database than its own H2 file. */
  public HubOnSandbox storedIn(String url, String user, String password) {
    storeUrl = url;
    return set("STORE_USER", user).set("STORE_PASSWORD", password);
  }

  /** From its next start on, the hub has an empty store. */
  public void loseStore() {
    loseStore("another");
  }

  /** From its next start on, the hub has the store of that name. */
  public void loseStore(String name) {
    storeUrl = "jdbc:h2:file:./data/" + name;
  }

  public TestSandbox sandbox() {
    return sandbox;
  }

  public Hub hub() {
    return hub;
  }

  public Path home() {
    return home;
  }

  public String setting(String variable) {
    return environment.get(variable);
  }

  /** The environment of a hub that works as this one does. */
  public Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  /** Polls an integration and waits until that poll has ended. */
  public RunReport poll(String integration) {
    long before = lastRun(integration);
    hub.pollNow(integration);
    RunReport report = awaitPoll(integration, before);
    Jobs.awaitEnd(hub.context(), integration);
    return report;
  }

  /** Waits for the end of the first poll that began after the run of that number. */
  public RunReport awaitPoll(String integration, long after) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> pollAfter(integration, after), Optional::isPresent)
        .orElseThrow();
  }

  /** The number of the integration's latest ended run; 0 before the first. */
  public long lastRun(String integration) {
    return hub.beans().runStore().latest(integration, 1).stream()
        .mapToLong(RunReport::id)
        .findFirst()
        .orElse(0);
  }

  /** All ended runs of an integration, newest first. */
  public List<RunReport> runs(String integration) {
    return hub.beans().runStore().latest(integration, 10_000);
  }

  /**
   * Polls an integration, waits for the reading of that cause that follows the poll, and gives its
   * report.
   */
  public RunReport pollAndAwait(String integration, String cause) {
    long before = lastRun(integration);
    hub.pollNow(integration);
    RunReport report =
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> runAfter(integration, cause, before), Optional::isPresent)
            .orElseThrow();
    Jobs.awaitEnd(hub.context(), integration);
    return report;
  }

  private Optional<RunReport> pollAfter(String integration, long after) {
    return runAfter(integration, "poll", after);
  }

  private Optional<RunReport> runAfter(String integration, String cause, long after) {
    return runs(integration).stream()
        .filter(run -> run.id() > after && run.cause().equals(cause))
        .findFirst();
  }

  /** How many records wait in the failures table. */
  public int failures(String integration) {
    return hub.beans().failureStore().count(integration);
  }

  /** The requests to Notion since {@link #forgetRequests}. */
  public List<String> requests() {
    return sandbox.notionRequests();
  }

  public void forgetRequests() {
    sandbox.server().log().clear();
  }

  /** The one value that a query of the store gives, as text; null for SQL's null. */
  public String query(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Every row of a table of the store, as text, in an order of its own. */
  public String dump(String table) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM " + table)) {
      TreeSet<String> rows = new TreeSet<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder(table);
        for (int i = 1; i <= columns; i++) {
          row.append(" | ").append(result.getString(i));
        }
        rows.add(row.toString());
      }
      return String.join("\n", rows) + "\n";
    } catch (SQLException e) {
      throw new IllegalStateException(table, e);
    }
  }

  /** Changes the store behind the hub's back. */
  public void execute(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(
        StoreUrl.resolve(home, storeUrl),
        environment.getOrDefault("STORE_USER", "sa"),
        environment.getOrDefault("STORE_PASSWORD", ""));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }

  @Override
  public void close() {
    if (hub != null) {
      hub.close();
    }
    sandbox.close();
  }
}
