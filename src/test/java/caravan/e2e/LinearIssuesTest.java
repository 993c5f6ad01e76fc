package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.demo.seed.SeedIssue;
import caravan.demo.seed.SeedIssues;
import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the integration linear-issues promises. */
class LinearIssuesTest {

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void everySubIssueHasItsParentAfterTheFirstCycle() {
    List<SeedIssue> seeds = SeedIssues.asOf(clock.instant());
    hub = new HubOnSandbox(folder, options(), seeds, List.of());
    // Sub-issues made before their parents, and a parent of a parent.
    LinearIssue child = create("Child first");
    LinearIssue parent = create("Parent second");
    hub.sandbox().linear().updateIssue(child.id(), draft -> draft.parent(parent.id()));
    LinearIssue grandparent = create("Grandparent last");
    hub.sandbox().linear().updateIssue(parent.id(), draft -> draft.parent(grandparent.id()));
    hub.start(ISSUES);
    RunReport run = hub.poll(ISSUES);
    assertThat(run.createdCount()).isEqualTo(seeds.size() + 3);
    assertThat(run.failedCount()).isZero();

    List<LinearIssue> parts =
        hub.sandbox().linear().issues().stream().filter(it -> it.parentId() != null).toList();
    assertThat(parts).hasSizeGreaterThanOrEqualTo(42);
    for (LinearIssue part : parts) {
      LinearIssue of = hub.sandbox().linear().issue(part.parentId()).orElseThrow();
      assertThat(parentsOf(part)).as(part.title()).containsExactly(hub.sandbox().pageOf(of));
    }
  }

  @Test
  void parentFollowsItsIssue() {
    start();
    LinearIssue first = create("First parent");
    LinearIssue second = create("Second parent");
    LinearIssue child = create("Child");
    change(child, draft -> draft.parent(first.id()));
    hub.poll(ISSUES);
    assertThat(parentsOf(child)).containsExactly(hub.sandbox().pageOf(first));
    change(child, draft -> draft.parent(second.id()));
    hub.poll(ISSUES);
    assertThat(parentsOf(child)).containsExactly(hub.sandbox().pageOf(second));
    change(child, draft -> draft.parent(null));
    hub.poll(ISSUES);
    assertThat(parentsOf(child)).isEmpty();
  }

  @Test
  void a404OfAProxyIsNotTakenForNotionsWordThatThePageIsGone() {
    start();
    LinearIssue issue = create("Deleted");
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);
    tick();
    hub.sandbox().linear().deleteIssue(issue.id());
    FaultRule proxy = FaultRule.status(404).withBody("<html>No such host</html>");
    hub.sandbox().server().faults().add(proxy.on("notion", "PATCH", "/v1/pages/.*").times(1));

    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(1);
    assertThat(hub.sandbox().notion().page(page).path("in_trash").asBoolean()).isFalse();

