package caravan.hub;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.Jobs;
import caravan.testing.TestHub;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.triggers.CronTriggerImpl;

class LocalCronTriggerTest {

  @Test
  void aPollAtHalfPastTwoComesInTheNightWithoutThatHour() throws Exception {
    CronTriggerImpl quartz = new CronTriggerImpl();
    quartz.setName("poll");
    quartz.setJobName("poll");
    quartz.setCronExpression("0 30 2 * * ?");
    quartz.setTimeZone(TimeZone.getTimeZone("Europe/Berlin"));
    quartz.setStartTime(Date.from(Instant.parse("2026-03-28T12:00:00Z")));

    LocalCronTrigger trigger = LocalCronTrigger.of(quartz);

    assertThat(trigger.computeFirstFireTime(null).toInstant()).isEqualTo("2026-03-29T01:30:00Z");
    trigger.triggered(null);
    assertThat(trigger.getNextFireTime().toInstant()).isEqualTo("2026-03-30T00:30:00Z");
  }

  @Test
  void theHubsCronTriggersAreOfThatKindAndStillPoll(@TempDir Path home) throws Exception {
    Map<String, String> environment = Map.of("LINEAR_ISSUES_CRON", "* * * * * ?");
    try (TestHub hub = TestHub.start(home, "http://127.0.0.1:1", Clock.systemUTC(), environment)) {
      for (String integration : hub.hub().beans().settings().enabled()) {
        Trigger trigger =
            Jobs.scheduler(hub.context()).getTrigger(new TriggerKey(integration, "caravan"));
        assertThat(trigger).as(integration).isInstanceOf(LocalCronTrigger.class);
      }
      org.awaitility.Awaitility.await()
          .until(() -> hub.hub().beans().runs().isOpen("linear-issues"));
    }
  }
}
