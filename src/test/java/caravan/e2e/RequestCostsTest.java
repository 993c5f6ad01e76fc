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
import java.util.List;
import java.util.stream.Collectors;
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
  void tenChangedOfAHundredKnownRecordsCostTenRequests() {
    hub.start(ISSUES);
    List<LinearIssue> issues = hub.sandbox().createIssues(100);
    hub.poll(ISSUES);
    clock.move(Duration.ofSeconds(1));
    for (LinearIssue issue : issues.subList(40, 50)) {
      hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.priority(1).state("Todo"));
    }

    hub.forgetRequests();
    hub.execute("DELETE FROM watermarks");
    RunReport run = hub.poll(ISSUES);
    assertThat(run.updatedCount()).isEqualTo(10);
    assertThat(run.unchangedCount()).isEqualTo(90);
    assertThat(hub.requests())
        .hasSize(10)
        .allMatch(request -> request.startsWith("PATCH /v1/pages/"));
  }

  @Test
  void oneChangedParagraphInFiftyCostsTwoRequestsAndAThirdForTheProperties() {
    hub.start(ISSUES);
    String text =
        IntStream.range(0, 50).mapToObj(i -> "Line " + i).collect(Collectors.joining("\n\n"));
    LinearIssue issue =
        hub.sandbox()
            .linear()
            .createIssue(
                hub.sandbox().ids().linearTeam(), draft -> draft.title("Fifty").description(text));
    hub.poll(ISSUES);
    clock.move(Duration.ofSeconds(1));
    hub.sandbox()
        .linear()
        .updateIssue(issue.id(), draft -> draft.description(text.replace("Line 20", "Changed")));
    hub.forgetRequests();
    hub.poll(ISSUES);
    assertThat(hub.requests())
        .as("looking for people's edits costs nothing")
        .hasSize(2)
        .satisfiesExactly(
            read -> assertThat(read).startsWith("GET /v1/blocks/"),
            update -> assertThat(update).startsWith("PATCH /v1/blocks/"));

    clock.move(Duration.ofSeconds(1));
    hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.description(text).title("New"));
    hub.forgetRequests();
    hub.poll(ISSUES);
    assertThat(hub.requests()).hasSize(3);
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
