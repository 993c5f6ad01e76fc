package caravan.clock;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.SettableClock;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ServicesClockTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final SettableClock hub = new SettableClock(NOON.toString());
  private final ServicesClock clock = new ServicesClock(hub);

  @Test
  void aHubThatIsAheadShowsTheServicesTime() {
    answer("Notion", Duration.ofMinutes(10), Duration.ofMillis(300));
    assertThat(clock.instant())
        .isBetween(NOON.minus(Duration.ofMinutes(10)).minusSeconds(2), NOON.minusSeconds(598));
  }

  @Test
  void severalAnswersBoundTheLeadBetter() {
    answer("Notion", Duration.ofMinutes(10), Duration.ofSeconds(30));
    answer("Notion", Duration.ofMinutes(10), Duration.ofMillis(100));
    answer("Notion", Duration.ofMinutes(10), Duration.ofSeconds(30));
    assertThat(clock.lead()).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(602));
  }

  @Test
  void aClockThatWasSetCountsFromTheNextAnswerOn() {
    answer("Notion", Duration.ZERO, Duration.ofMillis(100));
    assertThat(clock.lead()).isZero();
    answer("Notion", Duration.ofMinutes(3), Duration.ofMillis(100));
    assertThat(clock.lead()).isBetween(Duration.ofMinutes(3), Duration.ofSeconds(182));
    answer("Notion", Duration.ofSeconds(-20), Duration.ofMillis(100));
    assertThat(clock.lead()).isZero();
  }

  @Test
  void theLargestLeadCountsAndNoneIsEverNegative() {
    answer("Notion", Duration.ofMinutes(-5), Duration.ofMillis(100));
    answer("Linear", Duration.ofMinutes(7), Duration.ofMillis(100));
    answer("Slack", Duration.ofMinutes(2), Duration.ofMillis(100));
    assertThat(clock.lead()).isBetween(Duration.ofMinutes(7), Duration.ofSeconds(422));
  }

  @Test
  void latencyAndWholeSecondsAreNoLead() {
    answer("Notion", Duration.ZERO, Duration.ofMillis(900));
    assertThat(clock.lead()).isZero();
    assertThat(clock.instant()).isEqualTo(hub.instant());
  }

  @Test
  void aServiceThatIsYearsAwayIsReckonedWithForADay() {
    answer("Slack", Duration.ofDays(800), Duration.ofMillis(100));
    assertThat(clock.lead()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void aDateThatIsNoneSaysNothing() {
    clock.heard("Slack", hub.instant(), "yesterday", hub.instant());
    assertThat(clock.lead()).isZero();
  }

  @Test
  void peopleAreToldOnce() {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(ServicesClock.class);
    log.start();
    logger.addAppender(log);
    try {
      answer("Notion", Duration.ofSeconds(4), Duration.ofSeconds(3));
      assertThat(log.list).isEmpty();
      answer("Notion", Duration.ofMinutes(10), Duration.ofMillis(100));
      answer("Notion", Duration.ofMinutes(10), Duration.ofMillis(100));
      assertThat(log.list).hasSize(1);
      assertThat(log.list.get(0).getFormattedMessage()).contains("ahead of Notion's", "NTP");
    } finally {
      logger.detachAppender(log);
    }
  }

  /** Asked now; the service's clock is so far behind the hub's, and the answer takes so long. */
  private void answer(String service, Duration ahead, Duration latency) {
    Instant asked = hub.instant();
    hub.advance(latency);
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            asked.plus(latency.dividedBy(2)).minus(ahead).atOffset(ZoneOffset.UTC));
    clock.heard(service, asked, date, hub.instant());
  }
}
