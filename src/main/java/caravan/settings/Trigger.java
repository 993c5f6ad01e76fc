package caravan.settings;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.quartz.CronExpression;

/** The options of a quartz endpoint that fires as an integration's settings say. */
final class Trigger {

  /** A week of hourly firings. */
  private static final int FIRINGS = 168;

  private static final Duration NEVER = Duration.ofDays(3650);

  private Trigger() {}

  /** A cron expression if there is one, else an interval that starts at once. */
  static String of(String cron, Duration every) {
    return cron.isBlank()
        ? "trigger.repeatInterval=" + every.toMillis() + "&trigger.repeatCount=-1"
        : "cron=" + cron.trim().replace(' ', '+');
  }

  /** The longest time between two of the next firings. */
  static Duration longestPause(String cron, Duration every, Instant now) {
    if (cron.isBlank()) {
      return every;
    }
    try {
      CronExpression expression = new CronExpression(cron.trim());
      Duration longest = Duration.ZERO;
      Date last = Date.from(now);
      for (int i = 0; i < FIRINGS; i++) {
        Date next = expression.getNextValidTimeAfter(last);
        if (next == null) {
          return NEVER;
        }
        Duration pause = Duration.between(last.toInstant(), next.toInstant());
        longest = pause.compareTo(longest) > 0 ? pause : longest;
        last = next;
      }
      return longest;
    } catch (ParseException e) {
      throw new IllegalArgumentException("not a Quartz cron expression: " + cron, e);
    }
  }
}
