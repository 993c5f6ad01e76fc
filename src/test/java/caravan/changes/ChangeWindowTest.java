package caravan.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChangeWindowTest {

  private static final Duration LAG = Duration.ofSeconds(30);

  @Test
  void withoutAWatermarkEverythingIsAskedFor() {
    assertThat(ChangeWindow.from(null, null, LAG)).isNull();
  }

  @Test
  void itReachesBackByTheIndexLagAndToTheStartOfThatMinute() {
    assertThat(ChangeWindow.from(at("10:05:40"), null, LAG)).isEqualTo(at("10:05:00"));
    assertThat(ChangeWindow.from(at("10:05:29"), null, LAG)).isEqualTo(at("10:04:00"));
    assertThat(ChangeWindow.from(at("10:05:30"), null, LAG)).isEqualTo(at("10:05:00"));
    assertThat(ChangeWindow.from(at("10:05:00"), null, Duration.ZERO)).isEqualTo(at("10:05:00"));
  }

  @Test
  void itDoesNotReachBehindTheMinuteOfAFirstStart() {
    assertThat(ChangeWindow.from(at("10:05:10"), at("10:05:10"), LAG)).isEqualTo(at("10:05:00"));
    assertThat(ChangeWindow.from(at("10:09:00"), at("10:05:10"), LAG)).isEqualTo(at("10:08:00"));
  }

  private static Instant at(String time) {
    return Instant.parse("2026-11-22T" + time + "Z");
  }
}
