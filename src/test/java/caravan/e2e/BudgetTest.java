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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 4: never over budget, and background work leaves the reserve alone. */
class BudgetTest {

  private static final int BUDGET = 20;
  private static final int BACKGROUND = 14;
  private static final Duration WINDOW = Duration.ofSeconds(2);

  @Test
  void noWindowHoldsMoreThanTheBudgetAndBackgroundNeverTouchesTheReserve(@TempDir Path folder)
      throws Exception {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder()
            .budgetRequests(BUDGET)
            .budgetWindow(WINDOW)
            .latency(Duration.ofMillis(20))
            .build();
    ExecutorService people = Executors.newFixedThreadPool(2);
    AtomicBoolean going = new AtomicBoolean(true);
    try (HubOnSandbox hub = new HubOnSandbox(folder, options)) {
      hub.set("NOTION_BUDGET_REQUESTS", Integer.toString(BUDGET))
          .set("NOTION_BUDGET_WINDOW", WINDOW.toSeconds() + "s")
          .start(ISSUES);
      hub.sandbox().createIssues(300);
      hub.hub().pollNow(ISSUES);
      ProducerTemplate producer = hub.hub().context().createProducerTemplate();
      Runnable asking =
          () -> {
            while (going.get()) {
              producer.send(
                  "direct:notion",
                  exchange -> {
                    exchange.setVariable(NotionCalls.LANE, "interactive");
                    exchange.getMessage().setBody(NotionRequest.get("/v1/users/me"));
                  });
            }
          };
      Future<?> one = people.submit(asking);
      Future<?> two = people.submit(asking);
      Instant end = Instant.now().plusSeconds(10);
      await().atMost(Duration.ofSeconds(20)).until(() -> Instant.now().isAfter(end));
      going.set(false);
      one.get();
      two.get();

      RequestLog log = hub.sandbox().server().log();
      assertThat(log.counts("notion").status429()).isZero();
      assertThat(log.maxInAnyWindow("notion", WINDOW, entry -> true))
          .as("in any two seconds")
          .isEqualTo(BUDGET);
      assertThat(log.maxInAnyWindow("notion", WINDOW, BudgetTest::isBackground))
          .as("in the background")
          .isBetween(BACKGROUND - 4, BACKGROUND);
      assertThat(log.entries(entry -> !isBackground(entry) && entry.system().equals("notion")))
          .as("interactive requests are not starved")
          .hasSizeGreaterThan(15);
    } finally {
      going.set(false);
      people.shutdownNow();
    }
  }

  private static boolean isBackground(RequestLog.Entry entry) {
    return entry.userAgent().contains("(background)");
  }
}
