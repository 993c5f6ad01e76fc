package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is killed in the middle of a file. */
class CrmKillTest {

  private static final int RECORDS = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @Test
  void killedInTheMiddleOfAFileItLosesNothingAndMakesNothingTwice(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder()
            .latency(Duration.ofMillis(150))
            .indexLag(Duration.ofSeconds(2))
            .build();
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    try (TestSandbox sandbox = new TestSandbox(options)) {
      Crm crm = new Crm(sandbox.notion(), folder.resolve("inbox"));
      Map<String, String> environment = new TreeMap<>(sandbox.environment());
      environment.putAll(crm.environment());
      environment.put("CRM_ENABLED", "true");
      environment.put("SYNC_RETRY_EVERY", "500ms");
      environment.put("NOTION_INDEX_LAG", "2s");
      String lines =
          IntStream.range(0, RECORDS)
              .mapToObj(i -> "c%d,Company %d\n".formatted(i, i))
              .collect(Collectors.joining());
      boolean dropped = false;
      for (int kill = 1; kill <= 2; kill++) {
        int wanted = kill * RECORDS / 4;
        try (HubProcess hub =
            HubProcess.start(home, environment, "-Xmx192m", "-XX:TieredStopAtLevel=1")) {
          if (!dropped) {
            await().atMost(PATIENCE).until(() -> Files.isDirectory(crm.file("companies")));
            crm.drop("companies/all.csv", "externalId,name\n" + lines);
            dropped = true;
          }
          await()
              .atMost(PATIENCE)
              .pollInterval(Duration.ofMillis(5))
              .until(
                  () -> sandbox.notion().pages(crm.companies).size() >= wanted || !hub.isAlive());
          assertThat(hub.isAlive()).as(hub::output).isTrue();
          hub.kill();
        }
        assertThat(sandbox.notion().pages(crm.companies)).hasSizeLessThan(RECORDS);
        assertThat(crm.file("companies/all.csv")).exists();
      }
      try (HubProcess hub =
          HubProcess.start(home, environment, "-Xmx192m", "-XX:TieredStopAtLevel=1")) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    Files.exists(crm.file("done/companies/all.csv"))
                        && sandbox.notion().pages(crm.companies).size() >= RECORDS);
        assertThat(hub.terminate()).as(hub::output).isZero();
      }
      assertThat(sandbox.notion().counts(crm.companies, "External ID"))
          .hasSize(RECORDS)
          .allSatisfy((id, count) -> assertThat(count).isEqualTo(1));
    }
  }
}
