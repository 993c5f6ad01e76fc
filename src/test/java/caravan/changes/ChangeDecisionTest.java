package caravan.changes;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.SeenPages.Seen;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChangeDecisionTest {

  private static final Instant EDITED = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void aPageThatWasNeverReadIsDue() {
    assertThat(
            ChangeDecision.isDue(
                Optional.empty(), EDITED, "h", at("10:00:30"), java.time.Duration.ZERO))
        .isTrue();
  }

  @Test
  void anotherTimeOrAnotherRowIsDue() {
    Seen seen = new Seen(EDITED, "h", at("10:05:00"));
    assertThat(due(seen, EDITED.plusSeconds(60), "h", "10:06:00")).isTrue();
    assertThat(due(seen, EDITED, "other", "10:06:00")).isTrue();
    assertThat(due(seen, EDITED, "h", "10:06:00")).isFalse();
  }

  @Test
  void whatWasReadWithinItsMinuteIsReadOnceMoreWhenTheMinuteHasClosed() {
    Seen within = new Seen(EDITED, "h", at("10:00:59.999"));
    assertThat(due(within, EDITED, "h", "10:00:59.999")).as("the minute is open").isFalse();
    assertThat(due(within, EDITED, "h", "10:01:00")).as("the minute has closed").isTrue();
    Seen afterwards = new Seen(EDITED, "h", at("10:01:00"));
    assertThat(due(afterwards, EDITED, "h", "10:02:00")).as("read after it").isFalse();
  }

  private static boolean due(Seen seen, Instant edited, String hash, String now) {
    return ChangeDecision.isDue(Optional.of(seen), edited, hash, at(now), java.time.Duration.ZERO);
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-22T" + time + "Z");
  }
}
