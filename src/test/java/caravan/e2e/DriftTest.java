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
import caravan.testing.Jobs;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private PageRequests writes;
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
    writes = new PageRequests(hub.sandbox());
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
    hub.start(ISSUES, NOTES);
    create(3);
    poll();
    checkNow();

    // Between two runs.
    drift.happen(hub.sandbox());
    clock.move(Duration.ofMinutes(6)); // longer than contract.check.interval
    create(2);
    changeAll("after the drift");
    Map<String, JsonNode> pages = pages();
    RunReport stopped = hub.poll(ISSUES);
    assertPaused(stopped, drift);
    assertThat(stopped.createdCount() + stopped.updatedCount()).isZero();
    assertThat(pages()).as("no page was written").isEqualTo(pages).hasSize(3);
    assertThat(hub.failures(ISSUES)).isEqualTo(stopped.failedCount()).isPositive();
    assertThat(hub.hub().beans().pauses().isPaused(NOTES)).as("another data source").isFalse();
    checkNow();
    checkNow();
    assertToldOnce(drift, 0);
    assertThat(attempts()).as("waiting is no attempt").isZero();
    mendAndResume(drift);
    assertCaughtUp();
    assertToldTheEnd(1);

    // In the middle of a run.
    create(80);
    changeAll("before the next drift");
    writes.forget();
    writes.after(
        20, // more than are under way at once
        () -> {
          drift.happen(hub.sandbox());
          checkNow();
        });
    RunReport cut = hub.poll(ISSUES);
    assertPaused(cut, drift);
    assertThat(cut.createdCount() + cut.updatedCount()).isBetween(1, 84);
    assertThat(pages()).as("what it counts is there").hasSize(5 + cut.createdCount());
    assertToldOnce(drift, 2);
    assertThat(writes.hollow()).as("written with a missing or null value").isEmpty();
    mendAndResume(drift);
    assertDelivered();
    // What people deleted meanwhile is gone until the record is written again.
    changeAll("after all");
    assertCaughtUp();
    assertToldTheEnd(3);
    assertThat(writes.hollow()).as("written with a missing or null value").isEmpty();
  }

  /** At the start, whichever comes first, the check by the clock or a poll; and after it, too. */
  @ParameterizedTest
  @EnumSource(Drift.class)
  void driftWhileTheHubWasStoppedIsFoundAtItsStartAndEndsByItself(Drift drift) {
    hub.checkingContracts("1s").start(ISSUES);
    create(2);
    poll();
    checkNow();
    hub.stop();
    drift.happen(hub.sandbox());
    create(1);
    changeAll("while it was stopped");
    Map<String, JsonNode> pages = pages();

    hub.start(ISSUES);
    pollWithoutAReport();
    await().atMost(PATIENCE).until(() -> hub.hub().beans().pauses().isPaused(ISSUES));
    assertToldOnce(drift, 0);
    hub.stop();
    hub.start(ISSUES);
    assertThat(hub.hub().beans().pauses().isPaused(ISSUES)).as("outlives a restart").isTrue();
    pollWithoutAReport();
    assertToldOnce(drift, 0);
    assertThat(pages()).as("no page was written").isEqualTo(pages).hasSize(2);

    drift.mend(hub.sandbox());
    if (drift.needsResume) {
      hub.hub().beans().contractWatch().resume(ISSUES);
    }
    await().atMost(PATIENCE).until(() -> !hub.hub().beans().pauses().isPaused(ISSUES));
    assertToldTheEnd(1);
    assertCaughtUp();
    assertThat(told()).as("once, across restarts").hasSize(2);
  }

  private void assertPaused(RunReport run, Drift drift) {
    assertThat(run.state()).as(run.notes()).isEqualTo("paused");
    assertThat(run.notes()).contains(drift.told, "./caravan resume linear-issues");
    assertThat(kept()).as("what was on its way").isEqualTo(hub.failures(ISSUES));
    assertThat(hub.hub().beans().pauses().reasonOf(ISSUES)).contains(drift.told);
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
    assertThat(pages()).hasSize(issues.size());
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

  /** One message since there were that many, which nobody has touched since. */
  private void assertToldOnce(Drift drift, int before) {
    List<SlackMessage> told = told();
    assertThat(told).as("told once").hasSize(before + 1);
    assertThat(told.get(before).text())
        .contains("linear-issues is paused", drift.told, "./caravan resume linear-issues");
    assertThat(told.get(before).editedTs()).as("not told again").isNull();
  }

  /** The message of that index is the last one, and tells that what the one before told is over. */
  private void assertToldTheEnd(int index) {
    await().atMost(PATIENCE).until(() -> told().size() > index);
    List<SlackMessage> told = told();
    assertThat(told).hasSize(index + 1);
    assertThat(told.get(index - 1).text()).contains("Over since", "linear-issues is paused");
    assertThat(told.get(index).text()).contains("Over", "is again what linear-issues needs");
  }

  /** The alerts as they stand once nothing is left to tell. */
  private List<SlackMessage> told() {
    await().atMost(PATIENCE).until(() -> hub.hub().beans().incidents().untold().isEmpty());
    return hub.sandbox().slack().workspace().messages(alerts);
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

  private void poll() {
    assertThat(hub.poll(ISSUES).state()).isEqualTo("done");
  }

  /** A poll that may not begin, because the integration is paused by then. */
  private void pollWithoutAReport() {
    hub.hub().pollNow(ISSUES);
    Jobs.awaitEnd(hub.hub().context(), ISSUES);
  }

  private void checkNow() {
    hub.hub().beans().contractWatch().checkNow("", hub.sandbox().ids().linearIssues());
  }

  /** Every page of the data source, as it is now. */
  private Map<String, JsonNode> pages() {
    Map<String, JsonNode> pages = new LinkedHashMap<>();
    hub.sandbox()
        .notion()
        .rows(hub.sandbox().ids().linearIssues())
        .forEach(id -> pages.put(id, hub.sandbox().notion().page(id)));
    return pages;
  }

  private int kept() {
    return Integer.parseInt(hub.query("SELECT COUNT(*) FROM failures WHERE kind = 'drift'"));
  }

  private int attempts() {
    return Integer.parseInt(hub.query("SELECT COALESCE(MAX(attempts), 0) FROM failures"));
  }
}
