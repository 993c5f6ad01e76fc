package caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.e2e.CaravanHome;
import caravan.e2e.HubProcess;
import caravan.e2e.TestSandbox;
import caravan.sandbox.SandboxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
  private static final int SAMPLES = 3;
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
          heaps.add(liveHeapKb(hub.pid()));
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

  /** The least of a few samples after a full collection: the hub goes on working meanwhile. */
  private static long liveHeapKb(long pid) {
    long least = Long.MAX_VALUE;
    for (int sample = 0; sample < SAMPLES; sample++) {
      run("jcmd", Long.toString(pid), "GC.run");
      String[] lines = run("jstat", "-gc", Long.toString(pid)).strip().split("\n");
      List<String> names = List.of(lines[0].strip().split("\\s+"));
      List<String> values = List.of(lines[1].strip().split("\\s+"));
      double used = 0;
      for (String space : List.of("S0U", "S1U", "EU", "OU")) {
        used += Double.parseDouble(values.get(names.indexOf(space)));
      }
      least = Math.min(least, (long) used);
    }
    return least;
  }

  private static String run(String tool, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(tool + " could not be run; the benchmark needs a JDK", e);
    }
  }
}
