package caravan.settings;

import caravan.clock.LocalCron;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

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
    LocalCron moments = new LocalCron(cron, ZoneId.systemDefault());
    Duration longest = Duration.ZERO;
    Instant last = now;
    for (int i = 0; i < FIRINGS; i++) {
      Optional<Instant> next = moments.after(last);
      if (next.isEmpty()) {
        return NEVER;
      }
      Duration pause = Duration.between(last, next.get());
      longest = pause.compareTo(longest) > 0 ? pause : longest;
      last = next.get();
    }
    return longest;
  }
}
