package caravan.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.gateway.ConnectionStates.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StarvationTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Starvation starvation = new Starvation(PATIENCE);
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void workThatStandsStillForLongerThanPeopleWaitStarves() {
    assertThat(looks(29, true)).isFalse();
    assertThat(looks(2, true)).isTrue();
  }

  @Test
  void aConnectionThatWaitsNowAndThenDoesNotStarve() {
    for (int i = 0; i < 60; i++) {
      assertThat(looks(3, true) || looks(1, false)).isFalse();
    }
  }

  @Test
  void oneRequestThatGotThroughEndsNothing() {
    looks(40, true);
    assertThat(looks(1, false)).isTrue();
    assertThat(looks(5, true)).isTrue();
  }

  @Test
  void aMinuteWithoutAStandstillIsTheEnd() {
    looks(40, true);
    assertThat(looks(5, false)).isTrue();
    assertThat(looks(2, false)).isFalse();
  }

  @Test
  void whatStandsStillIsToldFromTheMoment() {
    assertThat(Starvation.isStill(moment("open", 1, 0, 0))).as("idle").isFalse();
    assertThat(Starvation.isStill(moment("waits", 1, 0, 9))).isTrue();
    assertThat(Starvation.isStill(moment("slowed", 0.1, 3, 9))).isTrue();
    assertThat(Starvation.isStill(moment("slowed", 0.5, 3, 9))).isFalse();
    assertThat(Starvation.isStill(moment("open", 1, 3, 0))).as("others take it all").isTrue();
    assertThat(Starvation.isStill(moment("blocked", 0.1, 3, 0))).as("told apart").isFalse();
  }

  private boolean looks(int count, boolean still) {
    return List.copyOf(java.util.Collections.nCopies(count, still)).stream()
        .map(this::look)
        .reduce((before, last) -> last)
        .orElseThrow();
  }

  private boolean look(boolean still) {
    boolean starves = starvation.looked(now, still);
    now = now.plusSeconds(10);
    return starves;
  }

  private static Moment moment(String state, double share, int waiting, int backgroundSpent) {
    return new Moment(
        state, "", 180, 10, 126, backgroundSpent, 0, waiting, share, Duration.ZERO, Duration.ZERO);
  }
}
