package caravan.e2e;

import static org.awaitility.Awaitility.await;

import caravan.demo.seed.SeedIssue;
import caravan.demo.seed.SeedNote;
import caravan.hub.Hub;
import caravan.sandbox.SandboxOptions;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.RunReport;
import caravan.store.StoreUrl;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An in-process hub on a sandbox, with a store and a Caravan folder of its own. Polls start only
 * when the test asks for them; the hub and the sandbox share one clock.
 */
final class HubOnSandbox implements AutoCloseable {

  static final String ISSUES = "linear-issues";
  static final String NOTES = "meeting-notes";

  private static final String NEVER = "0 0 0 1 1 ? 2099";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path home;
  private final TestSandbox sandbox;
  private final Map<String, String> environment;
  private String storeUrl = "jdbc:h2:file:./data/caravan";
  private Hub hub;

  HubOnSandbox(Path folder, SandboxOptions options) {
    this(folder, options, List.of(), List.of());
  }

  HubOnSandbox(Path folder, SandboxOptions options, List<SeedIssue> issues, List<SeedNote> notes) {
    this.home = CaravanHome.copyTo(folder.resolve("home"));
    CaravanHome.withoutSlackPace(home);
    this.sandbox = new TestSandbox(options, issues, notes);
    this.environment = new TreeMap<>(sandbox.environment());
    set("SYNC_RETRY_EVERY", "200ms");
    set("LINEAR_ISSUES_CRON", NEVER);
    set("MEETING_NOTES_CRON", NEVER);
  }

  /** Sets an environment variable of the hub, before it is started. */
  HubOnSandbox set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Starts the hub with these integrations. */
  HubOnSandbox start(String... integrations) {
    for (String name : integrations) {
      set(name.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_ENABLED", "true");
    }
    set("STORE_URL", storeUrl);
    set("SERVER_PORT", Integer.toString(freePort()));
    Settings settings = new SettingsLoader(home, environment).load();
    hub = Hub.start(home, settings, sandbox.server().options().clock());
    return this;
  }

  /** Stops the hub; the sandbox and the store stay. */
  void stop() {
    hub.close();
    hub = null;
  }

  /** From its next start on, the hub has an empty store. */
  void loseStore() {
    storeUrl = "jdbc:h2:file:./data/another";
  }

  TestSandbox sandbox() {
    return sandbox;
  }

  Hub hub() {
    return hub;
  }

  Path home() {
    return home;
  }

  String setting(String variable) {
    return environment.get(variable);
  }

  /** Polls an integration and waits until that poll has ended. */
  RunReport poll(String integration) {
    long before = lastRun(integration);
    hub.pollNow(integration);
    return awaitPoll(integration, before);
  }

  /** Waits for the end of the first poll that began after the run of that number. */
  RunReport awaitPoll(String integration, long after) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> pollAfter(integration, after), Optional::isPresent)
        .orElseThrow();
  }

  /** The number of the integration's latest ended run; 0 before the first. */
  long lastRun(String integration) {
    return hub.beans().runStore().latest(integration, 1).stream()
        .mapToLong(RunReport::id)
        .findFirst()
        .orElse(0);
  }

  /** All ended runs of an integration, newest first. */
  List<RunReport> runs(String integration) {
    return hub.beans().runStore().latest(integration, 10_000);
  }

  private Optional<RunReport> pollAfter(String integration, long after) {
    return runs(integration).stream()
        .filter(run -> run.id() > after && run.cause().equals("poll"))
        .findFirst();
  }

  /** How many records wait in the failures table. */
  int failures(String integration) {
    return hub.beans().failureStore().count(integration);
  }

  /** The requests to Notion since {@link #forgetRequests}. */
  List<String> requests() {
    return sandbox.notionRequests();
  }

  void forgetRequests() {
    sandbox.server().log().clear();
  }

  /** The one value that a query of the store gives, as text; null for SQL's null. */
  String query(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getString(1) : null;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Changes the store behind the hub's back. */
  void execute(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(StoreUrl.resolve(home, storeUrl), "sa", "");
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
