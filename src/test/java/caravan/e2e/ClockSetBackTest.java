package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.SandboxOptions;
import caravan.testing.SharedClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan run} while the machine's clock is set back. */
class ClockSetBackTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  /**
   * What Camel and Quartz count by cannot be set back in a test; that the hub ends and starts again
   * can be seen, and that what was kept for the far future is delivered then.
   */
  @Test
  void theHubStartsAgainInTheSameProcessAndWaitsForNothing() throws IOException {
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    Path file = folder.resolve("clock");
    SharedClock clock = SharedClock.open(file);
    SandboxOptions options = SandboxOptions.unlimited().toBuilder().clock(clock).build();
    try (TestSandbox sandbox = new TestSandbox(options)) {
      List<String> main = List.of("caravan.cli.RunOnSharedClock", file.toString());
      sandbox.createIssues(1);
      try (HubProcess hub = HubProcess.start(home, environment(sandbox), main)) {
        await().atMost(PATIENCE).until(() -> pages(sandbox) == 1);

        clock.setBack(Duration.ofHours(2));

        await().atMost(PATIENCE).until(() -> starts(hub) == 2);
        assertThat(hub.output()).contains("clock was set back by 7", "ends in order");
        sandbox.createIssues(1);
        await().atMost(PATIENCE).until(() -> pages(sandbox) == 2);
        assertThat(hub.terminate()).as(hub::output).isZero();
        assertThat(starts(hub)).isEqualTo(2);
      }
    }
  }

  private static Map<String, String> environment(TestSandbox sandbox) throws IOException {
    Map<String, String> environment = new TreeMap<>(sandbox.environment());
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      environment.put("SERVER_PORT", Integer.toString(socket.getLocalPort()));
    }
    environment.put("SYNC_SWEEP_CRON", "off");
    environment.put("LINEAR_ISSUES_ENABLED", "true");
    environment.put("LINEAR_ISSUES_EVERY", "1s");
    return environment;
  }

  private static int pages(TestSandbox sandbox) {
    return sandbox.notion().pages(sandbox.ids().linearIssues()).size();
  }

  private static long starts(HubProcess hub) {
    return hub.output().lines().filter(line -> line.startsWith("Caravan runs: ")).count();
  }
}