    tick();
    assertThat(hub.poll(ISSUES).deletedCount()).isEqualTo(1);
    assertThat(hub.sandbox().notion().page(page).path("in_trash").asBoolean()).isTrue();
  }

  @Test
  void deletedIssueTrashesItsPageAndRestoredOneBringsItBack() {
    start();
    LinearIssue issue = create("Deleted");
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);

    tick();
    hub.sandbox().linear().deleteIssue(issue.id());
    assertThat(hub.poll(ISSUES).deletedCount()).isEqualTo(1);
    assertThat(hub.sandbox().notion().page(page).path("in_trash").asBoolean()).isTrue();
    assertThat(hub.poll(ISSUES).deletedCount()).isZero();

    tick();
    hub.sandbox().linear().restoreIssue(issue.id());
    change(issue, draft -> draft.title("Restored"));
    hub.poll(ISSUES);
    assertThat(hub.sandbox().pageOf(issue)).as("the same page").isEqualTo(page);
    assertThat(title(page)).isEqualTo("Restored");
    assertThat(hub.sandbox().notion().page(page).path("in_trash").asBoolean()).isFalse();
  }

  @Test
  void pageThatAPersonTrashedBeforeItsIssueWasDeletedIsAsItShouldBe() {
    start();
    LinearIssue issue = create("Deleted twice");
    hub.poll(ISSUES);
    hub.sandbox().notion().trash(hub.sandbox().pageOf(issue));
    tick();
    hub.sandbox().linear().deleteIssue(issue.id());
    RunReport run = hub.poll(ISSUES);
    assertThat(run.deletedCount()).isEqualTo(1);
    assertThat(run.failedCount()).isZero();
  }

  @Test
  void canceledAndArchivedIssuesStayAsPagesWithTheirState() {
    start();
    LinearIssue canceled = create("Canceled");
    LinearIssue archived = create("Archived");
    hub.poll(ISSUES);
    tick();
    hub.sandbox().linear().cancelIssue(canceled.id());
    change(archived, draft -> draft.state("Done"));
    hub.sandbox().linear().archiveIssue(archived.id());
    RunReport run = hub.poll(ISSUES);
    assertThat(run.deletedCount()).isZero();
    assertThat(select(canceled, "Status")).isEqualTo("Canceled");
    assertThat(select(archived, "Status")).isEqualTo("Done");
  }

  @Test
  void issueThatWasDeletedBeforeItWasSeenGetsNoPage() {
    start();
    LinearIssue issue = create("Never seen");
    hub.sandbox().linear().deleteIssue(issue.id());
    RunReport run = hub.poll(ISSUES);
    assertThat(run.skippedCount()).isEqualTo(1);
    assertThat(hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues())).isEmpty();
  }

  @Test
  void contentThatReturnsToAnEarlierStateArrivesThreeTimes() {
    start();
    LinearIssue issue = create("A");
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);
    change(issue, draft -> draft.title("B"));
    assertThat(hub.poll(ISSUES).updatedCount()).isEqualTo(1);
    assertThat(title(page)).isEqualTo("B");
    change(issue, draft -> draft.title("A"));
    assertThat(hub.poll(ISSUES).updatedCount()).isEqualTo(1);
    assertThat(title(page)).isEqualTo("A");
    assertThat(hub.sandbox().notion().history(page))
        .extracting(change -> title(change.page()))
        .containsExactly("A", "B", "A");
  }

  @Test
  void everyPropertyArrivesAndIsClearedAgain() {
    start();
    LinearIssue issue =
        hub.sandbox()
            .linear()
            .createIssue(
                hub.sandbox().ids().linearTeam(),
                draft ->
                    draft
                        .title("Full")
                        .description("Some text.")
                        .priority(1)
                        .estimate(2.5)
                        .dueDate(java.time.LocalDate.parse("2026-12-24"))
                        .state("In Progress")
                        .assignee("backend@example.com")
                        .labels(List.of("Zebra", "Apple")));
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);
    JsonNode properties = hub.sandbox().notion().page(page).path("properties");
    assertThat(title(page)).isEqualTo("Full");
    assertThat(select(issue, "Status")).isEqualTo("In Progress");
    assertThat(select(issue, "Priority")).isEqualTo("Urgent");
    assertThat(properties.at("/Owner/people/0/person/email").asText())
        .isEqualTo("backend@example.com");
    assertThat(properties.at("/Due Date/date/start").asText()).isEqualTo("2026-12-24");
    assertThat(properties.at("/Labels/multi_select").findValuesAsText("name"))
        .containsExactlyInAnyOrder("Apple", "Zebra");
    assertThat(properties.at("/Estimate/number").asDouble()).isEqualTo(2.5);
    assertThat(properties.at("/URL/url").asText()).contains(issue.identifier());
    assertThat(hub.sandbox().notion().plainText(page)).isEqualTo("Some text.");

    change(
        issue,
        draft ->
            draft
                .description(null)
                .priority(0)
                .estimate(null)
                .dueDate(null)
                .assignee(null)
                .labels(List.of()));
    assertThat(hub.poll(ISSUES).updatedCount()).isEqualTo(1);
    JsonNode cleared = hub.sandbox().notion().page(page).path("properties");
    assertThat(select(issue, "Priority")).isEqualTo("No priority");
    assertThat(cleared.at("/Owner/people")).isEmpty();
    assertThat(cleared.at("/Due Date/date").isNull()).isTrue();
    assertThat(cleared.at("/Labels/multi_select")).isEmpty();
    assertThat(cleared.at("/Estimate/number").isNull()).isTrue();
    assertThat(hub.sandbox().notion().plainText(page)).isBlank();
  }

  @Test
  void peopleUnknownInNotionAreLeftOutAndCounted() {
    start();
    for (int i = 0; i < 3; i++) {
      hub.sandbox()
          .linear()
          .createIssue(
              hub.sandbox().ids().linearTeam(),
              draft -> draft.title("Contracted").assignee("contractor@example.com"));
    }
    RunReport run = hub.poll(ISSUES);
    assertThat(run.createdCount()).isEqualTo(3);
    assertThat(run.notes()).contains("people unknown in Notion: 3");
    assertThat(hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues()))
        .allSatisfy(
            page ->
                assertThat(hub.sandbox().notion().page(page).at("/properties/Owner/people"))
                    .isEmpty());
  }

  @Test
  void brokenContractStopsTheRunBeforeTheFirstWriteAndNothingIsLost() {
    start();
    LinearIssue known = create("Known");
    hub.poll(ISSUES);
    String watermark = hub.query("SELECT position FROM watermarks");
    String dataSource = hub.sandbox().ids().linearIssues();
    hub.sandbox().notion().renameProperty(dataSource, "Status", "State");
    clock.move(Duration.ofMinutes(6)); // longer than contract.check.interval
    change(known, draft -> draft.title("Changed"));
    for (int i = 0; i < 70; i++) {
      create("New " + i);
    }

    RunReport run = hub.poll(ISSUES);
    assertThat(run.state()).isEqualTo("paused");
    assertThat(run.notes())
        .contains("linear-issues", "Status", "Nothing more is written")
        .doesNotContain("Exception");
    assertThat(run.createdCount() + run.updatedCount()).isZero();
    assertThat(hub.query("SELECT position FROM watermarks")).isEqualTo(watermark);
    assertThat(hub.sandbox().notion().pages(dataSource)).hasSize(1);
    assertThat(hub.failures(ISSUES)).as("only what was on its way").isEqualTo(run.failedCount());

    hub.sandbox().notion().renameProperty(dataSource, "State", "Status");
    hub.hub().beans().contractWatch().checkNow("", dataSource);
    RunReport mended = hub.poll(ISSUES);
    assertThat(mended.state()).isEqualTo("done");
    await().until(() -> hub.failures(ISSUES) == 0);
    assertThat(hub.sandbox().notion().pages(dataSource)).hasSize(71);
    assertThat(title(hub.sandbox().pageOf(known))).isEqualTo("Changed");
  }

  @Test
  void pageThatAPersonMovedElsewhereIsLeftThereAndTheRecordGetsAPageAgain() {
    start();
    LinearIssue issue = create("Moved by hand");
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);
    String archive =
        hub.sandbox().notion().createDataSource("Archive", SchemaBuilder.titled("Topic").build());
    hub.sandbox().notion().move(page, archive);

    change(issue, draft -> draft.title("Changed"));
    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(1);
    assertThat(hub.query("SELECT error FROM failures"))
        .contains("was moved to another data source", archive);

    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              tick();
              return hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues()).size() == 1;
            });
    String anew = hub.sandbox().pageOf(issue);
    assertThat(anew).isNotEqualTo(page);
    assertThat(title(anew)).isEqualTo("Changed");
    assertThat(hub.sandbox().notion().pages(archive)).containsExactly(page);
  }

  @Test
  void pageThatAPersonTrashedComesBackWithTheNextChange() {
    start();
    LinearIssue issue = create("Trashed by hand");
    hub.poll(ISSUES);
    String page = hub.sandbox().pageOf(issue);
    hub.sandbox().notion().trash(page);
    change(issue, draft -> draft.title("Changed"));
    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(1);
    clock.move(Duration.ofSeconds(30));
    org.awaitility.Awaitility.await().until(() -> hub.failures(ISSUES) == 0);
    assertThat(hub.sandbox().pageOf(issue)).isEqualTo(page);
    assertThat(title(page)).isEqualTo("Changed");
  }

  private void start() {
    hub = new HubOnSandbox(folder, options());
    hub.start(ISSUES);
  }

  private SandboxOptions options() {
    return SandboxOptions.unlimited().toBuilder().clock(clock).build();
  }

  private void tick() {
    clock.move(Duration.ofSeconds(1));
  }

  private LinearIssue create(String title) {
    return hub.sandbox()
        .linear()
        .createIssue(hub.sandbox().ids().linearTeam(), draft -> draft.title(title));
  }

  private void change(
      LinearIssue issue, java.util.function.Consumer<caravan.sandbox.linear.IssueDraft> change) {
    tick();
    hub.sandbox().linear().updateIssue(issue.id(), change);
  }

  private List<String> parentsOf(LinearIssue issue) {
    return hub.sandbox()
        .notion()
        .page(hub.sandbox().pageOf(issue))
        .at("/properties/Parent/relation")
        .findValuesAsText("id");
  }

  private String select(LinearIssue issue, String property) {
    return hub.sandbox()
        .notion()
        .page(hub.sandbox().pageOf(issue))
        .at("/properties/" + property + "/select/name")
        .asText();
  }

  private String title(String page) {
    return title(hub.sandbox().notion().page(page));
  }

  private static String title(JsonNode page) {
    return page.at("/properties/Name/title/0/plain_text").asText();
  }
}
