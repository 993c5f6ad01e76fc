package caravan.sandbox.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Keeps messages to one channel apart (Slack: rate limits, one message per second and channel). */
final class SlackPace {
  private final Clock clock;
  private final Map<String, Instant> due = new HashMap<>();

  SlackPace(Clock clock) {
    this.clock = clock;
  }

  /** Takes one message for the channel; the time to wait if it comes too early, else zero. */
  synchronized Duration take(String channelId, SlackOptions options) {
    Instant now = clock.instant();
    Instant next = due.getOrDefault(channelId, now);
    next = next.isBefore(now) ? now : next;
    Duration credit = options.messageInterval().multipliedBy(options.burst() - 1L);
    Duration wait = Duration.between(now, next).minus(credit);
    if (wait.isZero() || wait.isNegative()) {
      due.put(channelId, next.plus(options.messageInterval()));
      return Duration.ZERO;
    }
    return wait;
  }
}
