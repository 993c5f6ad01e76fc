package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.testing.ClockAhead;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose clock is not the services': nothing is missed, nothing is done twice. */
class ClockSkewTest {

  private final MovableClock services = new MovableClock("2026-11-22T10:00:10Z");
  private final ClockAhead hubs = new ClockAhead(services, Duration.ofMinutes(10));

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @BeforeEach
  void make() {
    hub =
        new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(services).build())
            .withClock(hubs);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void editOfABodyInTheMinuteInWhichAHubThatIsAheadReadItArrives() {
    String page = note("Note");
    hub.start(NOTES);
    hub.poll(NOTES);
    assertThat(blocks()).contains("The summary.");
    services.move(Duration.ofSeconds(20));
    hub.sandbox().notion().replaceBody(page, "Second thoughts.");

    for (int i = 0; i < 4; i++) {
      services.move(Duration.ofSeconds(30));
      hub.poll(NOTES);
    }
    assertThat(blocks()).contains("Second thoughts.");
  }

  @Test
  void editsRightAfterAPollOfAHubThatIsAheadArriveWithTheNextPoll() {
    LinearIssue issue = issue("Before");
    String page = note("Before");
    hub.start(ISSUES, NOTES);
    hub.poll(ISSUES);
    hub.poll(NOTES);
    services.move(Duration.ofMinutes(5));
    hub.poll(ISSUES);
    hub.poll(NOTES);
    services.move(Duration.ofSeconds(3));
    hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.title("After"));
    rename(page, "After");

    services.move(Duration.ofSeconds(57));
    assertThat(hub.poll(ISSUES).updatedCount()).isEqualTo(1);
    hub.poll(NOTES);
    assertThat(onlyMessage().text()).contains("After");
  }

  /** Also with a poll of nothing, the hub's first: only its answers tell what time it is. */
  @Test
  void whatIsMadeRightAfterAFirstStartFromNowArrives() {
    hub.set("LINEAR_ISSUES_SINCE", "now").set("MEETING_NOTES_SINCE", "now").start(ISSUES, NOTES);
    hub.poll(ISSUES);
    hub.poll(NOTES);
    services.move(Duration.ofSeconds(5));
    issue("New");
    note("New");
    services.move(Duration.ofSeconds(55));
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(1);
    assertThat(hub.poll(NOTES).createdCount()).isEqualTo(1);
  }

  @Test
  void messageWhoseAnswerWasLostIsFoundAlsoOnceTheClockIsRight() {
    note("Lost");
    hub.start(NOTES);
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.RESET_AFTER)
                .on("slack", "POST", "/api/chat.postMessage")
                .times(1));
    assertThat(hub.poll(NOTES).failedCount()).isEqualTo(1);
    services.move(Duration.ofMinutes(20));
    await().until(() -> hub.failures(NOTES) == 0);
    onlyMessage();

    note("Lost as well");
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.RESET_AFTER)
                .on("slack", "POST", "/api/chat.postMessage")
                .times(1));
    assertThat(hub.poll(NOTES).failedCount()).isEqualTo(1);
    hub.stop();
    services.move(Duration.ofMinutes(20));
    hubs.by(Duration.ZERO);
    hub.start(NOTES);
    await().until(() -> hub.failures(NOTES) == 0);
    assertThat(hub.sandbox().messages()).hasSize(2);
  }

  @Test
  void aHubThatIsBehindMissesNothing() {
    hubs.by(Duration.ofMinutes(-10));
    LinearIssue issue = issue("Before");
    String page = note("Before");
    hub.start(ISSUES, NOTES);
    hub.poll(ISSUES);
    hub.poll(NOTES);
    services.move(Duration.ofSeconds(3));
    hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.title("After"));
    hub.sandbox().notion().replaceBody(page, "Second thoughts.");
    services.move(Duration.ofSeconds(117));
    assertThat(hub.poll(ISSUES).updatedCount()).isEqualTo(1);
    for (int i = 0; i < 12; i++) {
      hub.poll(NOTES);
      services.move(Duration.ofMinutes(1));
    }
    assertThat(blocks()).contains("Second thoughts.");
  }

  private LinearIssue issue(String title) {
    return hub.sandbox()
        .linear()
        .createIssue(hub.sandbox().ids().linearTeam(), draft -> draft.title(title));
  }

  private String note(String name) {
    return hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", name).option("Status", "status", "Final").build(),
            "The summary.");
  }

  private void rename(String page, String name) {
    hub.sandbox().notion().editProperties(page, ValueBuilder.titled("Name", name).build());
  }

  private SlackMessage onlyMessage() {
    assertThat(hub.sandbox().messages()).hasSize(1);
    return hub.sandbox().messages().get(0);
  }

  private String blocks() {
    return onlyMessage().blocks().toString();
  }
}
