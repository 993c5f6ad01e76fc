package caravan.hub;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.TestHub;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.component.quartz.QuartzComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimersTest {

  /**
   * A poll keeps its thread to its end; with Quartz's ten, a few backfills would stop all polls.
   */
  @Test
  void thereAreThreadsForEveryTimerOfEveryIntegration(@TempDir Path home) throws Exception {
    try (TestHub hub = TestHub.start(home, "http://127.0.0.1:1", Clock.systemUTC(), Map.of())) {
      int threads =
          hub.context()
              .getComponent("quartz", QuartzComponent.class)
              .getScheduler()
              .getMetaData()
              .getThreadPoolSize();
      assertThat(hub.hub().beans().settings().enabled()).hasSize(2);
      assertThat(threads).isEqualTo(4 + 2 * 4);
    }
  }
}
