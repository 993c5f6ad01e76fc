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
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 9: a run says what it did, and its counts add up. */
class RunsAddUpTest {

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void countsOfMixedRunsAddUpAndRequestsEqualTheSandboxesLog() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.start(ISSUES, NOTES);
    List<LinearIssue> issues = new ArrayList<>(hub.sandbox().createIssues(12));
    for (int i = 0; i < 4; i++) {
      createNote("Note " + i, i % 2 == 0 ? "Final" : "Draft");
    }
    hub.poll(ISSUES);
    hub.poll(NOTES);

    for (LinearIssue issue : issues.subList(0, 3)) {
      hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.title("Changed"));
    }
    hub.sandbox().linear().deleteIssue(issues.get(3).id());
    hub.sandbox().linear().deleteIssue(hub.sandbox().createIssues(1).get(0).id());
    for (int i = 0; i < 4; i++) {
      hub.sandbox()
          .linear()
          .createIssue(
              hub.sandbox().ids().linearTeam(),
              draft -> draft.title("New").assignee("contractor@example.com"));
    }
    fault(FaultRule.status(400), "POST", "/v1/pages", 1);
    fault(FaultRule.of(FaultRule.Kind.RESET_AFTER), "PATCH", "/v1/pages/.*", 1);
    fault(
        FaultRule.status(429).withHeaders(Map.of("Retry-After", "1")), "PATCH", "/v1/pages/.*", 1);
    hub.execute("DELETE FROM watermarks WHERE integration = '" + ISSUES + "'");
    RunReport mixed = hub.poll(ISSUES);
    assertThat(mixed.readCount()).isEqualTo(17);
    assertThat(mixed.createdCount()).isEqualTo(3);
    assertThat(mixed.updatedCount()).isEqualTo(3);
    assertThat(mixed.deletedCount()).isEqualTo(1);
    assertThat(mixed.skippedCount()).isEqualTo(1);
    assertThat(mixed.failedCount()).isEqualTo(1);
    assertThat(mixed.unchangedCount()).isEqualTo(8);
    assertThat(mixed.rateLimited()).isEqualTo(1);
    assertThat(mixed.notes()).contains("people unknown in Notion: 4");

    await().atMost(Duration.ofSeconds(30)).until(() -> hub.failures(ISSUES) == 0);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> hub.runs(ISSUES).stream().anyMatch(run -> run.cause().equals("retry")));

    List<RunReport> all = new ArrayList<>(hub.runs(ISSUES));
    all.addAll(hub.runs(NOTES));
    assertThat(all).hasSizeGreaterThanOrEqualTo(4);
    assertThat(all)
        .allSatisfy(
            run ->
                assertThat(run.readCount())
                    .as("read of " + run)
                    .isEqualTo(
                        run.createdCount()
                            + run.updatedCount()
                            + run.unchangedCount()
                            + run.deletedCount()
                            + run.skippedCount()
                            + run.failedCount()));
    assertThat(all.stream().mapToInt(RunReport::requests).sum()).isEqualTo(hub.requests().size());
    assertThat(all)
        .allSatisfy(run -> assertThat(run.complete()).isEqualTo(run.state().equals("done")));
  }

  @Test
  void relationsSetInTheSecondPassAreCountedAsRequests() {
    MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    // Linear gives the newest first.
    LinearIssue parent = hub.sandbox().createIssues(1).get(0);
    clock.move(Duration.ofSeconds(1));
    LinearIssue child = hub.sandbox().createIssues(1).get(0);
    hub.sandbox().linear().updateIssue(child.id(), draft -> draft.parent(parent.id()));
    hub.set("SYNC_WORKERS", "1").start(ISSUES);
    RunReport run = hub.poll(ISSUES);
    assertThat(run.createdCount()).isEqualTo(2);
    assertThat(run.notes()).contains("relations waiting for their pages: 1");
    assertThat(hub.requests()).as("schema, learning, two creates, one relation").hasSize(5);
    assertThat(run.requests()).isEqualTo(5);
  }

  @Test
  void runThatTheSourceEndsEarlySaysThatItIsNotComplete() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.start(ISSUES);
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.status(400)
                .withBody("{\"errors\":[{\"message\":\"no such field\"}]}")
                .on("linear", null, null)
                .times(1));
    RunReport run = hub.poll(ISSUES);
    assertThat(run.state()).isEqualTo("failed");
    assertThat(run.complete()).isFalse();
    assertThat(run.notes()).contains("no such field");
  }

  private void fault(FaultRule rule, String method, String path, int times) {
    hub.sandbox().server().faults().add(rule.on("notion", method, path).times(times));
  }

  private void createNote(String name, String status) {
    hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", name).option("Status", "status", status).build(),
            "Summary.");
  }
}
