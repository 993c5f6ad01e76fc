package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.RequestLog;
import caravan.sandbox.SandboxOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Background work slows down while Notion's answers are slow, and recovers when they are not. */
class SlowdownTest {

  private static final SandboxOptions CALM =
      SandboxOptions.unlimited().toBuilder().latency(Duration.ofMillis(100)).build();

  @Test
  void itSlowsDownBeforeItIsRefusedAndRecoversByItself(@TempDir Path folder) throws Exception {
    try (HubOnSandbox hub = new HubOnSandbox(folder, CALM)) {
      hub.sandbox().createIssues(3_000);
      hub.set("NOTION_BUDGET_REQUESTS", "600").set("NOTION_BUDGET_WINDOW", "10s").start(ISSUES);
      RequestLog log = hub.sandbox().server().log();
      hub.hub().pollNow(ISSUES);
      await().atMost(Duration.ofSeconds(60)).until(() -> log.count("notion") > 120);
      assertThat(attribute("BackgroundShare")).isEqualTo(1.0);
      assertThat(attribute("State")).isEqualTo("open");

      latency(hub, Duration.ofMillis(1_500));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> (double) attribute("BackgroundShare") <= 0.25);
      assertThat(attribute("State")).isEqualTo("slowed");
      assertThat((String) attribute("Detail")).contains("Notion is slow");
      await().until(() -> (int) attribute("UnderWay") <= 2);
      Instant slow = Instant.now();
      Instant later = slow.plusSeconds(5);
      await().atMost(Duration.ofSeconds(20)).until(() -> Instant.now().isAfter(later));
      assertThat(log.entries(it -> it.time().isAfter(slow) && it.time().isBefore(later)))
          .as("two at a time, 1.5 s each")
          .filteredOn(it -> it.system().equals("notion"))
          .hasSizeLessThanOrEqualTo(9);

      latency(hub, CALM.latency());
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> (double) attribute("BackgroundShare") == 1.0);
      assertThat(attribute("State")).isEqualTo("open");
      assertThat(log.counts("notion").status429()).isZero();
      hub.hub().beans().runs().stopAll();
    }
  }

  private static void latency(HubOnSandbox hub, Duration latency) {
    hub.sandbox()
        .server()
        .options(hub.sandbox().server().options().toBuilder().latency(latency).build());
  }

  private static Object attribute(String name) throws JMException {
    return ManagementFactory.getPlatformMBeanServer()
        .getAttribute(new ObjectName("caravan:type=Connection,name=notion"), name);
  }
}
