package caravan.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedClockTest {

  @Test
  void everybodyWhoOpenedTheFileLeaps(@TempDir Path folder) {
    SharedClock one = SharedClock.open(folder.resolve("clock"));
    SharedClock other = SharedClock.open(folder.resolve("clock"));

    one.leap(Duration.ofMinutes(7));
    one.leap(Duration.ofMinutes(2));

    Instant expected = Instant.now().plus(Duration.ofMinutes(9));
    assertThat(one.instant()).isCloseTo(expected, within(2, ChronoUnit.SECONDS));
    assertThat(other.instant()).isCloseTo(expected, within(2, ChronoUnit.SECONDS));
  }

  @Test
  void whatItShowedIsFoundAgainOnTheMachinesClock(@TempDir Path folder) {
    SharedClock clock = SharedClock.open(folder.resolve("clock"));
    Instant start = Instant.now();
    Instant before = clock.instant();
    clock.leap(Duration.ofMinutes(7));
    Instant between = clock.instant();
    clock.leap(Duration.ofMinutes(2));
    Instant after = clock.instant();

    for (Instant shown : new Instant[] {before, between, after}) {
      assertThat(clock.onTheMachine(shown)).isBetween(start, start.plusSeconds(5));
    }
  }

  @Test
  void aLeapOfAFractionOfAMillisecondMovesNoMoment(@TempDir Path folder) {
    SharedClock clock = SharedClock.open(folder.resolve("clock"));
    Instant start = Instant.now();
    for (int i = 0; i < 2_000; i++) {
      clock.leap(Duration.ofSeconds(61).plusNanos(999_999));
      assertThat(clock.onTheMachine(clock.instant())).isBetween(start, start.plusSeconds(20));
    }
  }
}
