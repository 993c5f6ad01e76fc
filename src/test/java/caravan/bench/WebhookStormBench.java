package caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.e2e.HubOnSandbox;
import caravan.e2e.WebhookStorm;
import caravan.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 2,000 webhooks in 10 seconds: a third forged, a third sent before, shuffled. */
@Tag("bench")
class WebhookStormBench {

  private static final int NOTES = 445;
  private static final int ISSUES = 222;
  private static final int EACH = NOTES + ISSUES;
  private static final Duration OVER = Duration.ofSeconds(10);
  private static final int WARM_UP = 300;

  @Test
  void everyValidOneIsAppliedOnceAndEachIsAnsweredAtOnce(@TempDir Path folder) {
    try (HubOnSandbox hub = new HubOnSandbox(folder, SandboxOptions.unlimited())) {
      WebhookStorm storm = WebhookStorm.on(hub, NOTES, ISSUES);
      storm.warmUp(WARM_UP);
      Map<String, Integer> before = storm.counted();
      hub.forgetRequests();
      System.gc();
      long heapBefore = used();
      WebhookStorm.Figures figures = storm.rage(OVER);
      long heapDuring = used();
      storm.assertAppliedOnce();
      Duration applied = Duration.ofNanos(System.nanoTime() - figures.startedAt());
      Map<String, Integer> counted = new TreeMap<>(storm.counted());
      before.forEach((result, count) -> counted.merge(result, -count, Integer::sum));
      counted.values().removeIf(count -> count == 0);
      System.gc();
      System.out.printf(
          "webhooks: %d in %.1f s (the latest %.0f ms after its time), answered %s, counted %s%n"
              + "answered in: median %.1f ms, p95 %.1f ms, p99 %.1f ms, most %.1f ms%n"
              + "all applied %.1f s after the first was sent%n"
              + "requests: %d to Notion, %d to Linear, %d to Slack%n"
              + "heap (hub, sandbox and test): %d MB before, %d MB right after the last answer"
              + " (with garbage), %d MB when all was applied%n",
          figures.sent(),
          figures.took().toMillis() / 1000.0,
          figures.late(),
          figures.statuses(),
          counted,
          figures.at(0.5),
          figures.at(0.95),
          figures.at(0.99),
          figures.at(1),
          applied.toMillis() / 1000.0,
          requests(hub, "notion"),
          requests(hub, "linear"),
          requests(hub, "slack"),
          heapBefore >> 20,
          heapDuring >> 20,
          used() >> 20);
      assertThat(figures.statuses()).isEqualTo(Map.of(200, 2 * EACH, 401, EACH));
      assertThat(counted).isEqualTo(Map.of("accepted", EACH, "duplicate", EACH, "forged", EACH));
      assertThat(figures.took()).as("the pace was kept").isLessThan(OVER.plusSeconds(1));
      assertThat(figures.at(0.99)).isLessThan(100);
    }
  }

  private static long requests(HubOnSandbox hub, String system) {
    return hub.sandbox().server().log().count(system);
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
