package caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.e2e.HubOnSandbox;
import caravan.sandbox.RequestLog;
import caravan.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of its budget the hub uses when there is more work than that, and never more. */
@Tag("bench")
class BudgetBench {

  private static final int BUDGET = 180;
  private static final int BACKGROUND = 126;
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Duration LENGTH = Duration.ofMinutes(5);
  private static final Duration LATENCY = Duration.ofMillis(300);

  @Test
  void backgroundUsesItsShareOfTheBudgetAndNoMore(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder()
            .budgetRequests(BUDGET)
            .budgetWindow(WINDOW)
            .latency(LATENCY)
            .build();
    try (HubOnSandbox hub = new HubOnSandbox(folder, options)) {
      hub.set("NOTION_BUDGET_REQUESTS", Integer.toString(BUDGET))
          .set("NOTION_BUDGET_WINDOW", WINDOW.toSeconds() + "s")
          .start(HubOnSandbox.ISSUES);
      hub.sandbox().createIssues(2_000);
      RequestLog log = hub.sandbox().server().log();
      hub.hub().pollNow(HubOnSandbox.ISSUES);
      await().atMost(WINDOW).until(() -> log.count("notion") > 0);
      Instant start = log.entries("notion").get(0).time();
      Instant end = start.plus(LENGTH);
      await().atMost(LENGTH.plus(WINDOW)).until(() -> Instant.now().isAfter(end));

      long requests =
          log.entries(it -> it.system().equals("notion") && it.time().isBefore(end)).size();
      int most = log.maxInAnyWindow("notion", WINDOW, it -> true);
      int mostInBackground =
          log.maxInAnyWindow("notion", WINDOW, it -> it.userAgent().contains("(background)"));
      double mean = requests * (double) WINDOW.toSeconds() / LENGTH.toSeconds();
      System.out.printf(
          "budget: latency %d ms: %d requests in %d s; most in any %d s: %d (background %d); 429s: %d;"
              + " mean in %d s: %.2f = %.1f %% of %d%n",
          LATENCY.toMillis(),
          requests,
          LENGTH.toSeconds(),
          WINDOW.toSeconds(),
          most,
          mostInBackground,
          log.counts("notion").status429(),
          WINDOW.toSeconds(),
          mean,
          100 * mean / BACKGROUND,
          BACKGROUND);
      assertThat(most).isLessThanOrEqualTo(BUDGET);
      assertThat(mostInBackground).isLessThanOrEqualTo(BACKGROUND);
      assertThat(log.counts("notion").status429()).isZero();
      assertThat(mean).isGreaterThanOrEqualTo(0.95 * BACKGROUND);
    }
  }
}
