package caravan.testing;

import caravan.e2e.CaravanHome;
import caravan.hub.Hub;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.RunReport;
import caravan.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.matchers.GroupMatcher;

/**
 * A hub on a folder of its own, with the project's real route files. Nothing is polled until the
 * test says so.
 */
public final class TestHub implements AutoCloseable {

  /** The token that must show up nowhere but in Notion's Authorization header. */
  public static final String NOTION_TOKEN = "ntn_verySecretNotionToken";

  /** The key that must show up nowhere but in Linear's Authorization header. */
  public static final String LINEAR_TOKEN = "lin_verySecretLinearKey";

  /** The token that must show up nowhere but in Slack's Authorization header. */
  public static final String SLACK_TOKEN = "xoxb-verySecretSlackToken";

  /** The data source that linear-issues writes to. */
  public static final String ISSUES = "11111111-2222-4333-8444-555555555555";

  /** The data source that meeting-notes reads. */
  public static final String NOTES = "22222222-2222-4333-8444-555555555555";

  private static final String NEVER = "0 0 0 1 1 ? 2099";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Hub hub;
  private final Store store;
  private final ProducerTemplate producer;

  private TestHub(Hub hub, Store store) {
    this.hub = hub;
    this.store = store;
    this.producer = hub.context().createProducerTemplate();
  }

  /**
   * Starts a hub.
   *
   * @param home an empty folder, or one that a hub was started in before
   * @param services where Notion, Linear and Slack are, such as {@code http://localhost:1234}
   * @param environment further settings as environment variables
   */
  public static TestHub start(
      Path home, String services, Clock clock, Map<String, String> environment) {
    copyProject(home);
    return startAsItIs(home, services, clock, environment);
  }

  /** Starts a hub in a folder that holds the project's routes, changed or not. */
  public static TestHub startAsItIs(
      Path home, String services, Clock clock, Map<String, String> environment) {
    CaravanHome.withoutContractTimer(home);
    Settings settings = settings(home, services, environment);
    Hub hub = Hub.start(home, settings, clock);
    return new TestHub(hub, Store.open(home, settings.get("store.url"), "", ""));
  }

  /** The settings of a hub in that folder. */
  public static Settings settings(Path home, String services, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>();
    all.put("NOTION_URL", services);
    all.put("NOTION_TOKEN", NOTION_TOKEN);
    all.put("LINEAR_URL", services + "/graphql");
    all.put("LINEAR_TOKEN", LINEAR_TOKEN);
    all.put("SLACK_URL", services + "/slack");
    all.put("SLACK_TOKEN", SLACK_TOKEN);
    all.put("SERVER_PORT", "0");
    all.put("OPS_PASSWORD", "verySecretOpsPassword");
    all.put("SYNC_RETRY_EVERY", "1h");
    all.put("SYNC_SWEEP_CRON", "off");
    all.put("LINEAR_ISSUES_ENABLED", "true");
    all.put("LINEAR_ISSUES_CRON", NEVER);
    all.put("LINEAR_ISSUES_DATA_SOURCE", ISSUES);
    all.put("MEETING_NOTES_ENABLED", "true");
    all.put("MEETING_NOTES_CRON", NEVER);
    all.put("MEETING_NOTES_SINCE", "all");
    all.put("MEETING_NOTES_DATA_SOURCE", NOTES);
    all.put("MEETING_NOTES_CHANNEL", "C0NOTES");
    all.putAll(environment);
    return new SettingsLoader(home, all).load();
  }

  /** Copies the project's routes and settings into a folder. */
  public static void copyProject(Path home) {
    Path project = Path.of("").toAbsolutePath();
    copy(project.resolve("application.properties"), home.resolve("application.properties"));
    try (Stream<Path> files = Files.walk(project.resolve("routes"))) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> copy(file, home.resolve(project.relativize(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      Files.write(to, Files.readAllBytes(from));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The hub. */
  public Hub hub() {
    return hub;
  }

  /** Camel. */
  public CamelContext context() {
    return hub.context();
  }

  /** The hub's store, opened a second time. */
  public Store store() {
    return store;
  }

  /** Sends exchanges to the hub's routes. */
  public ProducerTemplate producer() {
    return producer;
  }

  /** Polls a source once and gives the report of its run. */
  public RunReport poll(String integration) {
    return run(integration, integration);
  }

  /**
   * Polls a source once and gives the report of the reading of that cause that follows the poll.
   */
  public RunReport pollAndAwait(String integration, String cause) {
    long before = latest(integration);
    fire(integration);
    RunReport report =
        Awaitility.await("a " + cause + " of " + integration)
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(
                () ->
                    hub.beans().runStore().latest(integration, 10).stream()
                        .filter(run -> run.id() > before && run.cause().equals(cause))
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    Jobs.awaitEnd(hub.context(), integration);
    return report;
  }

  /** Retries what is due of an integration and gives the report of the integration's run. */
  public RunReport retry(String integration) {
    return run("retries-" + integration, integration);
  }

  private RunReport run(String job, String integration) {
    long before = latest(integration);
    fire(job);
    Awaitility.await("a run of " + integration)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> latest(integration) > before);
    RunReport report = hub.beans().runStore().latest(integration, 1).get(0);
    Jobs.awaitEnd(hub.context(), job);
    return report;
  }

  private long latest(String integration) {
    List<RunReport> latest = hub.beans().runStore().latest(integration, 1);
    return latest.isEmpty() ? 0 : latest.get(0).id();
  }

  private void fire(String job) {
    Scheduler scheduler = Jobs.scheduler(hub.context());
    try {
      JobKey key =
          scheduler.getJobKeys(GroupMatcher.anyJobGroup()).stream()
              .filter(it -> it.getName().equals(job))
              .findFirst()
              .orElseThrow();
      scheduler.triggerJob(key);
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    store.close();
    hub.close();
  }
}
