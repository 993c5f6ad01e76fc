package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.RequestLog.Entry;
import caravan.sandbox.SandboxConnection;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An integration whose connection has to wait waits alone: what the others set in their second
 * passes and try again goes on.
 */
class WaitingAloneTest {

  private static final String OTHER_TOKEN = "ntn-recognisable-other";
  private static final Duration WAIT = Duration.ofSeconds(30);

  private static final int SOME = 12;

  /** Those that are under way when the gate closes get through; more than all workers stay. */
  private static final int MANY = 30;

  @Test
  void secondPassThatWaitsForItsGateDoesNotHoldUpThatOfAnother(@TempDir Path folder) {
    try (Staff staff = new Staff(folder, twoConnections(Duration.ZERO))) {
      HubOnSandbox hub = other(staff.hub(), "STAFF");
      hub.start("staff", ISSUES);
      refuseOnce(hub, "other", "PATCH");
      CompletableFuture<RunReport> run = CompletableFuture.supplyAsync(() -> team(staff));
      Instant refused = awaitRefusal(hub, "other");
      List<LinearIssue> parents = hub.sandbox().createIssues(SOME);
      List<LinearIssue> children = hub.sandbox().createIssues(SOME); // Linear's latest come first
      for (int i = 0; i < SOME; i++) {
        String parent = parents.get(i).id();
        hub.sandbox().linear().updateIssue(children.get(i).id(), draft -> draft.parent(parent));
      }

      RunReport issues = hub.poll(ISSUES);

      assertThat(Instant.now()).as("in time to tell").isBefore(refused.plus(WAIT));
      assertThat(run).as("the other one waits").isNotDone();
      assertThat(issues.createdCount()).isEqualTo(2 * SOME);
      assertThat(issues.notes()).contains("relations set in a second pass");
      for (int i = 0; i < SOME; i++) {
        assertThat(relation(hub, hub.sandbox().pageOf(children.get(i)), "Parent"))
            .isEqualTo(hub.sandbox().pageOf(parents.get(i)));
      }
      assertThat(run.join().failedCount()).isZero();
      for (int i = 0; i < MANY; i++) {
        assertThat(staff.memberRelation("member-" + i, "Manager"))
            .containsExactly(staff.page(staff.members(), "boss"));
      }
      assertNothingBeforeTheGateOpened(hub, "other", refused);
    }
  }

  @Test
  void retriesThatWaitForTheirGateDoNotHoldUpThoseOfAnother(@TempDir Path folder) {
    try (HubOnSandbox hub = new HubOnSandbox(folder, twoConnections(Duration.ZERO))) {
      other(hub, "MEETING_NOTES").start(ISSUES, NOTES);
      hub.sandbox().createIssues(1);
      keepOne(hub, ISSUES, FaultRule.status(400).on("notion", "POST", "/v1/pages").from("first"));
      refuseOnce(hub, "first", null);
      Instant refused = awaitRefusal(hub, "first");
      createNote(hub);
      keepOne(hub, NOTES, unreadableBody());

      await().atMost(WAIT.multipliedBy(2)).until(() -> hub.failures(NOTES) == 0);

      assertThat(Instant.now()).as("in time to tell").isBefore(refused.plus(WAIT));
      assertThat(posts(hub)).hasSize(1);
      assertThat(hub.failures(ISSUES)).as("the other one waits").isEqualTo(1);
      await().atMost(WAIT.multipliedBy(2)).until(() -> hub.failures(ISSUES) == 0);
      assertNothingBeforeTheGateOpened(hub, "first", refused);
    }
  }

  /** One that is shared could be filled by an integration that waits. */
  @Test
  void noTwoIntegrationsShareThreadsAndTheirNumberIsBounded(@TempDir Path folder) throws Exception {
    try (HubOnSandbox hub = new HubOnSandbox(folder, twoConnections(Duration.ZERO))) {
      other(hub, "MEETING_NOTES").set("SYNC_WORKERS", "3").start(ISSUES, NOTES);
      MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
      List<String> routes = new ArrayList<>();
      for (ObjectName pool :
          jmx.queryNames(new ObjectName("org.apache.camel:type=threadpools,*"), null)) {
        if ("workers".equals(jmx.getAttribute(pool, "ThreadPoolProfileId"))) {
          assertThat(jmx.getAttribute(pool, "MaximumPoolSize")).isEqualTo(3);
          routes.add((String) jmx.getAttribute(pool, "RouteId"));
        }
      }
      assertThat(routes)
          .doesNotHaveDuplicates()
          .contains(
              "retries-" + ISSUES, "finish-relations-" + ISSUES, "read-missing-issues-" + ISSUES)
          .contains("retries-" + NOTES, "finish-relations-" + NOTES, "missing-rows-" + NOTES);
      // The pools of the source Kamelets' routes, whose names Camel makes, are the further two.
      assertThat(routes).hasSize(2 * 5 + 2);
    }
  }

