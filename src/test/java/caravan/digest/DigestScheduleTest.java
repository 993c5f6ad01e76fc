package caravan.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DigestScheduleTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final DigestSchedule schedule =
      new DigestSchedule("0 0 9 ? * MON-FRI", BERLIN, Duration.ofHours(6));

  private Optional<DigestWindow> due(String since, String now) {
    return schedule.due(since == null ? null : Instant.parse(since), Instant.parse(now));
  }

  @Test
  void isDueFromItsMomentOnInItsZone() {
    String yesterday = "2026-11-19T07:59:00Z";
    assertThat(due(yesterday, "2026-11-20T07:59:59Z")).isEmpty();
    assertThat(due(yesterday, "2026-11-20T08:00:00Z"))
        .hasValue(
            new DigestWindow(
                Instant.parse("2026-11-20T08:00:00Z"),
                Instant.parse(yesterday),
                Instant.parse("2026-11-20T07:59:00Z")));
  }

  @Test
  void isDueOnceADay() {
    Instant until = due("2026-11-19T07:59:00Z", "2026-11-20T08:00:30Z").orElseThrow().until();
    assertThat(due(until.toString(), "2026-11-20T08:01:30Z")).isEmpty();
    assertThat(due(until.toString(), "2026-11-20T13:00:00Z")).isEmpty();
  }

  @Test
  void mondayReachesBackToFriday() {
    String friday = "2026-11-20T07:59:00Z";
    assertThat(due(friday, "2026-11-21T08:00:30Z")).as("Saturday").isEmpty();
    assertThat(due(friday, "2026-11-22T08:00:30Z")).as("Sunday").isEmpty();
    assertThat(due(friday, "2026-11-23T08:00:30Z").orElseThrow().from()).isEqualTo(friday);
  }

  @Test
  void missedOneIsMadeUpForOnItsDayWithinTheLateness() {
    String monday = "2026-11-16T07:59:00Z";
    assertThat(due(monday, "2026-11-20T14:00:00Z")).as("6 h late").isPresent();
    assertThat(due(monday, "2026-11-20T14:00:01Z")).as("later").isEmpty();
    assertThat(due(monday, "2026-11-21T00:10:00Z")).as("the day after").isEmpty();
    assertThat(due(monday, "2026-11-23T08:00:00Z").orElseThrow().from())
        .as("what it would have said is in the next one")
        .isEqualTo(monday);
  }

  @Test
  void dayEndsAtMidnightOfTheZoneHoweverLongTheLateness() {
    DigestSchedule late = new DigestSchedule("0 0 23 ? * *", BERLIN, Duration.ofHours(6));
    Instant since = Instant.parse("2026-11-19T21:59:00Z");
    assertThat(late.due(since, Instant.parse("2026-11-20T22:59:59Z"))).isPresent();
    assertThat(late.due(since, Instant.parse("2026-11-20T23:00:00Z"))).isEmpty();
  }

  @Test
  void comesAtNineByTheWallAlsoAfterClocksWereChanged() {
    assertThat(due("2026-10-23T06:59:00Z", "2026-10-23T07:00:00Z")).as("made").isEmpty();
    assertThat(due("2026-10-23T06:59:00Z", "2026-10-26T07:59:59Z")).as("8:59").isEmpty();
    assertThat(due("2026-10-23T06:59:00Z", "2026-10-26T08:00:00Z")).as("9:00").isPresent();
  }

  @Test
  void firstOneReachesBackOverOneSpanOfTheSchedule() {
    assertThat(due(null, "2026-11-23T08:00:00Z").orElseThrow().from())
        .isEqualTo("2026-11-20T07:59:00Z");
  }

  @Test
  void scheduleThatWasMovedLaterOnTheSameDayMakesAnotherOne() {
    DigestSchedule moved = new DigestSchedule("0 0 10 ? * MON-FRI", BERLIN, Duration.ofHours(6));
    DigestWindow second =
        moved
            .due(Instant.parse("2026-11-20T07:59:00Z"), Instant.parse("2026-11-20T09:00:00Z"))
            .orElseThrow();
    assertThat(second.from()).isEqualTo("2026-11-20T07:59:00Z");
  }
}
