package caravan.okr;

import java.math.BigDecimal;
import java.time.LocalDate;

/** Whether an objective's progress is enough for the part of its quarter that is gone. */
public enum Health {
  ON_TRACK("On track", new BigDecimal("0.1")),
  AT_RISK("At risk", new BigDecimal("0.3")),
  OFF_TRACK("Off track", BigDecimal.ONE);

  private final String option;
  private final BigDecimal lag;

  Health(String option, BigDecimal lag) {
    this.option = option;
    this.lag = lag;
  }

  /** Its name as an option in Notion. */
  public String option() {
    return option;
  }

  /**
   * The health of that progress on that day: on track up to a tenth behind the share of the quarter
   * that is gone, at risk up to three tenths behind, else off track. Both ends are included.
   *
   * @param progress as it is shown, so that nobody sees a value beside a health that contradicts it
   */
  static Health of(BigDecimal progress, Quarter quarter, LocalDate today) {
    BigDecimal days = BigDecimal.valueOf(quarter.days());
    BigDecimal gone = BigDecimal.valueOf(quarter.daysGone(today));
    for (Health health : values()) {
      // progress >= gone / days - lag, without a division that has to be rounded
      if (progress.add(health.lag).multiply(days).compareTo(gone) >= 0) {
        return health;
      }
    }
    throw new IllegalArgumentException(progress + " is less than nothing");
  }
}
