package caravan.okr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuarterTest {

  @ParameterizedTest
  @CsvSource({
    "2026-Q1, 90, 2026-01-01",
    "2026-Q2, 91, 2026-04-01",
    "2026-Q3, 92, 2026-07-01",
    "2026-Q4, 92, 2026-10-01",
    "2028-Q1, 91, 2028-01-01"
  })
  void hasTheDaysOfItsMonths(String text, int days, LocalDate first) {
    Quarter quarter = Quarter.parse(text).orElseThrow();
    assertThat(quarter.days()).isEqualTo(days);
    assertThat(quarter.daysGone(first)).isZero();
    assertThat(quarter.daysGone(first.plusDays(1))).isEqualTo(1);
    assertThat(quarter.daysGone(first.plusDays(days - 1))).isEqualTo(days - 1);
    assertThat(quarter).hasToString(text);
  }

  @Test
  void nothingOfItIsGoneBeforeItBeginsAndAllOfItOnceItIsOver() {
    Quarter quarter = Quarter.parse("2026-Q4").orElseThrow();
    assertThat(quarter.daysGone(LocalDate.of(2025, 3, 1))).isZero();
    assertThat(quarter.daysGone(LocalDate.of(2026, 9, 30))).isZero();
    assertThat(quarter.daysGone(LocalDate.of(2027, 1, 1))).isEqualTo(92);
    assertThat(quarter.daysGone(LocalDate.of(2030, 1, 1))).isEqualTo(92);
  }

  @Test
  void everyDayLiesInTheQuarterThatItIsSaidToLieIn() {
    for (LocalDate day = LocalDate.of(2023, 12, 1);
        day.isBefore(LocalDate.of(2029, 2, 1));
        day = day.plusDays(1)) {
      Quarter quarter = Quarter.of(day);
      assertThat(Quarter.parse(quarter.toString())).contains(quarter);
      long gone = quarter.daysGone(day);
      assertThat(gone).isBetween(0L, quarter.days() - 1);
      assertThat(quarter.daysGone(day.plusDays(1))).isEqualTo(gone + 1);
    }
  }

  @Test
  void blanksAtItsEndsDoNotCount() {
    assertThat(Quarter.parse(" 2026-Q4 ")).contains(new Quarter(2026, 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Q4 2026", "2026-Q5", "2026-Q0", "2026Q4", "26-Q4", "2026-q4", "2026-Q44"})
  void whatIsNotWrittenLikeThatIsNone(String text) {
    assertThat(Quarter.parse(text)).isEmpty();
  }
}
