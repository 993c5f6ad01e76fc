package caravan.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** In Berlin, 2:00 to 3:00 does not exist on 2026-03-29 and exists twice on 2026-10-25. */
class LocalCronTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aMomentThatDoesNotExistComesAnHourLater() {
    assertThat(next("0 30 2 * * ?", "2026-03-27T12:00", 3))
        .containsExactly(
            "2026-03-28T02:30+01:00", "2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00");
    assertThat(next("0 30 2 ? * SUN", "2026-03-28T12:00", 1))
        .containsExactly("2026-03-29T03:30+02:00");
  }

  @Test
  void aMomentThatExistsTwiceComesOnce() {
    assertThat(next("0 30 2 * * ?", "2026-10-23T12:00", 3))
        .containsExactly(
            "2026-10-24T02:30+02:00", "2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
  }

  /** A sweep that ended within the second of the two hours is not due again in the same night. */
  @Test
  void itDoesNotComeAgainInTheSecondOfTwoHours() {
    LocalCron nightly = new LocalCron("0 30 2 * * ?", BERLIN);
    for (String done : List.of("00:30", "00:31", "00:59", "01:00", "01:10", "01:30", "01:59")) {
      assertThat(nightly.after(Instant.parse("2026-10-25T" + done + ":00Z")))
          .as(done)
          .contains(Instant.parse("2026-10-26T01:30:00Z"));
    }
  }

  @Test
  void whatComesEveryFewMinutesKeepsItsPace() {
    LocalCron paced = new LocalCron("0 0/20 * * * ?", BERLIN);
    for (String night : List.of("2026-03-28T22:00:00Z", "2026-10-24T22:00:00Z")) {
      Instant last = Instant.parse(night);
      for (int i = 0; i < 30; i++) {
        Instant next = paced.after(last).orElseThrow();
        assertThat(Duration.between(last, next))
            .as("after " + last)
            .isEqualTo(Duration.ofMinutes(20));
        last = next;
      }
    }
  }

  @Test
  void anExpressionThatLiesInThePastNeverComes() {
    assertThat(
            new LocalCron("0 0 0 1 1 ? 2020", BERLIN)
                .after(Instant.EPOCH.plus(Duration.ofDays(25_000))))
        .isEmpty();
    assertThatThrownBy(() -> new LocalCron("every night", BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every night");
  }

  private static List<String> next(String cron, String local, int count) {
    LocalCron moments = new LocalCron(cron, BERLIN);
    Instant last = LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      last = moments.after(last).orElseThrow();
      found.add(OffsetDateTime.ofInstant(last, BERLIN).toString());
    }
    return found;
  }
}
