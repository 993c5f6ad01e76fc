package caravan.clock;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SetBacksTest {

  private final SettableClock clock = new SettableClock("2026-11-22T10:00:00Z");
  private long nanos = -5_000_000_000L;
  private final SetBacks setBacks = new SetBacks(clock, () -> nanos);

  @Test
  void aClockThatIsSetBackIsNoticedOnce() {
    pass(Duration.ofMinutes(1));
    assertThat(setBacks.look()).isZero();
    pass(Duration.ofSeconds(10));
    clock.advance(Duration.ofHours(-1));
    assertThat(setBacks.look()).isEqualTo(Duration.ofHours(1));
    pass(Duration.ofSeconds(10));
    assertThat(setBacks.look()).isZero();
  }

  @Test
  void aStepThatIsHiddenByTheTimeThatPassedIsNoticed() {
    pass(Duration.ofMinutes(10));
    clock.advance(Duration.ofMinutes(-5));
    assertThat(setBacks.look()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void smallCorrectionsAndStepsForwardNeedNothing() {
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofMillis(500));
      clock.advance(Duration.ofSeconds(-1));
      assertThat(setBacks.look()).isZero();
    }
    clock.advance(Duration.ofDays(30));
    assertThat(setBacks.look()).isZero();
  }

  private void pass(Duration time) {
    clock.advance(time);
    nanos += time.toNanos();
  }
}
