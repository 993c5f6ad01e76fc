package caravan.sweep;

import caravan.clock.LocalCron;
import caravan.store.SweepStore.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Whether a complete reading of a source is due. It is judged at the end of a poll, against what is
 * stored: so it never overlaps a poll, needs no timer of its own, and one that was missed while the
 * hub was down is made up for.
 */
public final class SweepSchedule {

  /** How long after a failed attempt the next one may follow. */
  static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(10);

  private SweepSchedule() {}

  /**
   * Whether it is due.
   *
   * @param cron a Quartz cron expression; blank for never
   * @param standing how it stands
   * @param maxDeletes {@code sync.max-deletes}: if the last one asked and people have changed this
   *     since, that is their answer
   */
  public static boolean isDue(String cron, Standing standing, String maxDeletes, Instant now) {
    return isDue(cron, ZoneId.systemDefault(), standing, maxDeletes, now);
  }

  /** The same for a schedule of another time zone than the machine's. */
  static boolean isDue(
      String cron, ZoneId zone, Standing standing, String maxDeletes, Instant now) {
    boolean paused =
        standing.triedAt() != null && standing.triedAt().plus(PAUSE_AFTER_FAILURE).isAfter(now);
    if (cron.isBlank() || paused) {
      return false;
    }
    if (standing.askedWith() != null && !standing.askedWith().equals(maxDeletes)) {
      return true;
    }
    return new LocalCron(cron, zone)
        .after(standing.countsFrom())
        .filter(next -> !next.isAfter(now))
        .isPresent();
  }
}
