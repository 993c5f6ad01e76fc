package caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.e2e.HubOnSandbox;
import caravan.e2e.WebhookStorm;
import caravan.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 2,000 webhooks in 10 seconds: a third forged, a third sent before, shuffled. */
@Tag("bench")
class WebhookStormBench {

  private static final int PAGES = 667;
  private static final Duration OVER = Duration.ofSeconds(10);

  @Test
  void everyValidOneIsAppliedOnceAndEachIsAnsweredAtOnce(@TempDir Path folder) {
    try (HubOnSandbox hub = new HubOnSandbox(folder, SandboxOptions.unlimited())) {
      WebhookStorm storm = WebhookStorm.on(hub, PAGES);
      storm.warmUp(500);
      System.gc();
      long before = used();
      WebhookStorm.Figures figures = storm.rage(OVER);
      long during = used();
      long start = System.nanoTime();
      storm.assertAppliedOnce();
      Duration applied = Duration.ofNanos(System.nanoTime() - start);
      System.gc();
      System.out.printf(
          "webhooks: %d in %.1f s, statuses %s; answered in: median %.1f ms, p99 %.1f ms, most %.1f"
              + " ms; all applied %.1f s after the last answer; heap (hub, sandbox and test): %d MB"
              + " before, %d MB right after the last answer, %d MB when all was applied%n",
          figures.sent(),
          figures.took().toMillis() / 1000.0,
          figures.statuses(),
          figures.at(0.5),
          figures.at(0.99),
          figures.at(1),
          applied.toMillis() / 1000.0,
          before >> 20,
          during >> 20,
          used() >> 20);
      assertThat(figures.statuses().get(401)).isEqualTo(PAGES);
      assertThat(figures.statuses().get(200)).isEqualTo(2 * PAGES);
      assertThat(figures.took()).as("the pace was kept").isLessThan(OVER.plusSeconds(1));
      assertThat(figures.at(0.99)).isLessThan(100);
    }
  }

  private static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
