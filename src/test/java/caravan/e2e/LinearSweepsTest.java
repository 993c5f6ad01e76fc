package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issues that Linear deletes for good leave no trace in a poll; a sweep finds them. */
class LinearSweepsTest {

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");

  private HubOnSandbox hub;

  @BeforeEach
  void start(@TempDir Path folder) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    hub.set("SYNC_SWEEP_CRON", "0 30 3 * * ?").start(ISSUES);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void issueThatWasDeletedForGoodTrashesItsPage() {
    List<LinearIssue> issues = hub.sandbox().createIssues(3);
    poll();
    String page = hub.sandbox().pageOf(issues.get(1));
    hub.sandbox().linear().purgeIssue(issues.get(1).id());
    assertThat(poll().readCount()).as("no poll can see it").isZero();

    long before = linearRequests();
    RunReport sweep = sweep();

    assertThat(sweep.state()).as(sweep.notes()).isEqualTo("done");
    assertThat(sweep.deletedCount()).isEqualTo(1);
    assertThat(sweep.unchangedCount()).isEqualTo(2);
    assertThat(sweep.notes()).isEqualTo("issues that were deleted for good or are out of sight: 1");
    assertThat(linearRequests() - before).as("the poll, the list, the missing one").isEqualTo(3);
    assertThat(inTrash(page)).isTrue();
    assertThat(sweep().readCount()).as("it is not asked for again").isEqualTo(2);
  }

  @Test
  void issueThatMovedToAnotherTeamLeavesItsPageAndIsTold() {
    hub.sandbox().linear().addTeam("OPS", "Operations");
    LinearIssue issue = hub.sandbox().createIssues(2).get(0);
    poll();
    String page = hub.sandbox().pageOf(issue);
    hub.sandbox().linear().moveIssue(issue.id(), "OPS");

    RunReport sweep = sweep();

    assertThat(sweep.notes()).isEqualTo("issues that are in another team now: 1");
    assertThat(sweep.skippedCount()).isEqualTo(1);
    assertThat(inTrash(page)).isFalse();
    assertThat(sweep().notes()).as("told once").isEmpty();

    hub.sandbox().linear().moveIssue(issue.id(), hub.sandbox().ids().linearTeam());
    assertThat(poll().notes()).contains("issues that are back: 1");
  }

  @Test
  void moreMissingIssuesThanAllowedTrashNothing() {
    List<LinearIssue> issues = hub.sandbox().createIssues(10);
    poll();
    issues.subList(0, 6).forEach(issue -> hub.sandbox().linear().purgeIssue(issue.id()));

    RunReport sweep = sweep();

    assertThat(sweep.state()).isEqualTo("asks");
    assertThat(sweep.notes()).startsWith("linear-issues: 6 of 10 known items are missing");
    assertThat(hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues())).hasSize(10);
  }

  @Test
  void issueThatPollsMissedIsFoundAndHandedOver() {
    hub.sandbox().createIssues(2);
    poll();
    LinearIssue missed = hub.sandbox().createIssues(1).get(0);
    hub.execute(
        "UPDATE watermarks SET position = TIMESTAMP WITH TIME ZONE '2026-11-22 11:00:00+00:00'");
    clock.move(Duration.ofHours(2));
    assertThat(poll().readCount()).isZero();

    RunReport sweep = sweep();

    assertThat(sweep.createdCount()).isEqualTo(1);
    assertThat(sweep.unchangedCount()).isEqualTo(2);
    hub.sandbox().pageOf(missed);
  }

  private RunReport poll() {
    clock.move(Duration.ofSeconds(70));
    return hub.poll(ISSUES);
  }

  private RunReport sweep() {
    clock.move(Duration.ofDays(1));
    return hub.pollAndAwait(ISSUES, "sweep");
  }

  private boolean inTrash(String page) {
    return hub.sandbox().notion().page(page).path("in_trash").asBoolean();
  }

  private long linearRequests() {
    return hub.sandbox().server().log().entries("linear").size();
  }
}
