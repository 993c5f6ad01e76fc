package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.hub.IntegrationMXBean;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.slack.SlackMessage;
import caravan.store.RunReport;
import caravan.testing.Jobs;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source is judged by the rows that it reads anyway; an operator's pause is an operator's. */
class DriftOfASourceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
  private HubOnSandbox hub;
  private Notes notes;
  private String alerts;

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    alerts = hub.sandbox().slack().workspace().addChannel("alerts").id();
    hub.set("SLACK_ALERTS_CHANNEL", alerts);
    notes = new Notes(hub.sandbox());
    notes.relateToThemselves();
    Path contract = hub.home().resolve("routes/contracts/meeting-notes.yaml");
    Files.writeString(
        contract, Files.readString(contract) + "  Follows: {type: relation, relation-to: self}\n");
  }

  @AfterEach
  void close() {
    hub.close();
  }

  /** Two notes that were posted. */
  private void start() {
    hub.start(NOTES);
    notes.create(2);
    assertThat(hub.poll(NOTES).createdCount()).isEqualTo(2);
    checkNow();
  }

  @ParameterizedTest
  @EnumSource(DriftOfNotes.class)
  void driftBetweenTwoRunsTouchesNoMessageAndIsCaughtUpAfterwards(DriftOfNotes drift) {
    start();
    notes.changeBodies();
    drift.happen(notes);
    clock.move(Duration.ofMinutes(6)); // longer than contract.check.interval
    long before = hub.lastRun(NOTES);
    if (!drift.inRows) {
      checkNow();
    }
    pollWithoutAReport();
    assertPaused(drift);
    if (drift.inRows) {
      RunReport stopped = hub.awaitPoll(NOTES, before);
      assertThat(stopped.state()).as(stopped.notes()).isEqualTo("paused");
      assertThat(stopped.notes()).contains(drift.told, "./caravan resume meeting-notes");
    }
    assertThat(changedMessages()).as("none was touched").isZero();
    checkNow();
    checkNow();
    assertThat(told()).as("told once").hasSize(1);
    assertThat(told().get(0)).contains("meeting-notes is paused", drift.told);

    mendAndResume(drift);
    assertCaughtUp(2);
    assertThat(changedMessages()).isEqualTo(2);
    assertThat(told()).hasSize(2);
    assertThat(told().get(1)).contains("Over", "is again what meeting-notes needs");
  }

  @ParameterizedTest
  @EnumSource(DriftOfNotes.class)
  void driftInTheMiddleOfARunPostsNothingWithAValueMissing(DriftOfNotes drift) {
    hub.start(NOTES);
    checkNow(); // as a hub does at its start
    notes.create(130); // two answers of Notion
    AtomicInteger posts = new AtomicInteger();
    hub.sandbox()
        .server()
        .witness(
            (system, method, path, body) -> {
              hub.sandbox().bodies().saw(system, method, path, body);
              if (path.equals("/api/chat.postMessage") && posts.incrementAndGet() == 5) {
                CompletableFuture.runAsync(
                    () -> {
                      clock.move(Duration.ofSeconds(1));
                      drift.happen(notes);
                      checkNow();
                    });
              }
            });
    RunReport cut = hub.poll(NOTES);
    assertThat(cut.state()).as(cut.notes()).isEqualTo("paused");
    assertThat(cut.notes()).contains(drift.told);
    assertThat(cut.createdCount()).isBetween(5, 129);
    assertPaused(drift);
    assertThat(hub.sandbox().messages()).as("as many as it counts").hasSize(cut.createdCount());
    assertThat(hub.sandbox().messages()).allMatch(DriftOfASourceTest::hasItsDate);
    assertThat(told()).as("told once").hasSize(1);

    mendAndResume(drift);
    clock.move(Duration.ofMinutes(10)); // bodies that Notion did not show are tried again
    assertCaughtUp(130);
    assertThat(told()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(DriftOfNotes.class)
  void driftWhileTheHubWasStoppedIsFoundAtItsStart(DriftOfNotes drift) {
    hub.checkingContracts("1s");
    start();
    hub.stop();
    notes.changeBodies();
    drift.happen(notes);
    clock.move(Duration.ofMinutes(6));
    hub.start(NOTES);
    if (drift.inRows) {
      pollWithoutAReport(); // whichever comes first
    }
    await().atMost(PATIENCE).until(() -> view().getState().equals("paused"));
    pollWithoutAReport();
    assertPaused(drift);
    assertThat(changedMessages()).as("none was touched").isZero();
    assertThat(told()).as("told once").hasSize(1);

    drift.mend(notes);
    if (drift.needsResume) {
      assertThat(view().resume()).contains("goes on");
    }
    await().atMost(PATIENCE).until(() -> !view().getState().equals("paused"));
    assertCaughtUp(2);
    assertThat(changedMessages()).isEqualTo(2);
    await().atMost(PATIENCE).until(() -> told().size() == 2);
  }

  private void assertPaused(DriftOfNotes drift) {
    assertThat(view().getState()).isEqualTo("paused");
    assertThat(view().getNotes()).contains(drift.told, "./caravan resume meeting-notes");
  }

  private void mendAndResume(DriftOfNotes drift) {
    drift.mend(notes);
    checkNow();
    assertThat(view().getState().equals("paused")).isEqualTo(drift.needsResume);
    if (drift.needsResume) {
      assertThat(view().resume()).contains("goes on");
    }
  }

  /** Every note has exactly one message, and nothing waits. */
  private void assertCaughtUp(int count) {
    await().atMost(PATIENCE).until(() -> hub.failures(NOTES) == 0);
    RunReport run = hub.poll(NOTES);
    assertThat(run.state()).as(run.notes()).isEqualTo("done");
    await().atMost(PATIENCE).until(() -> hub.failures(NOTES) == 0);
    assertThat(hub.sandbox().messages()).hasSize(count);
    for (int i = 0; i < count; i++) {
      String name = Notes.nameOf(i);
      assertThat(hub.sandbox().messages())
          .filteredOn(message -> message.text().contains(name))
          .as(name)
          .hasSize(1);
    }
    assertThat(hub.sandbox().messages()).allMatch(DriftOfASourceTest::hasItsDate);
    assertThat(hub.sandbox().messages()).noneMatch(it -> it.text().startsWith("Withdrawn"));
  }

  @Test
  void idlePollStaysOneRequest() {
    start();
    hub.poll(NOTES);
    hub.forgetRequests();
    hub.poll(NOTES);
    assertThat(hub.requests()).hasSize(1);
  }

  @Test
  void operatorsPauseEndsOnlyByResumeAndOutlivesARestart() {
    start();
    view().pause("the notes are being tidied up");
    hub.stop();
    hub.start(NOTES);
    checkNow();
    assertThat(view().getState()).isEqualTo("paused");
    assertThat(view().getNotes()).contains("the notes are being tidied up");
    hub.forgetRequests();
    pollWithoutAReport();
    assertThat(hub.requests()).as("its polls do not run").isEmpty();

    assertThat(view().resume()).isEqualTo("meeting-notes goes on from its watermark.");
    assertThat(hub.poll(NOTES).state()).isEqualTo("done");
    assertThat(view().resume()).isEqualTo("meeting-notes was not paused.");
  }

  @Test
  void resumeIsRefusedWhileTheContractDoesNotHoldAndTakesAnEditedContract() throws IOException {
    start();
    hub.sandbox().notion().deleteProperty(hub.sandbox().ids().meetingNotes(), "Type");
    checkNow();
    assertThatThrownBy(() -> view().resume())
        .hasMessageContaining("meeting-notes stays paused")
        .hasMessageContaining("property \"Type\" (select) does not exist");
    assertThat(view().getState()).isEqualTo("paused");

    Path contract = hub.home().resolve("routes/contracts/meeting-notes.yaml");
    Files.writeString(
        contract,
        Files.readString(contract)
            .replace("Type: {type: select}", "Type: {type: select, required: false}"));
    assertThat(view().resume()).contains("goes on");
    assertThat(hub.poll(NOTES).state()).isEqualTo("done");
  }

  @Test
  void aPausedIntegrationStopsNoOther() {
    start();
    hub.stop();
    hub.start(NOTES, ISSUES);
    view().pause("");
    hub.sandbox().createIssues(2);
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(2);
  }

  /** The alerts as they stand once nothing is left to tell. */
  private List<String> told() {
    await().atMost(PATIENCE).until(() -> hub.hub().beans().incidents().untold().isEmpty());
    return hub.sandbox().slack().workspace().messages(alerts).stream()
        .map(SlackMessage::text)
        .toList();
  }

  /** A poll that does not begin if the integration is paused. */
  private void pollWithoutAReport() {
    hub.hub().pollNow(NOTES);
    Jobs.awaitEnd(hub.hub().context(), NOTES);
  }

  private static boolean hasItsDate(SlackMessage message) {
    return String.valueOf(message.blocks()).contains(Notes.DATE);
  }

  private long changedMessages() {
    return hub.sandbox().messages().stream()
        .filter(
            message ->
                message.text().startsWith("Withdrawn")
                    || String.valueOf(message.blocks()).contains("Changed."))
        .count();
  }

  private static IntegrationMXBean view() {
    try {
      return JMX.newMXBeanProxy(
          ManagementFactory.getPlatformMBeanServer(),
          new ObjectName("caravan:type=Integration,name=" + NOTES),
          IntegrationMXBean.class);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  private void checkNow() {
    hub.hub().beans().contractWatch().checkNow("", hub.sandbox().ids().meetingNotes());
  }
}
