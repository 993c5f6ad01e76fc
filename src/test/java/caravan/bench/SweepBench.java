package caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.e2e.CaravanHome;
import caravan.e2e.HubProcess;
import caravan.e2e.TestSandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 12,000 rows, more than one query of Notion gives, through a hub of 256 MB: the first poll, and a
 * sweep. Prints the hub's own account of both.
 */
@Tag("bench")
class SweepBench {

  private static final int ROWS = 12_000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Test
  void twelveThousandRowsAreReadAndSwept(@TempDir Path folder) {
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    try (TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited())) {
      Instant first = Instant.parse("2026-01-05T08:00:00Z");
      for (int i = 0; i < ROWS; i++) {
        Instant created = first.plusSeconds(i);
        sandbox
            .notion()
            .createPage(
                sandbox.ids().meetingNotes(),
                ValueBuilder.titled("Name", "Note " + i)
                    .option("Status", "status", "Draft")
                    .build(),
                "",
                created,
                created);
      }
      Map<String, String> environment = new TreeMap<>(sandbox.environment());
      environment.put("NOTION_BUDGET_REQUESTS", "100000");
      environment.put("MEETING_NOTES_ENABLED", "true");
      environment.put("MEETING_NOTES_EVERY", "5s");
      environment.put("SYNC_SWEEP_CRON", "0 * * * * ?");
      try (HubProcess hub = HubProcess.start(home, environment, "-Xmx256m")) {
        await().atMost(PATIENCE).until(() -> hub.output().contains("sweep done") || !hub.isAlive());
        assertThat(hub.isAlive()).as(hub::output).isTrue();
        hub.output()
            .lines()
            .filter(line -> line.contains("read " + ROWS))
            .forEach(line -> System.out.println("sweep: " + line));
        assertThat(hub.output())
            .contains("poll done")
            .contains("skipped " + ROWS)
            .contains("unchanged " + ROWS)
            .doesNotContain("OutOfMemoryError");
        assertThat(hub.terminate()).as(hub::output).isZero();
      }
    }
  }
}
