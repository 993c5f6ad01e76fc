package caravan.settings;

import java.time.Duration;

/** The options of a quartz endpoint that fires as an integration's settings say. */
final class Trigger {

  private Trigger() {}

  /** A cron expression if there is one, else an interval that starts at once. */
  static String of(String cron, Duration every) {
    return cron.isBlank()
        ? "trigger.repeatInterval=" + every.toMillis() + "&trigger.repeatCount=-1"
        : "cron=" + cron.trim().replace(' ', '+');
  }
}
