package caravan.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinceTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void allReachesBackToTheBeginning() {
    assertThat(Since.parse(" all ", NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "now, 2026-11-22T10:00:00Z",
    "2026-11-01, 2026-11-01T00:00:00Z",
    "2026-11-01T08:30:00+02:00, 2026-11-01T06:30:00Z",
    "2026-11-01T08:30:00Z, 2026-11-01T08:30:00Z"
  })
  void aDateIsMidnightInUtc(String text, Instant moment) {
    assertThat(Since.parse(text, NOW)).contains(moment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ALL", "yesterday", "2026-13-01", "22.11.2026", "2026-11-01T08:30"})
  void anythingElseIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Since.parse(text, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all, now, a date (2026-11-22)")
        .hasMessageContaining("\"" + text + "\"");
  }
}
