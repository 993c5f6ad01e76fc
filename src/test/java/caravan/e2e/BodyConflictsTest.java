package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.IssueDraft;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.BodyEditor;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A body that a person edited in Notion is not overwritten silently. */
class BodyConflictsTest {

  private static final String BEFORE =
      "# Title\n\nOne.\n\n- outer\n  - inner\n\nTwo.\n\n- [ ] task";
  private static final String AFTER = BEFORE.replace("Two.", "Two, changed.") + "\n\nThree.";
  private static final String LEFT = "bodies that people edited, left as they are: ";

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");

  private HubOnSandbox hub;
  private BodyEditor editor;
  private String alerts;

  @BeforeEach
  void sandbox(@TempDir Path folder) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    editor = hub.sandbox().notion().bodyEditor();
    alerts = hub.sandbox().slack().workspace().addChannel("alerts").id();
    hub.set("SLACK_ALERTS_CHANNEL", alerts);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private static final Map<String, BiConsumer<BodyEditor, String>> EDITS =
      Map.of(
          "another text", (editor, page) -> editor.setText(editor.find(page, "One."), "Mine."),
          "a text deep inside",
              (editor, page) -> editor.setText(editor.find(page, "inner"), "mine"),
          "a colour", (editor, page) -> editor.setColour(editor.find(page, "One."), "red"),
          "a tick", (editor, page) -> editor.tick(editor.find(page, "task")),
          "a new block", (editor, page) -> editor.insert(page, 2, "Mine."),
          "a deleted block", (editor, page) -> editor.delete(editor.find(page, "One.")),
          "a moved block", (editor, page) -> editor.move(editor.find(page, "One."), 0));

  @Test
  void whatPeopleEditedStaysAndIsToldOnce() {
    hub.start(ISSUES);
    Map<String, LinearIssue> issues = new TreeMap<>();
    EDITS.keySet().forEach(name -> issues.put(name, create(BEFORE)));
    hub.poll(ISSUES);
    Map<String, String> edited = new TreeMap<>();
    issues.forEach(
        (name, issue) -> {
          String page = hub.sandbox().pageOf(issue);
          EDITS.get(name).accept(editor, page);
          edited.put(name, body(page));
        });

    RunReport run = change(issues.values(), draft -> draft.description(AFTER));
    assertThat(run.skippedCount()).as("nothing else had changed").isEqualTo(EDITS.size());
    assertThat(run.notes()).contains(LEFT + EDITS.size());
    assertThat(told()).hasSize(1);
    String alert = told().get(0);
    assertThat(alert)
        .contains(ISSUES, "as they are", "Undo the edits", "linear-issues.on-conflict=overwrite");
    issues.forEach(
        (name, issue) -> {
          String page = hub.sandbox().pageOf(issue);
          assertThat(body(page)).as(name).isEqualTo(edited.get(name));
          assertThat(alert)
              .contains("https://app.notion.com/p/" + page.replace("-", ""), issue.id());
        });

    RunReport again =
        change(issues.values(), draft -> draft.description(AFTER + " More.").title("New"));
    assertThat(again.updatedCount()).as("its properties were written").isEqualTo(EDITS.size());
    assertThat(again.notes()).contains(LEFT + EDITS.size());
    issues.forEach(
        (name, issue) -> {
          String page = hub.sandbox().pageOf(issue);
          assertThat(body(page)).as(name).isEqualTo(edited.get(name));
          assertThat(title(page)).isEqualTo("New");
        });
    assertThat(told()).as("the same incident").hasSize(1);
  }

  private static final Map<String, BiConsumer<BodyEditor, String>> HARMLESS =
      Map.of(
          "nothing", (editor, page) -> {},
          "a comment", (editor, page) -> editor.comment(editor.find(page, "One."), "Really?"),
          "an empty line", (editor, page) -> editor.addEmptyLine(page),
          "an edit that was undone",
              (editor, page) -> {
                String block = editor.find(page, "One.");
                editor.setText(block, "Mine.");
                editor.setText(block, "One.");
              },
          "the same change as in Linear",
              (editor, page) -> {
                editor.setText(editor.find(page, "Two."), "Two, changed.");
                editor.insert(page, 5, "Three.");
              });

