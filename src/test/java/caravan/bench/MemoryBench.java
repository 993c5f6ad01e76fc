package caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.e2e.CaravanHome;
import caravan.e2e.HubProcess;
import caravan.e2e.TestSandbox;
import caravan.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 5,000 issues through a hub of 192 MB whose live heap does not grow with their number. */
@Tag("bench")
class MemoryBench {

  private static final int ISSUES = 5_000;
  private static final int STEP = 1_000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Test
  void liveHeapDoesNotGrowWithTheNumberOfIssues(@TempDir Path folder) {
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    try (TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited())) {
      for (int i = 0; i < ISSUES; i++) {
        int number = i;
        sandbox
            .linear()
            .createIssue(
                sandbox.ids().linearTeam(),
                draft ->
                    draft
                        .title("Issue " + number)
                        .description(description(number))
                        .priority(number % 5)
                        .labels(List.of("Label " + number % 20))
                        .assignee("backend@example.com"));
      }
      Map<String, String> environment = new TreeMap<>(sandbox.environment());
      environment.put("NOTION_BUDGET_REQUESTS", "1000");
      environment.put("NOTION_BUDGET_WINDOW", "1s");
      environment.put("LINEAR_ISSUES_ENABLED", "true");
      environment.put("LINEAR_ISSUES_EVERY", "1h");
      Instant start = Instant.now();
      List<Long> heaps = new ArrayList<>();
      try (HubProcess hub = HubProcess.start(home, environment, "-Xmx192m")) {
        for (int pages = STEP; pages <= ISSUES; pages += STEP) {
          int wanted = pages;
          await().atMost(PATIENCE).until(() -> pages(sandbox) >= wanted || !hub.isAlive());
          assertThat(hub.isAlive()).as(hub::output).isTrue();
          heaps.add(new HubGauge(hub).liveHeapKb());
          System.out.printf(
              "memory: %d pages after %d s, live heap %.1f MB%n",
              pages(sandbox),
              Duration.between(start, Instant.now()).toSeconds(),
              heaps.get(heaps.size() - 1) / 1024.0);
        }
        assertThat(hub.terminate()).as(hub::output).isZero();
        assertThat(hub.output()).doesNotContain("OutOfMemoryError");
      }
      assertThat(sandbox.notion().counts(sandbox.ids().linearIssues(), "External ID"))
          .hasSize(ISSUES)
          .allSatisfy((id, count) -> assertThat(count).isEqualTo(1));
      assertThat(heaps.get(heaps.size() - 1) - heaps.get(0))
          .as("growth from the first %d issues to the last, in KB: %s", STEP, heaps)
          .isLessThan(8 * 1024L);
    }
  }

  private static String description(int number) {
    return ("## Part of issue "
            + number
            + "\n\n"
            + "Some **bold** text, a [link](https://example.com/"
            + number
            + ") and `code`.\n\n"
            + "- one\n- two\n  - three\n\n"
            + "```java\nint x = "
            + number
            + ";\n```\n\n")
        .repeat(8);
  }

  private static int pages(TestSandbox sandbox) {
    return sandbox.notion().pages(sandbox.ids().linearIssues()).size();
  }
}
