package caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.e2e.HubOnSandbox;
import caravan.gateway.NotionCalls;
import caravan.notion.NotionRequest;
import caravan.sandbox.RequestLog;
import caravan.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long an interactive request waits while a backfill saturates the background's budget. */
@Tag("bench")
class InteractiveBench {

  private static final int BUDGET = 180;
  private static final int BACKGROUND = 126;
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Duration LATENCY = Duration.ofMillis(300);
  private static final Duration EVERY = Duration.ofMillis(1_300);
  private static final Duration LENGTH = Duration.ofMinutes(4);

  @Test
  void anInteractiveRequestWaitsAtMostOneRequestsTime(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder()
            .budgetRequests(BUDGET)
            .budgetWindow(WINDOW)
            .latency(LATENCY)
            .build();
    List<Long> waits = new ArrayList<>();
    try (HubOnSandbox hub = new HubOnSandbox(folder, options)) {
      hub.sandbox().createIssues(3_000);
      hub.set("NOTION_BUDGET_REQUESTS", Integer.toString(BUDGET))
          .set("NOTION_BUDGET_WINDOW", WINDOW.toSeconds() + "s")
          .start(HubOnSandbox.ISSUES);
      RequestLog log = hub.sandbox().server().log();
      hub.hub().pollNow(HubOnSandbox.ISSUES);
      ProducerTemplate producer = hub.hub().context().createProducerTemplate();
      Instant end = Instant.now().plus(LENGTH);
      Instant next = Instant.now();
      while (Instant.now().isBefore(end)) {
        Instant due = next;
        await().pollInterval(Duration.ofMillis(5)).until(() -> !Instant.now().isBefore(due));
        next = next.plus(EVERY);
        long start = System.nanoTime();
        Exchange answer =
            producer.request(
                "direct:notion",
                exchange -> {
                  exchange.setVariable(NotionCalls.LANE, "interactive");
                  exchange.getMessage().setBody(NotionRequest.get("/v1/users/me"));
                });
        assertThat(answer.getException()).isNull();
        waits.add((System.nanoTime() - start) / 1_000_000 - LATENCY.toMillis());
      }
      Collections.sort(waits);
      System.out.printf(
          "interactive: %d requests, each beyond its own %d ms: median %d ms, p95 %d ms, most %d"
              + " ms; meanwhile background: most in any %d s %d of %d; in all %d of %d; 429s: %d%n",
          waits.size(),
          LATENCY.toMillis(),
          at(waits, 0.5),
          at(waits, 0.95),
          waits.get(waits.size() - 1),
          WINDOW.toSeconds(),
          log.maxInAnyWindow("notion", WINDOW, it -> it.userAgent().contains("(background)")),
          BACKGROUND,
          log.maxInAnyWindow("notion", WINDOW, it -> true),
          BUDGET,
          log.counts("notion").status429());
      assertThat(log.counts("notion").status429()).isZero();
      assertThat(log.maxInAnyWindow("notion", WINDOW, it -> true)).isLessThanOrEqualTo(BUDGET);
      assertThat(log.maxInAnyWindow("notion", WINDOW, InteractiveBench::isBackground))
          .as("the background is saturated")
          .isEqualTo(BACKGROUND);
      assertThat(at(waits, 0.95)).isLessThanOrEqualTo(LATENCY.toMillis() + 50);
    }
  }

  private static boolean isBackground(RequestLog.Entry entry) {
    return entry.userAgent().contains("(background)");
  }

  private static long at(List<Long> sorted, double percentile) {
    return sorted.get((int) Math.ceil(percentile * sorted.size()) - 1);
  }
}
