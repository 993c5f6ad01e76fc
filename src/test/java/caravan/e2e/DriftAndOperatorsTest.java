package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.cli.CommandRunner;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.testing.Jobs;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do about drift while no hub is running holds when it starts. */
class DriftAndOperatorsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
  private HubOnSandbox hub;
  private CommandRunner caravan;
  private String alerts;
  private List<LinearIssue> issues;

  @BeforeEach
  void aHubWithTwoIssues(@TempDir Path folder) throws IOException {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    alerts = hub.sandbox().slack().workspace().addChannel("alerts").id();
    hub.set("SLACK_ALERTS_CHANNEL", alerts).checkingContracts("1s");
    issues = hub.sandbox().createIssues(2);
    hub.start(ISSUES);
    caravan = new CommandRunner(hub.home());
    Files.writeString(
        hub.home().resolve("application-local.properties"),
        "linear-issues.enabled=true\nserver.port=%s\n".formatted(hub.setting("SERVER_PORT")));
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(2);
    checkNow();
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void resumeOfAStoppedHubTakesThePresentIdsAtTheNextStart() {
    pausedBy(Drift.ADDED_AGAIN);
    hub.stop();
    change("while it was stopped");
    assertThat(caravan.run("resume", ISSUES)).isZero();
    assertThat(caravan.out())
        .contains("goes on from its watermark when the hub runs", Drift.ADDED_AGAIN.told);

    hub.start(ISSUES);
    await().atMost(PATIENCE).until(() -> told().size() == 2);
    assertThat(told().get(0)).contains("Over since", "linear-issues is paused");
    assertThat(told().get(1)).contains("is again what linear-issues needs");
    assertThat(hub.poll(ISSUES).updatedCount()).isEqualTo(2);
    assertDelivered();

    // From here on the new id counts.
    pausedBy(Drift.ADDED_AGAIN);
    assertThat(told()).hasSize(3);
  }

  @Test
  void whatDoesNotHoldAtTheStartAfterAResumePausesAgainWithoutAnotherAlert() {
    pausedBy(Drift.MISSING);
    hub.stop();
    change("while it was stopped");
    assertThat(caravan.run("resume", ISSUES)).isZero();
    List<JsonNode> pages = pages();

    hub.start(ISSUES);
    hub.hub().pollNow(ISSUES); // whichever comes first, a poll or the check
    await().atMost(PATIENCE).until(this::isPaused);
    Jobs.awaitEnd(hub.hub().context(), ISSUES);
    assertThat(pages()).as("no page was written").isEqualTo(pages);
    checkNow();
    assertThat(told()).as("one alert").hasSize(1);
    assertThat(told().get(0)).contains("linear-issues is paused", Drift.MISSING.told);

    Drift.MISSING.mend(hub.sandbox());
    await().atMost(PATIENCE).until(() -> !isPaused());
    await().atMost(PATIENCE).until(() -> told().size() == 2);
    assertThat(told().get(1)).contains("is again what linear-issues needs");
    assertThat(hub.poll(ISSUES).state()).isEqualTo("done");
    assertDelivered();
  }

  @Test
  void anotherDataSourceInTheSettingsEndsTheDriftOfTheFormerOne() {
    pausedBy(Drift.TRASHED);
    hub.stop();
    String another = anotherDataSource();
    hub.set("LINEAR_ISSUES_DATA_SOURCE", another);

    hub.start(ISSUES);
    await().atMost(PATIENCE).until(() -> told().size() == 2);
    assertThat(told().get(0)).contains("Over since", "linear-issues is paused");
    await().atMost(PATIENCE).until(() -> !isPaused());
    change("into the new one");
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(2);
    assertThat(hub.sandbox().notion().rows(another)).hasSize(2);
  }

  private void pausedBy(Drift drift) {
    drift.happen(hub.sandbox());
    checkNow();
    assertThat(hub.hub().beans().pauses().reasonOf(ISSUES)).contains(drift.told);
    told();
  }

  private boolean isPaused() {
    return hub.hub().beans().pauses().isPaused(ISSUES);
  }

  private void change(String title) {
    clock.move(Duration.ofMinutes(6));
    issues =
        issues.stream()
            .map(
                issue ->
                    hub.sandbox()
                        .linear()
                        .updateIssue(
                            issue.id(), draft -> draft.title(title + " " + issue.identifier())))
            .toList();
  }

  private void assertDelivered() {
    await().atMost(PATIENCE).until(() -> hub.failures(ISSUES) == 0);
    assertThat(pages()).hasSize(issues.size());
    for (LinearIssue issue : issues) {
      JsonNode page = hub.sandbox().notion().page(hub.sandbox().pageOf(issue));
      assertThat(page.at("/properties/Name/title/0/plain_text").asText()).isEqualTo(issue.title());
    }
  }

  private List<JsonNode> pages() {
    return hub.sandbox().notion().rows(hub.sandbox().ids().linearIssues()).stream()
        .<JsonNode>map(hub.sandbox().notion()::page)
        .toList();
  }

  /** A data source that the contract fits, too. */
  private String anotherDataSource() {
    String id =
        hub.sandbox()
            .notion()
            .createDataSource(
                "Another",
                SchemaBuilder.titled("Name")
                    .options("Status", "select")
                    .options("Priority", "select")
                    .plain("Owner", "people")
                    .plain("Due Date", "date")
                    .options("Labels", "multi_select")
                    .plain("Estimate", "number")
                    .plain("URL", "url")
                    .plain("External ID", "rich_text")
                    .build());
    hub.sandbox().notion().schemaEditor().pointRelation(id, "Parent", id);
    return id;
  }

  /** The alerts as they stand once nothing is left to tell. */
  private List<String> told() {
    await().atMost(PATIENCE).until(() -> hub.hub().beans().incidents().untold().isEmpty());
    return hub.sandbox().slack().workspace().messages(alerts).stream()
        .map(SlackMessage::text)
        .toList();
  }

  private void checkNow() {
    hub.hub().beans().contractWatch().checkNow("", hub.setting("LINEAR_ISSUES_DATA_SOURCE"));
  }
}
