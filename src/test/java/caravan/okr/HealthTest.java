package caravan.okr;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {

  /** The second quarter of 2026 is the one with 91 days, the fourth has 92: 46 are half of it. */
  private static final Quarter QUARTER = new Quarter(2026, 4);

  private static final LocalDate HALF = LocalDate.of(2026, 11, 16);

  @ParameterizedTest
  @CsvSource({
    "1, ON_TRACK",
    "0.5, ON_TRACK",
    "0.4, ON_TRACK",
    "0.3999, AT_RISK",
    "0.2, AT_RISK",
    "0.1999, OFF_TRACK",
    "0, OFF_TRACK"
  })
  void followsTheShareOfTheQuarterThatIsGone(BigDecimal progress, Health health) {
    assertThat(QUARTER.daysGone(HALF) * 2).isEqualTo(QUARTER.days());
    assertThat(Health.of(progress, QUARTER, HALF)).isEqualTo(health);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2026-09-01, ON_TRACK",
    "0, 2026-10-01, ON_TRACK",
    "0.9, 2027-01-01, ON_TRACK",
    "0.8999, 2027-01-01, AT_RISK",
    "0.7, 2028-06-01, AT_RISK",
    "0.6999, 2028-06-01, OFF_TRACK"
  })
  void beforeTheQuarterNothingIsLateAndAfterItOnlyWhatIsDoneCounts(
      BigDecimal progress, LocalDate today, Health health) {
    assertThat(Health.of(progress, QUARTER, today)).isEqualTo(health);
  }

  @Test
  void neverGetsBetterBecauseTimePasses() {
    for (int percent = 0; percent <= 100; percent++) {
      BigDecimal progress = BigDecimal.valueOf(percent, 2);
      int last = 0;
      for (LocalDate day = LocalDate.of(2026, 9, 20);
          day.isBefore(LocalDate.of(2027, 1, 10));
          day = day.plusDays(1)) {
        Health health = Health.of(progress, QUARTER, day);
        assertThat(health.ordinal()).isGreaterThanOrEqualTo(last);
        last = health.ordinal();
        double share = (double) QUARTER.daysGone(day) / QUARTER.days();
        double lag = share - percent / 100.0;
        if (Math.abs(lag - 0.1) > 1e-9 && Math.abs(lag - 0.3) > 1e-9) {
          assertThat(health)
              .isEqualTo(
                  lag < 0.1 ? Health.ON_TRACK : lag < 0.3 ? Health.AT_RISK : Health.OFF_TRACK);
        }
      }
    }
  }
}