  @Test
  void aRetryThatIsUnderWayEndsBeforeTheHub(@TempDir Path folder) {
    try (HubOnSandbox hub = new HubOnSandbox(folder, twoConnections(Duration.ofSeconds(1)))) {
      other(hub, "MEETING_NOTES").start(NOTES);
      createNote(hub);
      keepOne(hub, NOTES, unreadableBody());
      await()
          .atMost(WAIT)
          .pollInterval(Duration.ofMillis(10))
          .until(
              () ->
                  hub.hub().beans().runs().isOpen(NOTES)
                      && hub.hub().context().getInflightRepository().size("notion-attempt") > 0);
      Instant before = Instant.now();

      hub.stop();

      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
      assertThat(posts(hub)).hasSize(1);
      assertThat(hub.query("SELECT COUNT(*) FROM failures")).isEqualTo("0");
      assertThat(hub.query("SELECT updated_count + created_count FROM runs WHERE cause = 'retry'"))
          .isEqualTo("1");
    }
  }

  private static SandboxOptions twoConnections(Duration latency) {
    return SandboxOptions.unlimited().toBuilder()
        .latency(latency)
        .connections(
            Map.of(
                TestSandbox.NOTION_TOKEN,
                new SandboxConnection("first", Integer.MAX_VALUE),
                OTHER_TOKEN,
                new SandboxConnection("other", Integer.MAX_VALUE)))
        .build();
  }

  /** The integration uses the other connection. */
  private static HubOnSandbox other(HubOnSandbox hub, String integration) {
    return hub.set("NOTION_CONNECTIONS", "other")
        .set("NOTION_OTHER_TOKEN", OTHER_TOKEN)
        .set(integration + "_CONNECTION", "other");
  }

  /** A run that leaves a relation of many records to its second pass. */
  private static RunReport team(Staff staff) {
    List<Staff.Item> items = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      items.add(Staff.member("member-" + i).related("Manager", "boss"));
    }
    items.add(Staff.member("boss"));
    return staff.run(items.toArray(Staff.Item[]::new));
  }

  private static void createNote(HubOnSandbox hub) {
    hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", "Note").option("Status", "status", "Final").build(),
            "Summary.");
  }

  /** Polls, and a record of the integration fails: it waits for its retry. */
  private static void keepOne(HubOnSandbox hub, String integration, FaultRule failure) {
    hub.sandbox().server().faults().add(failure.times(1));
    assertThat(hub.poll(integration).failedCount()).isEqualTo(1);
    assertThat(hub.failures(integration)).isEqualTo(1);
  }

  private static FaultRule unreadableBody() {
    return FaultRule.status(400).on("notion", "GET", "/v1/pages/.*/markdown");
  }

  private static void refuseOnce(HubOnSandbox hub, String caller, String method) {
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.status(429)
                .on("notion", method, null)
                .from(caller)
                .times(1)
                .withHeaders(Map.of("Retry-After", Long.toString(WAIT.toSeconds()))));
  }

  private static Instant awaitRefusal(HubOnSandbox hub, String caller) {
    await().atMost(WAIT).until(() -> !refusals(hub, caller).isEmpty());
    return refusals(hub, caller).get(0).time();
  }

  private static List<Entry> refusals(HubOnSandbox hub, String caller) {
    return hub.sandbox()
        .server()
        .log()
        .entries(it -> it.caller().equals(caller) && it.status() == 429);
  }

  private static void assertNothingBeforeTheGateOpened(
      HubOnSandbox hub, String caller, Instant refused) {
    assertThat(
            hub.sandbox()
                .server()
                .log()
                .entries(
                    it ->
                        it.caller().equals(caller)
                            && it.time().isAfter(refused.plusSeconds(2))
                            && it.time().isBefore(refused.plus(WAIT))))
        .isEmpty();
  }

  private static String relation(HubOnSandbox hub, String page, String property) {
    return hub.sandbox()
        .notion()
        .page(page)
        .at("/properties/" + property + "/relation/0/id")
        .asText();
  }

  private static List<Entry> posts(HubOnSandbox hub) {
    return hub.sandbox().server().log().entries(it -> it.path().endsWith("chat.postMessage"));
  }
}
