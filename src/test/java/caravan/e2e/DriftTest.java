package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.slack.SlackMessage;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever people do to a data source: nothing is written wrongly, and nothing is lost. */
class DriftTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
  private final List<LinearIssue> issues = new ArrayList<>();
  private HubOnSandbox hub;
  private String alerts;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    hub =
        new HubOnSandbox(
            folder,
            SandboxOptions.unlimited().toBuilder()
                .clock(clock)
                .latency(Duration.ofMillis(100))
                .build());
    alerts = hub.sandbox().slack().workspace().addChannel("alerts").id();
    hub.set("SLACK_ALERTS_CHANNEL", alerts);
    Path contract = hub.home().resolve("routes/contracts/linear-issues.yaml");
    String text = Files.readString(contract);
    Files.writeString(
        contract,
        text.replace(
            "Priority: {type: select, create-options: true}",
            "Priority: {type: select, options: [No priority, Urgent]}"));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  /** Between two runs, and in the middle of one with records in flight. */
  @ParameterizedTest
  @EnumSource(Drift.class)
  void driftPausesBeforeTheNextWriteAndEverythingIsCaughtUpAfterwards(Drift drift) {
    // Mending a deletion by adding the property again is news: its id is another one.
    int perIncident = drift == Drift.MISSING ? 3 : 2;
    hub.start(ISSUES, NOTES);
    create(3);
    poll();
    checkNow();

    // Between two runs.
    drift.happen(hub.sandbox());
    clock.move(Duration.ofMinutes(6)); // longer than contract.check.interval
    create(2);
    changeAll("after the drift");
    long changes = changes();
    RunReport stopped = hub.poll(ISSUES);
    assertThat(stopped.state()).as(stopped.notes()).isEqualTo("paused");
    assertThat(stopped.notes()).contains(drift.told, "./caravan resume linear-issues");
    assertThat(stopped.createdCount() + stopped.updatedCount()).isZero();
    assertThat(changes()).as("nothing was written").isEqualTo(changes);
    assertThat(kept()).as("what was on its way").isEqualTo(hub.failures(ISSUES));
    assertThat(hub.failures(ISSUES)).isEqualTo(stopped.failedCount()).isPositive();
    assertThat(hub.hub().beans().pauses().reasonOf(ISSUES)).contains(drift.told);
    assertThat(hub.hub().beans().pauses().isPaused(NOTES)).as("another data source").isFalse();
    checkNow();
    checkNow();
    assertThat(told()).as("told once").hasSize(1);
    assertThat(told().get(0)).contains(drift.told, "Paused: linear-issues");
    assertThat(attempts()).as("waiting is no attempt").isZero();
    mendAndResume(drift);
    assertCaughtUp();
    assertThat(told()).hasSize(perIncident);
    assertThat(told().get(perIncident - 1)).contains("is again what linear-issues needs");

    // In the middle of a run.
    create(80);
    changeAll("before the next drift");
    driftAfterWrites(drift, 5);
    RunReport cut = hub.poll(ISSUES);
    assertThat(cut.state()).as(cut.notes()).isEqualTo("paused");
    assertThat(cut.createdCount() + cut.updatedCount()).isBetween(1, 84);
    mendAndResume(drift);
    assertDelivered();
    // What people deleted meanwhile is gone until the record is written again.
    changeAll("after all");
    assertCaughtUp();
    assertThat(told()).hasSize(2 * perIncident);
  }

  /** At the start, by the clock, without any poll; and after it, too. */
  @ParameterizedTest
  @EnumSource(Drift.class)
  void driftWhileTheHubWasStoppedIsFoundAtItsStartAndEndsByItself(Drift drift) {
    hub.checkingContracts("1s").start(ISSUES);
    create(2);
    poll();
    hub.stop();
    drift.happen(hub.sandbox());
    changeAll("while it was stopped");

    hub.start(ISSUES);
    await().atMost(PATIENCE).until(() -> hub.hub().beans().pauses().isPaused(ISSUES));
    await().atMost(PATIENCE).until(() -> told().size() == 1);
    hub.stop();
    hub.start(ISSUES);
    assertThat(hub.hub().beans().pauses().isPaused(ISSUES)).as("outlives a restart").isTrue();
    drift.mend(hub.sandbox());
    if (drift.needsResume) {
      hub.hub().beans().contractWatch().resume(ISSUES);
    }
    await().atMost(PATIENCE).until(() -> !hub.hub().beans().pauses().isPaused(ISSUES));
    await()
        .atMost(PATIENCE)
        .until(() -> told().get(told().size() - 1).contains("is again what linear-issues needs"));
    assertCaughtUp();
    assertThat(told().stream().filter(text -> text.contains(drift.told)))
        .as("once, across restarts")
        .hasSize(1);
  }

  private void mendAndResume(Drift drift) {
    drift.mend(hub.sandbox());
    checkNow();
    assertThat(hub.hub().beans().pauses().isPaused(ISSUES)).isEqualTo(drift.needsResume);
    if (drift.needsResume) {
      assertThat(hub.hub().beans().contractWatch().resume(ISSUES)).contains("goes on");
    }
  }

  /** Every issue has one page with its title, and nothing waits. */
  private void assertDelivered() {
    await().atMost(PATIENCE).until(() -> hub.failures(ISSUES) == 0);
    RunReport run = hub.poll(ISSUES);
    assertThat(run.state()).as(run.notes()).isEqualTo("done");
    await().atMost(PATIENCE).until(() -> hub.failures(ISSUES) == 0);
    String dataSource = hub.sandbox().ids().linearIssues();
    assertThat(hub.sandbox().notion().rows(dataSource)).hasSize(issues.size());
    for (LinearIssue issue : issues) {
      JsonNode page = hub.sandbox().notion().page(hub.sandbox().pageOf(issue));
      assertThat(page.at("/properties/Name/title/0/plain_text").asText()).isEqualTo(issue.title());
    }
  }

  /** Every issue has one page with all its values, and nothing waits. */
  private void assertCaughtUp() {
    assertDelivered();
    for (LinearIssue issue : issues) {
      JsonNode page = hub.sandbox().notion().page(hub.sandbox().pageOf(issue)).path("properties");
      assertThat(page.at("/Name/title/0/plain_text").asText()).isEqualTo(issue.title());
      assertThat(page.at("/Status/select/name").asText()).isNotBlank();
      assertThat(page.at("/Priority/select/name").asText()).isEqualTo("Urgent");
      assertThat(page.at("/Estimate/number").asInt()).isEqualTo(3);
      assertThat(page.at("/URL/url").asText()).isNotBlank();
    }
  }

  private void create(int count) {
    for (int i = 0; i < count; i++) {
      int number = issues.size() + 1;
      issues.add(
          hub.sandbox()
              .linear()
              .createIssue(
                  hub.sandbox().ids().linearTeam(),
                  draft -> draft.title("Issue " + number).priority(1).estimate(3.0)));
    }
  }

  private void changeAll(String title) {
    issues.replaceAll(
        issue ->
            hub.sandbox()
                .linear()
                .updateIssue(issue.id(), draft -> draft.title(title + " " + issue.identifier())));
  }

  /** People change the data source while pages are written; Notion tells the hub. */
  private void driftAfterWrites(Drift drift, int writes) {
    AtomicInteger seen = new AtomicInteger();
    hub.sandbox()
        .server()
        .witness(
            (system, method, path, body) -> {
              hub.sandbox().bodies().saw(system, method, path, body);
              boolean write = system.equals("notion") && path.startsWith("/v1/pages");
              if (write && seen.incrementAndGet() == writes) {
                CompletableFuture.runAsync(
                    () -> {
                      drift.happen(hub.sandbox());
                      checkNow();
                    });
              }
            });
  }

  private void poll() {
    assertThat(hub.poll(ISSUES).state()).isEqualTo("done");
  }

  private void checkNow() {
    hub.hub().beans().contractWatch().checkNow("", hub.sandbox().ids().linearIssues());
  }

  /** How often the pages were written. */
  private long changes() {
    return hub.sandbox().notion().rows(hub.sandbox().ids().linearIssues()).stream()
        .flatMap(page -> hub.sandbox().notion().history(page).stream())
        .filter(change -> !change.kind().equals("retype"))
        .count();
  }

  private int kept() {
    return Integer.parseInt(hub.query("SELECT COUNT(*) FROM failures WHERE kind = 'drift'"));
  }

  private int attempts() {
    return Integer.parseInt(hub.query("SELECT COALESCE(MAX(attempts), 0) FROM failures"));
  }

  private List<String> told() {
    return hub.sandbox().slack().workspace().messages(alerts).stream()
        .map(SlackMessage::text)
        .toList();
  }
}
