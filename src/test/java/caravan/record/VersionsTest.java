package caravan.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionsTest {

  @Test
  void momentsAreOrderedByTimeAndNotByText() {
    assertThat(Versions.isOlder("2026-11-22T09:00:00Z", "2026-11-22T09:00:00.500Z")).isTrue();
    assertThat(Versions.isOlder("2026-11-22T11:00:00+02:00", "2026-11-22T09:30:00Z")).isTrue();
    assertThat(Versions.isOlder("2026-11-22T09:30:00Z", "2026-11-22T11:00:00+02:00")).isFalse();
  }

  @Test
  void theSameMomentIsNotOlder() {
    assertThat(Versions.isOlder("2026-11-22T09:00:00Z", "2026-11-22T10:00:00+01:00")).isFalse();
  }

  @Test
  void whatIsMissingOrNoMomentIsNeverOlder() {
    String moment = "2026-11-22T09:00:00Z";
    assertThat(Versions.isOlder(null, moment)).isFalse();
    assertThat(Versions.isOlder("", moment)).isFalse();
    assertThat(Versions.isOlder(moment, null)).isFalse();
    assertThat(Versions.isOlder(moment, " ")).isFalse();
    assertThat(Versions.isOlder("9", "10")).isFalse();
    assertThat(Versions.isOlder("10", "9")).isFalse();
  }
}