  @Test
  void whatTakesNothingFromPeopleDoesNotKeepTheBody() {
    hub.start(ISSUES);
    Map<String, LinearIssue> issues = new TreeMap<>();
    HARMLESS.keySet().forEach(name -> issues.put(name, create(BEFORE)));
    hub.poll(ISSUES);
    issues.forEach((name, issue) -> HARMLESS.get(name).accept(editor, hub.sandbox().pageOf(issue)));
    RunReport run = change(issues.values(), draft -> draft.description(AFTER));
    assertThat(run.updatedCount()).isEqualTo(HARMLESS.size());
    assertThat(run.notes()).doesNotContain("edited");
    issues.forEach(
        (name, issue) ->
            assertThat(texts(hub.sandbox().pageOf(issue)))
                .as(name)
                .containsExactly(
                    "Title", "One.", "outer", "inner", "Two, changed.", "task", "Three."));
    assertThat(told()).isEmpty();
  }

  @Test
  void anEditThatIsUndoneMakesWayForTheNextChangeAndALaterOneIsToldAgain() {
    hub.start(ISSUES);
    LinearIssue issue = create(BEFORE);
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);
    String block = editor.find(page, "One.");
    editor.setText(block, "Mine.");
    change(issue, draft -> draft.description(AFTER));
    assertThat(told()).hasSize(1);

    editor.setText(block, "One.");
    RunReport run = change(issue, draft -> draft.description(AFTER + "\n\nFour."));
    assertThat(run.updatedCount()).isEqualTo(1);
    assertThat(texts(page)).contains("One.", "Two, changed.", "Three.", "Four.");
    assertThat(hub.query("SELECT COUNT(*) FROM body_conflicts")).isEqualTo("0");

