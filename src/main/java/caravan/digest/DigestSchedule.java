package caravan.digest;

import caravan.clock.LocalCron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When a digest is due, and from where to where it reaches.
 *
 * <p>A digest ends a minute before its moment: what Linear and Notion show then no longer changes,
 * also where times are floored to the minute and lists lag behind. It begins where the one before
 * ended, so that nothing is left out or told twice, however long nobody worked or the hub was down.
 */
public final class DigestSchedule {

  private static final Duration SETTLED = Duration.ofMinutes(1);
  private static final Duration LOOK_BACK = Duration.ofDays(8);
  private static final Duration USUAL = Duration.ofDays(1);

  private final LocalCron cron;
  private final ZoneId zone;
  private final Duration lateness;

  /**
   * @param cron a Quartz cron expression
   * @param lateness a digest that was missed is made up for so long after its moment, on its day
   */
  public DigestSchedule(String cron, ZoneId zone, Duration lateness) {
    this.cron = new LocalCron(cron, zone);
    this.zone = zone;
    this.lateness = lateness;
  }

  /** The zone in which days begin and times are shown. */
  public ZoneId zone() {
    return zone;
  }

  /**
   * The digest that is due now.
   *
   * @param since where the last one ended; null if there was none: then it reaches back to the
   *     moment before
   * @return empty if the day has none yet, if it was made, or if it is too late for it
   */
  public Optional<DigestWindow> due(Instant since, Instant now) {
    Instant midnight = now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
    return cron.last(midnight.minusMillis(1), now)
        .filter(moment -> Duration.between(moment, now).compareTo(lateness) <= 0)
        .map(moment -> new DigestWindow(moment, begin(since, moment), end(moment)))
        .filter(window -> window.from().isBefore(window.until()));
  }

  /** The digest of what has happened up to now, whatever the schedule says. */
  public DigestWindow asOf(Instant since, Instant now) {
    return new DigestWindow(now, begin(since, now), now);
  }

  private Instant begin(Instant since, Instant moment) {
    if (since != null) {
      return since;
    }
    return cron.last(moment.minus(LOOK_BACK), moment.minusMillis(1))
        .map(DigestSchedule::end)
        .orElseGet(() -> end(moment.minus(USUAL)));
  }

  private static Instant end(Instant moment) {
    return moment.minus(SETTLED).truncatedTo(ChronoUnit.MINUTES);
  }
}
