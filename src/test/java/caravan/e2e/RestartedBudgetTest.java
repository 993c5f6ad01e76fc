package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.gateway.NotionCalls;
import caravan.notion.NotionRequest;
import caravan.sandbox.RequestLog;
import caravan.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 4 across a restart: the same window's budget is not spent a second time. */
class RestartedBudgetTest {

  private static final int BUDGET = 20;
  private static final int BACKGROUND = 14;
  private static final Duration WINDOW = Duration.ofSeconds(40);

  @Test
  void aKilledHubDoesNotSpendTheWindowsBudgetAgain(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder()
            .budgetRequests(BUDGET)
            .budgetWindow(WINDOW)
            .latency(Duration.ofMillis(20))
            .build();
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    try (TestSandbox sandbox = new TestSandbox(options)) {
      sandbox.createIssues(60);
      Map<String, String> environment = environment(sandbox);
      RequestLog log = sandbox.server().log();
      try (HubProcess hub = start(home, environment)) {
        awaitRequests(hub, log, BACKGROUND);
        hub.kill();
      }
      Instant killed = Instant.now();
      try (HubProcess hub = start(home, environment)) {
        awaitRequests(hub, log, BACKGROUND + 8);
        assertThat(log.entries("notion").get(BACKGROUND - 1).time().plus(WINDOW))
            .as("the new hub was there in time to do it wrong")
            .isAfter(killed.plusSeconds(15));
        assertThat(hub.terminate()).as(hub::output).isZero();
      }
      assertThat(log.counts("notion").status429()).isZero();
      assertThat(log.maxInAnyWindow("notion", WINDOW, it -> true)).isLessThanOrEqualTo(BACKGROUND);
    }
  }

  @Test
  void aHubThatWasStoppedInOrderGoesOnWithTheRestOfTheBudget(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder().budgetRequests(BUDGET).budgetWindow(WINDOW).build();
    try (HubOnSandbox hub = new HubOnSandbox(folder, options)) {
      hub.set("NOTION_BUDGET_REQUESTS", Integer.toString(BUDGET))
          .set("NOTION_BUDGET_WINDOW", WINDOW.toSeconds() + "s")
          .start(ISSUES);
      for (int i = 0; i < 10; i++) {
        ask(hub);
      }
      hub.stop();
      hub.start(ISSUES);

      Instant before = Instant.now();
      for (int i = 10; i < BUDGET; i++) {
        ask(hub);
      }
      RequestLog log = hub.sandbox().server().log();
      assertThat(log.entries("notion")).hasSize(BUDGET);
      assertThat(Instant.now()).as("without a wait").isBefore(before.plus(WINDOW.dividedBy(2)));

      ask(hub);
      assertThat(log.counts("notion").status429()).isZero();
      assertThat(log.entries("notion").get(BUDGET).time())
          .isAfterOrEqualTo(log.entries("notion").get(0).time().plus(WINDOW));
    }
  }

  private static void ask(HubOnSandbox hub) {
    Exception error =
        hub.hub()
            .context()
            .createProducerTemplate()
            .request(
                "direct:notion",
                exchange -> {
                  exchange.setVariable(NotionCalls.LANE, "interactive");
                  exchange.getMessage().setBody(NotionRequest.get("/v1/users/me"));
                })
            .getException();
    assertThat(error).isNull();
  }

  private static void awaitRequests(HubProcess hub, RequestLog log, int count) {
    await()
        .atMost(Duration.ofSeconds(150))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> log.count("notion") >= count || !hub.isAlive());
    assertThat(hub.isAlive()).as(hub::output).isTrue();
  }

  private static HubProcess start(Path home, Map<String, String> environment) {
    return HubProcess.start(home, environment, "-Xmx192m", "-XX:TieredStopAtLevel=1");
  }

  private static Map<String, String> environment(TestSandbox sandbox) {
    Map<String, String> environment = new TreeMap<>(sandbox.environment());
    environment.put("NOTION_BUDGET_REQUESTS", Integer.toString(BUDGET));
    environment.put("NOTION_BUDGET_WINDOW", WINDOW.toSeconds() + "s");
    environment.put("LINEAR_ISSUES_ENABLED", "true");
    environment.put("LINEAR_ISSUES_EVERY", "2s");
    return environment;
  }
}