    editor.setText(block, "Mine again.");
    change(issue, draft -> draft.description(AFTER));
    assertThat(texts(page)).contains("Mine again.", "Four.");
    assertThat(told()).hasSize(2);
  }

  @Test
  void aRestartNeitherForgetsWhatWasWrittenNorTellsTwice() {
    hub.start(ISSUES);
    LinearIssue deleted = create(BEFORE);
    LinearIssue untouched = create(BEFORE);
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(deleted);
    editor.delete(editor.find(page, "One."));
    hub.stop();
    hub.start(ISSUES);
    change(deleted, draft -> draft.description(AFTER));
    assertThat(texts(page)).doesNotContain("One.", "Three.");
    assertThat(told()).hasSize(1);
    hub.stop();
    hub.start(ISSUES);
    RunReport run = change(deleted, draft -> draft.description(AFTER + "!"));
    assertThat(run.notes()).contains(LEFT + 1);
    assertThat(told()).hasSize(1);
    change(untouched, draft -> draft.description(AFTER));
    assertThat(texts(hub.sandbox().pageOf(untouched))).contains("Three.");
  }

  @Test
  void overwriteOverwritesAndEndsWhatWasLeftBefore() {
    hub.start(ISSUES);
    LinearIssue issue = create(BEFORE);
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);
    editor.setText(editor.find(page, "One."), "Mine.");
    change(issue, draft -> draft.description(AFTER));
    assertThat(texts(page)).contains("Mine.");
    assertThat(told()).hasSize(1);

    hub.stop();
    hub.set("LINEAR_ISSUES_ON_CONFLICT", "overwrite").start(ISSUES);
    RunReport run = change(issue, draft -> draft.description(AFTER + "\n\nFour."));
    assertThat(run.notes()).doesNotContain("edited");
    assertThat(texts(page)).contains("One.", "Three.", "Four.").doesNotContain("Mine.");
    assertThat(hub.query("SELECT COUNT(*) FROM body_conflicts")).isEqualTo("0");

    hub.stop();
    hub.set("LINEAR_ISSUES_ON_CONFLICT", "alert").start(ISSUES);
    editor.move(editor.find(page, "Four."), 0);
    change(issue, draft -> draft.description(AFTER));
    assertThat(texts(page)).as("it is known what was written meanwhile").startsWith("Four.");
    assertThat(told()).hasSize(2);
  }

  @Test
  void skipLeavesTheBodyAndTellsNobody() {
    hub.set("LINEAR_ISSUES_ON_CONFLICT", "skip").start(ISSUES);
    LinearIssue issue = create(BEFORE);
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);
    editor.setText(editor.find(page, "One."), "Mine.");
    RunReport run = change(issue, draft -> draft.description(AFTER).title("New"));
    assertThat(run.notes()).contains(LEFT + 1);
    assertThat(run.updatedCount()).isEqualTo(1);
    assertThat(texts(page)).contains("Mine.").doesNotContain("Three.");
    assertThat(title(page)).isEqualTo("New");
    assertThat(told()).isEmpty();
    assertThat(hub.query("SELECT COUNT(*) FROM body_conflicts")).isEqualTo("0");
  }

  @Test
  void whereEverythingIsWrittenAnewPeoplesEditsStayToo() {
    hub.set("NOTION_BODY_UPDATE", "replace").start(ISSUES);
    LinearIssue edited = create(BEFORE);
    LinearIssue other = create(BEFORE);
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(edited);
    editor.setText(editor.find(page, "inner"), "mine");
    assertThat(change(edited, draft -> draft.description(AFTER)).notes()).contains(LEFT + 1);
    assertThat(texts(page)).contains("mine").doesNotContain("Three.");

    hub.forgetRequests();
    String otherPage = hub.sandbox().pageOf(other);
    String before = editor.find(otherPage, "One.");
    String outer = editor.find(otherPage, "outer");
    change(other, draft -> draft.description(AFTER).title("New"));
    assertThat(texts(otherPage)).contains("Three.");
    assertThat(editor.find(otherPage, "One.")).as("written anew").isNotEqualTo(before);
    assertThat(hub.requests())
        .as("two reads, the patch that erases as well, and one append")
        .containsExactly(
            "GET /v1/blocks/" + otherPage + "/children",
            "GET /v1/blocks/" + outer + "/children",
            "PATCH /v1/pages/" + otherPage,
            "PATCH /v1/blocks/" + otherPage + "/children");
  }

  @Test
  void whatIsOnlyAddedOverwritesNothing() {
    hub.set("NOTION_BODY_UPDATE", "append").start(ISSUES);
    LinearIssue issue = create(BEFORE);
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);
    editor.setText(editor.find(page, "Title"), "My title");
    RunReport run = change(issue, draft -> draft.description(BEFORE + "\n\nThree."));
    assertThat(run.notes()).doesNotContain("edited");
    assertThat(texts(page)).startsWith("My title", "One.").endsWith("Title", "Three.");
  }

  @Test
  void aBodyThatIsLeftInAnyCaseIsNoConflict() {
    hub.set("NOTION_BODY_UPDATE", "leave").start(ISSUES);
    LinearIssue issue = create(BEFORE);
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);
    editor.setText(editor.find(page, "One."), "Mine.");
    hub.forgetRequests();
    RunReport run = change(issue, draft -> draft.description(AFTER));
    assertThat(run.notes()).doesNotContain("edited");
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void withALostStoreTheHubsOwnBodiesAreItsOwnAndPeoplesStay() {
    hub.start(ISSUES);
    LinearIssue own = create(BEFORE);
    LinearIssue edited = create(BEFORE);
    LinearIssue emptied = create(BEFORE);
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(edited);
    editor.setText(editor.find(page, "One."), "Mine.");
    hub.stop();
    hub.loseStore();
    clock.move(Duration.ofSeconds(1));
    for (LinearIssue issue : List.of(own, edited)) {
      hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.description(AFTER));
    }
    hub.sandbox().linear().updateIssue(emptied.id(), draft -> draft.description(null));
    hub.forgetRequests();
    hub.start(ISSUES);
    RunReport run = hub.poll(ISSUES);

    assertThat(texts(hub.sandbox().pageOf(own))).contains("Two, changed.", "Three.");
    assertThat(texts(hub.sandbox().pageOf(emptied))).isEmpty();
    assertThat(texts(page)).contains("Mine.").doesNotContain("Three.");
    assertThat(run.updatedCount()).isEqualTo(3);
    assertThat(run.notes()).contains(LEFT + 1);
    assertThat(told()).hasSize(1);
    assertThat(hub.requests()).filteredOn(it -> it.contains("/users/me")).hasSize(1);
  }

  @Test
  void pagesThatPeopleFilledBeforeTheHubCameAreLeftAndToldOfTogether() {
    List<LinearIssue> issues =
        IntStream.range(0, 15).mapToObj(i -> create("From Linear " + i)).toList();
    issues.forEach(issue -> fill(issue, "Written by hand."));
    hub.start(ISSUES);
    RunReport run = hub.poll(ISSUES);
    assertThat(run.updatedCount()).isEqualTo(15);
    assertThat(run.notes()).contains("bodies that people edited, left as they are: 15");
    for (LinearIssue issue : issues) {
      String page = hub.sandbox().pageOf(issue);
      assertThat(texts(page)).containsExactly("Written by hand.");
      assertThat(title(page)).isEqualTo("Issue");
    }
    assertThat(told()).hasSize(1).first().asString().contains("and 5 more");
    assertThat(told().get(0).lines().filter(line -> line.contains("app.notion.com"))).hasSize(10);
  }

  @Test
  void whereARecordHasNoBodyAPageThatPeopleMadeIsNobodysMatter() {
    LinearIssue issue = create(null);
    fill(issue, "Written by hand.");
    hub.start(ISSUES);
    RunReport run = hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);
    assertThat(texts(page)).containsExactly("Written by hand.");
    assertThat(run.notes()).contains("bodies of pages that people made, left as they are: 1");
    assertThat(told()).isEmpty();
    assertThat(hub.requests()).as("schema, learning, one patch").hasSize(3);

    hub.forgetRequests();
    change(issue, draft -> draft.title("New"));
    assertThat(hub.requests()).containsExactly("PATCH /v1/pages/" + page);
    change(issue, draft -> draft.description("From Linear."));
    assertThat(texts(page)).containsExactly("Written by hand.");
    assertThat(told()).hasSize(1);
  }

  private void fill(LinearIssue issue, String text) {
    hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().linearIssues(),
            ValueBuilder.titled("Name", "By hand").text("External ID", issue.id()).build(),
            text);
  }

  private LinearIssue create(String description) {
    return hub.sandbox()
        .linear()
        .createIssue(
            hub.sandbox().ids().linearTeam(),
            draft -> draft.title("Issue").description(description));
  }

  private RunReport change(LinearIssue issue, Consumer<IssueDraft> change) {
    return change(List.of(issue), change);
  }

  private RunReport change(Collection<LinearIssue> issues, Consumer<IssueDraft> change) {
    clock.move(Duration.ofSeconds(1));
    issues.forEach(issue -> hub.sandbox().linear().updateIssue(issue.id(), change));
    return hub.poll(ISSUES);
  }

  /** What people were told, once there is nothing more to tell them. */
  private List<String> told() {
    hub.poll(ISSUES);
    await().until(() -> hub.hub().beans().incidents().untold().isEmpty());
    return hub.sandbox().slack().workspace().messages(alerts).stream()
        .map(SlackMessage::text)
        .toList();
  }

  private List<String> texts(String page) {
    return editor.lines(page).stream().map(BodyEditor.Line::text).toList();
  }

  private String body(String page) {
    return hub.sandbox().notion().body(page);
  }

  private String title(String page) {
    return hub.sandbox().notion().page(page).at("/properties/Name/title/0/plain_text").asText();
  }
}
