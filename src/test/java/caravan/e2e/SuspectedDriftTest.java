package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
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

/** What Notion refuses is looked into at once where drift may be the reason, and only there. */
class SuspectedDriftTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BLOCK_LIMIT =
      """
      {"object": "error", "status": 403, "code": "restricted_resource",
       "message": "This workspace has no blocks left.",
       "additional_data": {"block_limit": "block_creation"}}
      """;
  private static final String NOT_CAPABLE =
      """
      {"object": "error", "status": 403, "code": "restricted_resource",
       "message": "Insufficient permissions for this endpoint."}
      """;

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
  private HubOnSandbox hub;
  private String schema;
  private LinearIssue issue;

  @BeforeEach
  void start(@TempDir Path folder) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    schema = "GET /v1/data_sources/" + hub.sandbox().ids().linearIssues();
    issue = hub.sandbox().createIssues(1).get(0);
    hub.start(ISSUES, NOTES);
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(1);
    assertThat(hub.poll(NOTES).state()).isEqualTo("done");
    hub.hub().beans().contractWatch().checkNow("", hub.sandbox().ids().linearIssues());
    hub.hub().beans().contractWatch().checkNow("", hub.sandbox().ids().meetingNotes());
    hub.forgetRequests();
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void validationErrorAboutAPropertyLeadsToACheckAtOnce() {
    hub.sandbox().notion().deleteProperty(hub.sandbox().ids().linearIssues(), "Estimate");
    RunReport run = pollChanged();
    assertThat(run.state()).as(run.notes()).isEqualTo("paused");
    assertThat(run.notes()).contains("property \"Estimate\" (number) does not exist");
    assertThat(hub.requests()).filteredOn(schema::equals).as("one check").hasSize(1);
    assertThat(drift()).isEqualTo(1);
    assertThat(hub.failures(ISSUES)).isEqualTo(1);
  }

  @Test
  void validationErrorThatNoDriftExplainsPausesNobody() {
    strikeWrites(FaultRule.status(400).times(1));
    RunReport run = pollChanged();
    assertThat(run.state()).as(run.notes()).isEqualTo("done");
    assertThat(run.failedCount()).isEqualTo(1);
    assertThat(hub.requests()).filteredOn(schema::equals).as("one check").hasSize(1);
    assertThat(drift()).isZero();
    assertNobodyIsPaused();
  }

  @Test
  void proxys404PausesNobody() {
    FaultRule proxy = FaultRule.status(404).withBody("<html>No such host</html>");
    hub.sandbox().server().faults().add(proxy.on("notion", null, null));
    RunReport run = pollChanged();
    assertThat(run.state()).as(run.notes()).isEqualTo("failed");
    assertThat(run.notes())
        .contains("something on the way to Notion answered 404")
        .doesNotContain("Share it");
    assertThat(hub.poll(NOTES).state()).isEqualTo("failed");
    hub.hub().beans().contractWatch().checkAll();
    assertNobodyIsPaused();
    assertThat(drift()).isZero();

    hub.sandbox().server().faults().clear();
    assertArrives();
  }

  @Test
  void blockLimitOfAFreeWorkspaceIsNoDrift() {
    strikeWrites(FaultRule.status(403).withBody(BLOCK_LIMIT));
    RunReport run = pollChanged();
    assertThat(run.notes())
        .contains("This workspace has no blocks left.")
        .doesNotContain("capability");
    assertThat(hub.requests()).as("nothing is looked into").doesNotContain(schema);
    assertNobodyIsPaused();
    assertThat(drift()).isZero();

    hub.sandbox().server().faults().clear();
    assertArrives();
  }

  @Test
  void missingCapabilityOnAWriteIsNoDriftAndOnAReadItIs() {
    strikeWrites(FaultRule.status(403).withBody(NOT_CAPABLE));
    RunReport run = pollChanged();
    assertThat(run.notes()).contains("Give it the capability");
    assertNobodyIsPaused();

    hub.sandbox().server().faults().clear();
    FaultRule refused = FaultRule.status(403).withBody(NOT_CAPABLE);
    hub.sandbox().server().faults().add(refused.on("notion", "GET", "/v1/data_sources/.*"));
    hub.hub().beans().contractWatch().checkAll();
    assertThat(hub.hub().beans().pauses().reasonOf(ISSUES))
        .contains("Insufficient permissions", "Give the connection the capability");

    hub.sandbox().server().faults().clear();
    hub.hub().beans().contractWatch().checkAll();
    assertNobodyIsPaused();
    assertArrives();
  }

  @Test
  void whatStandsStillForOtherReasonsIsNotTakenForDrift() {
    for (FaultRule fault :
        List.of(
            FaultRule.status(401),
            FaultRule.status(403).withBody(BLOCK_LIMIT),
            FaultRule.status(403).withBody("<html>Forbidden</html>"))) {
      hub.sandbox().server().faults().add(fault.on("notion", "GET", "/v1/data_sources/.*"));
      hub.hub().beans().contractWatch().checkAll();
      assertNobodyIsPaused();
      hub.sandbox().server().faults().clear();
    }
    assertThat(drift()).isZero();
  }

  private void strikeWrites(FaultRule fault) {
    hub.sandbox().server().faults().add(fault.on("notion", "PATCH", "/v1/pages/.*"));
  }

  private RunReport pollChanged() {
    clock.move(Duration.ofMinutes(2)); // shorter than contract.check.interval
    issue = hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.title("Changed"));
    return hub.poll(ISSUES);
  }

  private void assertArrives() {
    clock.move(Duration.ofMinutes(2));
    hub.poll(ISSUES);
    await().atMost(PATIENCE).until(() -> hub.failures(ISSUES) == 0);
    assertThat(hub.sandbox().notion().page(hub.sandbox().pageOf(issue)).toString())
        .contains("Changed");
  }

  private void assertNobodyIsPaused() {
    assertThat(hub.hub().beans().pauses().all()).isEmpty();
  }

  /** How many drifts there are of which people were to be told. */
  private int drift() {
    return Integer.parseInt(hub.query("SELECT COUNT(*) FROM incidents WHERE kind = 'drift'"));
  }
}
