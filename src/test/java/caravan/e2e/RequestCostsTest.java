package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of request costs in DESIGN.md, counted by the sandbox. */
class RequestCostsTest {

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");

  private HubOnSandbox hub;

  @BeforeEach
  void sandbox(@TempDir Path folder) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void createWithPropertiesAndBodyUpToTheLimitsIsOneRequest() {
    hub.start(ISSUES);
    LinearIssue parent = hub.sandbox().createIssues(1).get(0);
    RunReport first = hub.poll(ISSUES);
    assertThat(hub.requests()).as("schema, learning, create").hasSize(3);
    assertThat(first.requests()).isEqualTo(3);

    hub.forgetRequests();
    createAssigned("first");
    hub.poll(ISSUES);
    assertThat(hub.requests()).as("the users are read once").hasSize(2);

    hub.forgetRequests();
    LinearIssue full =
        hub.sandbox()
            .linear()
            .createIssue(
                hub.sandbox().ids().linearTeam(),
                draft ->
                    draft
                        .title("Everything at once")
                        .description("A paragraph.\n\n".repeat(99) + "x".repeat(2_000))
                        .assignee("backend@example.com")
                        .labels(List.of("One", "Two"))
                        .estimate(3.0)
                        .priority(2)
                        .dueDate(LocalDate.parse("2026-12-01"))
                        .parent(parent.id()));
    RunReport run = hub.poll(ISSUES);
    assertThat(hub.requests()).containsExactly("POST /v1/pages");
    assertThat(run.requests()).isEqualTo(1);
    String page = hub.sandbox().pageOf(full);
    assertThat(hub.sandbox().notion().plainText(page).lines()).hasSize(100);
    assertThat(hub.sandbox().notion().page(page).at("/properties/Parent/relation/0/id").asText())
        .as("the target exists: no second pass")
        .isEqualTo(hub.sandbox().pageOf(parent));
  }

  @Test
  void unchangedRecordsCostNothing() {
    hub.start(ISSUES);
    hub.sandbox().createIssues(100);
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(100);

    hub.forgetRequests();
    hub.execute("DELETE FROM watermarks");
    RunReport again = hub.poll(ISSUES);
    assertThat(again.unchangedCount()).as("read anew").isEqualTo(100);
    assertThat(hub.requests()).as("stopped by the idempotent consumer").isEmpty();

    hub.execute("DELETE FROM watermarks");
    hub.execute("DELETE FROM deliveries");
    RunReport forgotten = hub.poll(ISSUES);
    assertThat(forgotten.unchangedCount()).isEqualTo(100);
    assertThat(hub.requests()).as("stopped by the sink").isEmpty();
  }

  @Test
  void tenChangedOfAThousandKnownRecordsCostTenRequestsAndNoneIfNoneChanged() {
    hub.start(ISSUES);
    List<LinearIssue> issues = hub.sandbox().createIssues(1_000);
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(1_000);
    clock.move(Duration.ofSeconds(1));
    for (LinearIssue issue : issues.subList(40, 50)) {
      hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.priority(1).state("Todo"));
    }

    hub.forgetRequests();
    hub.execute("DELETE FROM watermarks");
    RunReport run = hub.poll(ISSUES);
    assertThat(run.updatedCount()).isEqualTo(10);
    assertThat(run.unchangedCount()).isEqualTo(990);
    assertThat(hub.requests())
        .hasSize(10)
        .allMatch(request -> request.startsWith("PATCH /v1/pages/"));

    hub.forgetRequests();
    hub.execute("DELETE FROM watermarks");
    assertThat(hub.poll(ISSUES).unchangedCount()).isEqualTo(1_000);
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void firstUpsertIntoRowsThatExistLearnsThemByTheHundred() {
    List<LinearIssue> known = hub.sandbox().createIssues(20);
    String dataSource = hub.sandbox().ids().linearIssues();
    for (int row = 0; row < 250; row++) {
      String externalId = row < 200 ? "other-" + row : known.get((row - 200) % 20).id();
      if (row < 220) {
        hub.sandbox()
            .notion()
            .createPage(
                dataSource,
                ValueBuilder.titled("Name", "Row").text("External ID", externalId).build(),
                "");
      } else {
        hub.sandbox().notion().createPage(dataSource, ValueBuilder.titled("Name", "").build(), "");
      }
    }
    hub.sandbox().createIssues(30);
    hub.start(ISSUES);
    RunReport run = hub.poll(ISSUES);
    assertThat(run.createdCount()).isEqualTo(30);
    assertThat(run.updatedCount()).isEqualTo(20);
    assertThat(hub.requests()).filteredOn(it -> it.endsWith("/query")).hasSize(3);
    assertThat(hub.requests()).as("schema, 3 queries, one for each record").hasSize(1 + 3 + 50);
    assertThat(hub.sandbox().notion().pages(dataSource)).hasSize(280);
  }

  @Test
  void firstReadOfRowsWithBodiesIsAQueryForEachHundredAndOneRequestForEachBody() {
    for (int i = 0; i < 130; i++) {
      createNote("Note " + i, "Final");
    }
    hub.start(NOTES);
    RunReport run = hub.poll(NOTES);
    assertThat(run.createdCount()).isEqualTo(130);
    assertThat(hub.requests()).hasSize(2 + 130);
    assertThat(hub.requests()).filteredOn(it -> it.endsWith("/query")).hasSize(2);
    assertThat(hub.requests()).filteredOn(it -> it.endsWith("/markdown")).hasSize(130);
    assertThat(run.requests()).isEqualTo(132);
  }

