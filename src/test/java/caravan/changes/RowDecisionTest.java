package caravan.changes;

import static caravan.changes.RowDecision.DUE;
import static caravan.changes.RowDecision.GONE;
import static caravan.changes.RowDecision.UNCHANGED;
import static caravan.changes.RowDecision.UNREAD;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.KnownItem;
import caravan.store.KnownItem.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowDecisionTest {

  private static final Instant EDITED = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void aRowThatWasNeverHandedOverIsDue() {
    assertThat(decide(Optional.empty(), State.PRESENT, EDITED, "h", "10:00:30")).isEqualTo(DUE);
    assertThat(decide(Optional.empty(), State.PRESENT, EDITED, null, "10:00:30")).isEqualTo(UNREAD);
  }

  @Test
  void anotherTimeOrAnotherRowIsDue() {
    Optional<KnownItem> known = known(State.PRESENT, "10:05:00");
    assertThat(decide(known, State.PRESENT, EDITED.plusSeconds(60), "h", "10:06:00"))
        .isEqualTo(DUE);
    assertThat(decide(known, State.PRESENT, EDITED, "other", "10:06:00")).isEqualTo(DUE);
    assertThat(decide(known, State.PRESENT, EDITED, "h", "10:06:00")).isEqualTo(UNCHANGED);
  }

  @Test
  void whatWasReadWithinItsMinuteIsReadOnceMoreWhenTheMinuteHasClosed() {
    Optional<KnownItem> within = known(State.PRESENT, "10:00:59.999");
    assertThat(decide(within, State.PRESENT, EDITED, "h", "10:00:59.999"))
        .as("the minute is open")
        .isEqualTo(UNCHANGED);
    assertThat(decide(within, State.PRESENT, EDITED, "h", "10:01:00"))
        .as("the minute has closed")
        .isEqualTo(DUE);
    Optional<KnownItem> afterwards = known(State.PRESENT, "10:01:00");
    assertThat(decide(afterwards, State.PRESENT, EDITED, "h", "10:02:00"))
        .as("read after it")
        .isEqualTo(UNCHANGED);
  }

  @Test
  void whatAWebhookNamesIsReadAgainUnlessItWasReadAfterItsMinute() {
    Instant now = at("10:00:40");
    assertThat(
            RowDecision.of(
                known(State.PRESENT, "10:00:30"),
                State.PRESENT,
                EDITED,
                "h",
                now,
                Duration.ZERO,
                true))
        .as("its body may have changed since")
        .isEqualTo(DUE);
    assertThat(
            RowDecision.of(
                known(State.PRESENT, "10:01:00"),
                State.PRESENT,
                EDITED,
                "h",
                now,
                Duration.ZERO,
                true))
        .as("a late or repeated event costs nothing more")
        .isEqualTo(UNCHANGED);
  }

  @Test
  void aRowThatWasListedByItsTitleIsReadOnlyIfItWasEdited() {
    Optional<KnownItem> within = known(State.PRESENT, "10:00:59");
    assertThat(decide(within, State.PRESENT, EDITED, null, "10:05:00"))
        .as("the poll confirms its minute")
        .isEqualTo(UNCHANGED);
    assertThat(decide(within, State.PRESENT, EDITED.plusSeconds(60), null, "10:05:00"))
        .isEqualTo(UNREAD);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PRESENT")
  void aRowThatIsGoneIsHandedOverOnce(State gone) {
    assertThat(decide(known(State.PRESENT, "10:05:00"), gone, EDITED, "h", "10:06:00"))
        .isEqualTo(GONE);
    assertThat(decide(Optional.empty(), gone, EDITED, "h", "10:06:00")).isEqualTo(GONE);
    assertThat(decide(known(gone, "10:05:00"), gone, EDITED.plusSeconds(60), null, "10:06:00"))
        .isEqualTo(UNCHANGED);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PRESENT")
  void aRowThatIsBackIsDueEvenIfNothingOfItChanged(State gone) {
    Optional<KnownItem> known = known(gone, "10:05:00");
    assertThat(decide(known, State.PRESENT, EDITED, "h", "10:06:00")).isEqualTo(DUE);
    assertThat(decide(known, State.PRESENT, EDITED, null, "10:06:00")).isEqualTo(UNREAD);
  }

  private static RowDecision decide(
      Optional<KnownItem> known, State state, Instant edited, String hash, String now) {
    return RowDecision.of(known, state, edited, hash, at(now), Duration.ZERO, false);
  }

  private static Optional<KnownItem> known(State state, String readAt) {
    return Optional.of(new KnownItem("p", state, "Name", "T", "url", EDITED, "h", at(readAt)));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-22T" + time + "Z");
  }
}
