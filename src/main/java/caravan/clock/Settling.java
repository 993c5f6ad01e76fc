package caravan.clock;

import java.time.Duration;
import java.time.Instant;

/**
 * When something that was sent and whose outcome is unknown has had time to arrive.
 *
 * @param clock shows the services' time
 * @param time how long it may take, such as {@code slack.settle}
 * @param startedAt when this process started, by the hub's own clock: an earlier one may have sent
 *     the post up to its end
 */
public record Settling(ServicesClock clock, Duration time, Instant startedAt) {

  /** For a hub that starts now. */
  public static Settling from(ServicesClock clock, Duration time) {
    return new Settling(clock, time, clock.hub().instant());
  }

  /** When what is pending since then, by the services' clock, has arrived or never will. */
  public Instant end(Instant pendingSince) {
    Instant started = clock.at(startedAt);
    return (pendingSince.isBefore(started) ? started : pendingSince).plus(time);
  }
}