  @Test
  void bodyOfAThousandBlocksInThreeLevelsGoesIntoTheCreate() {
    hub.start(ISSUES);
    hub.sandbox().createIssues(1);
    hub.poll(ISSUES);

    hub.forgetRequests();
    // 55 paragraphs and 45 items, each with 4 items of 4 items.
    String item = "- one\n" + ("  - two\n" + "    - three\n".repeat(4)).repeat(4);
    String body = "A paragraph.\n\n".repeat(55) + item.repeat(45);
    LinearIssue full = create(body);
    hub.poll(ISSUES);
    assertThat(hub.requests()).containsExactly("POST /v1/pages");
    assertThat(hub.sandbox().notion().plainText(hub.sandbox().pageOf(full)).lines()).hasSize(1_000);
  }

  @Test
  void oneChangedParagraphOfFiftyIsAtMostThreeRequests() {
    hub.start(ISSUES);
    List<String> lines = new ArrayList<>();
    IntStream.range(0, 50).forEach(i -> lines.add("Paragraph " + i));
    LinearIssue issue = create(String.join("\n\n", lines));
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);

    clock.move(Duration.ofSeconds(1));
    lines.set(25, "Changed.");
    hub.forgetRequests();
    hub.sandbox()
        .linear()
        .updateIssue(issue.id(), draft -> draft.description(String.join("\n\n", lines)));
    hub.poll(ISSUES);
    assertThat(hub.requests()).as("the body is read, one block is changed").hasSize(2);
    assertThat(hub.requests().get(1)).startsWith("PATCH /v1/blocks/").doesNotEndWith("/children");

    clock.move(Duration.ofSeconds(1));
    lines.set(25, "Changed again, and a property too.");
    hub.forgetRequests();
    hub.sandbox()
        .linear()
        .updateIssue(
            issue.id(), draft -> draft.description(String.join("\n\n", lines)).priority(1));
    hub.poll(ISSUES);
    assertThat(hub.requests()).hasSize(3);
    assertThat(hub.sandbox().notion().plainText(page).lines()).containsExactlyElementsOf(lines);
  }

  @Test
  void relationsWhoseTargetsExistCostNothingExtra() {
    hub.start(ISSUES);
    List<LinearIssue> parents = hub.sandbox().createIssues(5);
    hub.poll(ISSUES);

    hub.forgetRequests();
    List<LinearIssue> children = new ArrayList<>();
    for (LinearIssue parent : parents) {
      children.add(
          hub.sandbox()
              .linear()
              .createIssue(
                  hub.sandbox().ids().linearTeam(),
                  draft -> draft.title("Part").parent(parent.id())));
    }
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(5);
    assertThat(hub.requests()).hasSize(5).containsOnly("POST /v1/pages");
    for (int i = 0; i < 5; i++) {
      String page = hub.sandbox().pageOf(children.get(i));
      assertThat(hub.sandbox().notion().page(page).at("/properties/Parent/relation/0/id").asText())
          .isEqualTo(hub.sandbox().pageOf(parents.get(i)));
    }
  }

  @Test
  void idlePollOfADataSourceIsOneRequest() {
    for (int i = 0; i < 3; i++) {
      createNote("Note " + i, "Final");
    }
    hub.start(NOTES);
    assertThat(hub.poll(NOTES).createdCount()).isEqualTo(3);
    assertThat(hub.requests()).as("one query, one body each").hasSize(4);
    clock.move(Duration.ofMinutes(10));
    hub.poll(NOTES);
    clock.move(Duration.ofMinutes(10));

    hub.forgetRequests();
    RunReport idle = hub.poll(NOTES);
    assertThat(idle.readCount()).isZero();
    assertThat(hub.requests()).hasSize(1);
    assertThat(idle.requests()).isEqualTo(1);
  }

  @Test
  void editedPageIsReadOnceAndConfirmedOnceItsMinuteHasClosed() {
    String page = createNote("Note", "Final");
    createNote("Another", "Final");
    hub.start(NOTES);
    hub.poll(NOTES);
    clock.move(Duration.ofMinutes(10));
    hub.poll(NOTES);
    clock.move(Duration.ofMinutes(10));
    hub.poll(NOTES);

    hub.forgetRequests();
    hub.sandbox().notion().replaceBody(page, "Changed.");
    RunReport edited = hub.poll(NOTES);
    assertThat(hub.requests()).as("the query and the page's body").hasSize(2);
    assertThat(edited.updatedCount()).isEqualTo(1);

    hub.forgetRequests();
    hub.poll(NOTES);
    assertThat(hub.requests()).as("its minute is still open").hasSize(1);

    clock.move(Duration.ofMinutes(1));
    hub.forgetRequests();
    RunReport confirmed = hub.poll(NOTES);
    assertThat(hub.requests()).as("its minute has closed").hasSize(2);
    assertThat(confirmed.unchangedCount()).isEqualTo(1);

    for (int poll = 0; poll < 5; poll++) {
      clock.move(Duration.ofSeconds(20));
      hub.forgetRequests();
      hub.poll(NOTES);
      assertThat(hub.requests()).as("nothing is left to confirm").hasSize(1);
    }
  }

  private LinearIssue create(String description) {
    return hub.sandbox()
        .linear()
        .createIssue(
            hub.sandbox().ids().linearTeam(),
            draft -> draft.title("With a body").description(description));
  }

  private void createAssigned(String title) {
    hub.sandbox()
        .linear()
        .createIssue(
            hub.sandbox().ids().linearTeam(),
            draft -> draft.title(title).assignee("backend@example.com"));
  }

  private String createNote(String name, String status) {
    return hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", name).option("Status", "status", status).build(),
            "Summary.");
  }
}
