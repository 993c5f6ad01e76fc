package caravan.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.SweepStore.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepScheduleTest {

  private static final String NIGHTLY = "0 30 3 * * ?";

  @Test
  void itIsDueOnceTheNextMomentOfItsScheduleHasCome() {
    Standing done = standing("2026-11-22T03:31:00", null, null);
    assertThat(due(done, "2026-11-22T03:31:00")).isFalse();
    assertThat(due(done, "2026-11-23T03:29:59")).isFalse();
    assertThat(due(done, "2026-11-23T03:30:00")).isTrue();
    assertThat(due(done, "2026-11-29T12:00:00")).as("a missed one is made up for").isTrue();
  }

  @Test
  void anEmptyScheduleIsNeverDue() {
    Standing asked = standing("2026-01-01T00:00:00", null, "5%");
    assertThat(SweepSchedule.isDue("", asked, "10%", at("2026-11-22T12:00:00"))).isFalse();
  }

  @Test
  void aScheduleThatLiesInThePastIsNeverDue() {
    Standing done = standing("2026-11-22T03:31:00", null, null);
    assertThat(SweepSchedule.isDue("0 0 0 1 1 ? 2020", done, "10%", at("2026-11-23T12:00:00")))
        .isFalse();
  }

  @Test
  void afterAFailureItPausesAndComesAgain() {
    Standing failed = standing("2026-11-22T03:31:00", "2026-11-23T03:30:10", null);
    assertThat(due(failed, "2026-11-23T03:31:00")).isFalse();
    assertThat(due(failed, "2026-11-23T03:40:09")).isFalse();
    assertThat(due(failed, "2026-11-23T03:40:10")).isTrue();
  }

  @Test
  void anAnswerToItsQuestionMakesItDueAtOnce() {
    Standing asked = standing("2026-11-23T03:31:00", null, "10%");
    assertThat(due(asked, "2026-11-23T09:00:00")).as("nobody has answered").isFalse();
    assertThat(SweepSchedule.isDue(NIGHTLY, asked, "40%", at("2026-11-23T09:00:00"))).isTrue();
    assertThat(due(asked, "2026-11-24T03:30:00")).as("the next night looks again").isTrue();
  }

  /** Looked at every minute, as polls do; the sweep ends 50 minutes later. */
  @Test
  void inTheNightsInWhichClocksChangeThereIsExactlyOneSweep() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    for (String change : List.of("2026-03-29", "2026-10-25")) {
      LocalDateTime noon = LocalDateTime.parse(change + "T12:00:00");
      Instant now = noon.minusDays(2).atZone(berlin).toInstant();
      Standing standing = new Standing(now, null, now, null);
      List<LocalDate> nights = new ArrayList<>();
      while (now.isBefore(noon.plusDays(2).atZone(berlin).toInstant())) {
        if (SweepSchedule.isDue("0 30 2 * * ?", berlin, standing, "10%", now)) {
          nights.add(LocalDate.ofInstant(now, berlin));
          now = now.plus(Duration.ofMinutes(50));
          standing = new Standing(now, null, now, null);
        }
        now = now.plus(Duration.ofMinutes(1));
      }
      assertThat(nights)
          .containsExactly(
              noon.toLocalDate().minusDays(1),
              noon.toLocalDate(),
              noon.toLocalDate().plusDays(1),
              noon.toLocalDate().plusDays(2));
    }
  }

  private static boolean due(Standing standing, String now) {
    return SweepSchedule.isDue(NIGHTLY, standing, "10%", at(now));
  }

  private static Standing standing(String countsFrom, String triedAt, String askedWith) {
    return new Standing(
        at(countsFrom), triedAt == null ? null : at(triedAt), at(countsFrom), askedWith);
  }

  /** Schedules are in the machine's time zone. */
  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(ZoneId.systemDefault()).toInstant();
  }
}
