package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static caravan.e2e.TestSandbox.NOTION_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.hub.IntegrationMXBean;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.SchemaEditor;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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

  /** What people may do to the meeting notes, as rows show it. */
  enum Kind {
    RENAMED(
        "is now named \"State\"",
        it -> it.box().notion().renameProperty(it.source(), "Status", "State"),
        it -> it.box().notion().renameProperty(it.source(), "State", "Status"),
        false),
    RETYPED(
        "is of type rich_text and was a date",
        it -> it.box().notion().retypeProperty(it.source(), "Date", "rich_text"),
        it -> it.box().notion().retypeProperty(it.source(), "Date", "date"),
        false),
    MISSING(
        "property \"Type\" (select) does not exist",
        it -> it.box().notion().deleteProperty(it.source(), "Type"),
        it -> it.box().notion().patchSchema(it.source(), type()),
        true),
    ADDED_AGAIN(
        "property \"Type\" was deleted and added again",
        it -> {
          it.box().notion().deleteProperty(it.source(), "Type");
          it.box().notion().patchSchema(it.source(), type());
        },
        it -> {},
        true),
    OPTION_RENAMED(
        "option \"Final\" of property \"Status\"",
        it -> it.editor().renameOption(it.source(), "Status", "Final", "Done"),
        it -> it.editor().renameOption(it.source(), "Status", "Done", "Final"),
        false),
    UNSHARED(
        "Notion does not show the data source",
        it -> it.box().notion().unshare(it.source(), NOTION_TOKEN),
        it -> it.box().notion().share(it.source(), NOTION_TOKEN),
        false);

    private final String told;
    private final Consumer<Notes> change;
    private final Consumer<Notes> mend;
    private final boolean needsResume;

    Kind(String told, Consumer<Notes> change, Consumer<Notes> mend, boolean needsResume) {
      this.told = told;
      this.change = change;
      this.mend = mend;
      this.needsResume = needsResume;
    }

    private static ObjectNode type() {
      ObjectNode properties =
          SchemaBuilder.titled("-").options("Type", "select", "Planning").build();
      properties.remove("-");
      return properties;
    }
  }

  private record Notes(TestSandbox box) {
    String source() {
      return box.ids().meetingNotes();
    }

    SchemaEditor editor() {
      return box.notion().schemaEditor();
    }
  }

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
  private final List<String> pages = new ArrayList<>();
  private HubOnSandbox hub;

  @BeforeEach
  void start(@TempDir Path folder) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    hub.start(NOTES);
    create("One");
    create("Two");
    hub.poll(NOTES);
    checkNow();
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void rowsThatShowDriftPostNothingAndAreCaughtUpAfterwards(Kind kind) {
    Notes notes = new Notes(hub.sandbox());
    pages.forEach(page -> hub.sandbox().notion().replaceBody(page, "Changed."));
    kind.change.accept(notes);
    clock.move(Duration.ofMinutes(3));

    RunReport stopped = hub.poll(NOTES);

    assertThat(stopped.state()).as(stopped.notes()).isEqualTo("paused");
    assertThat(stopped.notes()).contains(kind.told, "./caravan resume meeting-notes");
    assertThat(changedMessages()).as("none was touched").isZero();
    assertThat(view().getState()).isEqualTo("paused");
    assertThat(view().getNotes()).contains(kind.told);

    kind.mend.accept(notes);
    checkNow();
    if (kind.needsResume) {
      assertThat(view().getState()).isEqualTo("paused");
      assertThat(view().resume()).contains("goes on");
    }
    RunReport run = hub.poll(NOTES);
    assertThat(run.state()).as(run.notes()).isEqualTo("done");
    await().until(() -> hub.failures(NOTES) == 0);
    assertThat(hub.sandbox().messages()).hasSize(2);
    assertThat(changedMessages()).isEqualTo(2);
  }

  @Test
  void idlePollStaysOneRequest() {
    hub.poll(NOTES);
    hub.forgetRequests();
    hub.poll(NOTES);
    assertThat(hub.requests()).hasSize(1);
  }

  @Test
  void operatorsPauseEndsOnlyByResumeAndOutlivesARestart() {
    view().pause("the notes are being tidied up");
    hub.stop();
    hub.start(NOTES);
    checkNow();
    assertThat(view().getState()).isEqualTo("paused");
    assertThat(view().getNotes()).contains("the notes are being tidied up");
    hub.forgetRequests();
    hub.hub().pollNow(NOTES);
    caravan.testing.Jobs.awaitEnd(hub.hub().context(), NOTES);
    assertThat(hub.requests()).as("its polls do not run").isEmpty();

    assertThat(view().resume()).isEqualTo("meeting-notes goes on from its watermark.");
    assertThat(hub.poll(NOTES).state()).isEqualTo("done");
    assertThat(view().resume()).isEqualTo("meeting-notes was not paused.");
  }

  @Test
  void resumeIsRefusedWhileTheContractDoesNotHoldAndTakesAnEditedContract() throws IOException {
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
    hub.stop();
    hub.start(NOTES, ISSUES);
    view().pause("");
    hub.sandbox().createIssues(2);
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(2);
  }

  private void create(String name) {
    pages.add(
        hub.sandbox()
            .notion()
            .createPage(
                hub.sandbox().ids().meetingNotes(),
                ValueBuilder.titled("Name", name)
                    .option("Type", "select", "Planning")
                    .option("Status", "status", "Final")
                    .build(),
                "Words."));
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
