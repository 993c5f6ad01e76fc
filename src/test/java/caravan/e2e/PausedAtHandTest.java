package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.cli.CommandRunner;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.store.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of an integration that stands still, and what a look at it leaves. */
class PausedAtHandTest {

  @TempDir private Path folder;
  private HubOnSandbox hub;
  private CommandRunner caravan;
  private List<LinearIssue> issues;

  @BeforeEach
  void aHubWithTwoIssues() throws IOException {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.set("SLACK_ALERTS_CHANNEL", hub.sandbox().slack().workspace().addChannel("alerts").id());
    issues = hub.sandbox().createIssues(2);
    hub.start(ISSUES, NOTES);
    caravan = new CommandRunner(hub.home());
    Files.writeString(
        hub.home().resolve("application-local.properties"),
        "linear-issues.enabled=true\nmeeting-notes.enabled=true\nserver.port=%s\n"
            .formatted(hub.setting("SERVER_PORT")));
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(2);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void driftIsExplainedOnceAndWhatItStoppedGoesOnOnlyWhenItIsMended() {
    rename("Estimate", "Points");
    hub.hub().beans().contractWatch().checkAll();
    edit();

    assertThat(caravan.run("status")).isEqualTo(1);
    assertThat(caravan.out())
        .containsPattern("linear-issues +paused")
        .containsOnlyOnce("is now named \"Points\"")
        .containsOnlyOnce("./caravan resume linear-issues");
    assertThat(caravan.run("resync", ISSUES, "--all")).isEqualTo(1);
    assertThat(caravan.err()).startsWith("caravan: linear-issues is paused for drift");
    assertThat(caravan.run("resume", ISSUES)).isEqualTo(1);
    assertThat(caravan.err())
        .startsWith("caravan: linear-issues stays paused.")
        .contains("is now named \"Points\"");
    assertThat(hub.hub().beans().pauses().isPaused(ISSUES)).isTrue();

    rename("Points", "Estimate");
    long before = hub.lastRun(ISSUES);
    assertThat(caravan.run("resume", ISSUES)).isZero();
    assertThat(caravan.out())
        .isEqualToIgnoringNewLines("linear-issues goes on from its watermark.");
    assertThat(hub.awaitPoll(ISSUES, before).updatedCount()).isEqualTo(1);
  }

  @Test
  void lookAtWhatDriftStoppedMeetsTheDriftAndLeavesThePauseAsItWas() {
    rename("Estimate", "Points");
    hub.hub().beans().contractWatch().checkAll();
    edit();
    String pauses = hub.dump("pauses");
    hub.forgetRequests();

    assertThat(caravan.run("run", "--dry-run")).isEqualTo(1);
    assertThat(caravan.out())
        .containsPattern(
            "  paused: linear-issues: property \"Estimate\" .* is now named \"Points\"")
        .contains("updated 0", "failed 1");
    assertThat(caravan.run("preview", ISSUES, issues.get(0).identifier())).isEqualTo(1);
    assertThat(caravan.out()).contains("decision failed", "is now named \"Points\"");

    assertThat(hub.dump("pauses")).isEqualTo(pauses);
    assertNothingWasWritten();
  }

  @Test
  void resumeOfAStoppedHubLetsDriftPauseItAgainAtItsStart() {
    rename("Estimate", "Points");
    hub.hub().beans().contractWatch().checkAll();
    hub.stop();

    assertThat(caravan.run("resync", ISSUES, "--all")).isZero();
    assertThat(caravan.out()).contains("it is paused, so it begins after");
    assertThat(caravan.run("resume", ISSUES)).isZero();
    assertThat(caravan.out())
        .contains("goes on from its watermark when the hub runs")
        .contains("if its contract still does not hold then, it is paused again");

    hub.start(ISSUES, NOTES);
    RunReport run = hub.poll(ISSUES);
    assertThat(run.state()).as(run.notes()).isEqualTo("paused");
    assertThat(run.createdCount() + run.updatedCount()).isZero();
  }

  @Test
  void lookAtWhatAPersonPausedShowsWhatComesAfterTheResume() {
    assertThat(caravan.run("pause", ISSUES, "--reason", "moving the database")).isZero();
    edit();
    String pauses = hub.dump("pauses");
    hub.forgetRequests();

    assertThat(caravan.run("run", "--dry-run")).isEqualTo(1);
    assertThat(caravan.out())
        .contains("~ " + issues.get(0).id(), "Name: \"Issue\" -> \"Renamed\"")
        .containsPattern("  paused: since 20\\S+Z: moving the database; nothing of this is done")
        .contains("meeting-notes: a dry run")
        .containsOnlyOnce("paused: ");
    assertThat(caravan.run("preview", ISSUES, issues.get(0).identifier())).isZero();
    assertThat(caravan.out())
        .contains("decision updated", "Name: \"Issue\" -> \"Renamed\"")
        .containsPattern("(?m)^paused: since 20\\S+Z: moving the database");

    assertThat(hub.dump("pauses")).isEqualTo(pauses);
    assertNothingWasWritten();
  }

  @Test
  void dryRunsAndPreviewsLeaveNoThreadsAndTellNobody() {
    edit();
    assertThat(caravan.run("run", "--dry-run")).isZero();
    assertThat(caravan.run("preview", ISSUES, issues.get(0).identifier())).isZero();
    assertThat(caravan.run("preview", ISSUES, "ENG-4711")).isEqualTo(1);
    assertThat(caravan.err()).contains("linear-issues: \"ENG-4711\" cannot be read");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(dryRunThreads()).isEmpty());
    assertThat(hub.sandbox().server().log().entries("slack")).isEmpty();
    hub.stop();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("dry-run");
  }

  /** Threads of the dry run's own Camel context and of its copy of the store. */
  private static List<String> dryRunThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("caravan-dry-run"))
        .toList();
  }

  private void assertNothingWasWritten() {
    assertThat(hub.requests())
        .allMatch(it -> it.startsWith("GET ") || it.matches("POST /v1/data_sources/[^/]+/query"));
  }

  private void rename(String property, String name) {
    hub.sandbox().notion().renameProperty(hub.sandbox().ids().linearIssues(), property, name);
  }

  private void edit() {
    hub.sandbox().linear().updateIssue(issues.get(0).id(), draft -> draft.title("Renamed"));
  }
}
