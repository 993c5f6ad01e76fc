package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.store.RunReport;
import caravan.store.Store;
import caravan.store.StoreUnavailable;
import caravan.testing.Databases;
import caravan.testing.RestartablePostgres;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hub never acts without its memory, and goes on where it was when it is back. */
class StoreAwayTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void whilePostgresIsAwayNothingIsWrittenAndAfterwardsNothingIsLostOrTwice() {
    try (RestartablePostgres postgres = RestartablePostgres.start(folder.resolve("pg"));
        HubOnSandbox hub = new HubOnSandbox(folder, SandboxOptions.unlimited())) {
      hub.storedIn(postgres.url(), "postgres", "postgres");
      hub.set("LINEAR_ISSUES_CRON", "").set("LINEAR_ISSUES_EVERY", "500ms");
      hub.set("SLACK_ALERTS_CHANNEL", hub.sandbox().ids().slackChannel());
      hub.start(ISSUES);
      List<LinearIssue> before = hub.sandbox().createIssues(5);
      awaitPages(hub, 5);

      postgres.stop();
      await().atMost(PATIENCE).until(() -> isDown(hub, "store"));
      hub.forgetRequests();
      List<LinearIssue> during = hub.sandbox().createIssues(5);
      hub.sandbox().linear().updateIssue(before.get(0).id(), draft -> draft.title("Changed"));
      await()
          .pollDelay(Duration.ofSeconds(3))
          .untilAsserted(() -> assertThat(hub.requests()).as("without its memory").isEmpty());
      assertThat(isDown(hub, ISSUES)).isTrue();
      await().atMost(PATIENCE).until(() -> !storeAlerts(hub).isEmpty());

      postgres.startAgain();
      awaitPages(hub, 10);
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  hub.sandbox()
                      .notion()
                      .page(hub.sandbox().pageOf(before.get(0)))
                      .at("/properties/Name/title/0/plain_text")
                      .asText()
                      .equals("Changed"));
      await().atMost(PATIENCE).until(() -> !isDown(hub, "store") && !isDown(hub, ISSUES));
      during.forEach(issue -> assertThat(hub.sandbox().pageOf(issue)).isNotBlank());
      assertThat(hub.runs(ISSUES)).noneMatch(run -> run.state().equals("running"));
      await().atMost(PATIENCE).until(() -> hub.hub().beans().incidents().untold().isEmpty());
      assertThat(storeAlerts(hub)).as("told once, and once that it is over").hasSize(2);
      assertThat(storeAlerts(hub).get(0)).contains("everything stands still", "Over since");
      assertThat(storeAlerts(hub).get(1)).contains("The store answers again");
      await("written down afterwards")
          .atMost(PATIENCE)
          .until(
              () -> "1".equals(hub.query("SELECT COUNT(*) FROM incidents WHERE kind = 'store'")));
    }
  }

  @Test
  void postgresThatRestartsInTheMiddleOfARunLosesNothingAndDoublesNothing() {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder().latency(Duration.ofMillis(40)).build();
    try (RestartablePostgres postgres = RestartablePostgres.start(folder.resolve("pg"));
        HubOnSandbox hub = new HubOnSandbox(folder, options)) {
      hub.storedIn(postgres.url(), "postgres", "postgres");
      hub.set("LINEAR_ISSUES_CRON", "").set("LINEAR_ISSUES_EVERY", "500ms");
      hub.set("NOTION_INDEX_LAG", "1s").set("SYNC_WORKERS", "4");
      List<LinearIssue> issues = hub.sandbox().createIssues(150);
      hub.start(ISSUES);
      for (int pages : List.of(20, 60, 100)) {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> pages(hub) >= pages);
        postgres.stop();
        postgres.startAgain();
      }
      awaitPages(hub, issues.size());
      await()
          .atMost(PATIENCE)
          .until(
              () -> hub.runs(ISSUES).stream().findFirst().filter(StoreAwayTest::idle).isPresent());
      issues.forEach(issue -> assertThat(hub.sandbox().pageOf(issue)).isNotBlank());
      assertThat(hub.failures(ISSUES)).isZero();
    }
  }

  @Test
  void storeThatGoesAwayDuringTheStartIsWaitedForAndNotBlamedOnTheRoutes() {
    try (RestartablePostgres postgres = RestartablePostgres.start(folder.resolve("pg"))) {
      StoppingClock clock = new StoppingClock(postgres);
      SandboxOptions options = SandboxOptions.unlimited().toBuilder().clock(clock).build();
      try (HubOnSandbox hub = new HubOnSandbox(folder, options)) {
        hub.storedIn(postgres.url(), "postgres", "postgres");
        clock.armed = true;
        assertThatThrownBy(() -> hub.start(ISSUES))
            .isInstanceOfSatisfying(
                StoreUnavailable.class, error -> assertThat(error.mayPass()).isTrue())
            .hasMessageContaining("The store " + postgres.url() + " cannot be used.")
            .hasMessageContaining("Start the database");

        postgres.startAgain();
        hub.start(ISSUES);
        hub.sandbox().createIssues(1);
        assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(1);
      }
    }
  }

  /** Stops the server when the thread that made it first asks for the time once it is armed. */
  private static final class StoppingClock extends Clock {

    private final Thread starting = Thread.currentThread();
    private final RestartablePostgres postgres;
    private boolean armed;

    StoppingClock(RestartablePostgres postgres) {
      this.postgres = postgres;
    }

    @Override
    public Instant instant() {
      if (Thread.currentThread() == starting && armed) {
        armed = false;
        postgres.stop();
      }
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void hubThatFindsItsFileInUseWaitsForItAndStartsThen() {
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    try (TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited())) {
      sandbox.createIssues(3);
      Map<String, String> environment = new TreeMap<>(sandbox.environment());
      environment.put("LINEAR_ISSUES_ENABLED", "true");
      Store holder = Databases.h2(home);
      try (HubProcess hub =
          HubProcess.start(home, environment, "-Xmx192m", "-XX:TieredStopAtLevel=1")) {
        await()
            .atMost(PATIENCE)
            .until(() -> hub.output().contains("open in another process") || !hub.isAlive());
        assertThat(hub.isAlive()).as(hub::output).isTrue();
        assertThat(sandbox.notionRequests()).isEmpty();
        holder.close();
        await()
            .atMost(PATIENCE)
            .until(() -> sandbox.notion().pages(sandbox.ids().linearIssues()).size() == 3);
        assertThat(hub.terminate()).as(hub::output).isZero();
      }
    }
  }

  @Test
  void hubThatWaitsForItsStoreEndsInOrder() {
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    try (TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited());
        Store holder = Databases.h2(home)) {
      Map<String, String> environment = new TreeMap<>(sandbox.environment());
      environment.put("LINEAR_ISSUES_ENABLED", "true");
      try (HubProcess hub =
          HubProcess.start(home, environment, "-Xmx192m", "-XX:TieredStopAtLevel=1")) {
        await().atMost(PATIENCE).until(() -> hub.output().contains("Waiting for it"));
        assertThat(hub.terminate()).as(hub::output).isZero();
      }
      assertThat(holder.trouble()).isEmpty();
    }
  }

  private static List<String> storeAlerts(HubOnSandbox hub) {
    return hub.sandbox().messages().stream()
        .map(it -> it.text())
        .filter(it -> it.contains("everything stands still"))
        .toList();
  }

  private static boolean idle(RunReport run) {
    return run.state().equals("done") && run.readCount() == 0;
  }

  private static boolean isDown(HubOnSandbox hub, String check) {
    return HealthCheckHelper.invoke(hub.hub().context()).stream()
        .filter(result -> result.getCheck().getId().contains(check))
        .anyMatch(result -> result.getState() == HealthCheck.State.DOWN);
  }

  private static int pages(HubOnSandbox hub) {
    return hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues()).size();
  }

  private static void awaitPages(HubOnSandbox hub, int wanted) {
    await().atMost(PATIENCE).until(() -> pages(hub) >= wanted);
    assertThat(pages(hub)).isEqualTo(wanted);
  }
}
