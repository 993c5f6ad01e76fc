package caravan.sandbox;

import java.time.Duration;

/**
 * How a service of the sandbox sends webhooks.
 *
 * @param delay between a change and its first delivery; changes of one kind to one object meanwhile
 *     become one event where the service does that
 * @param duplicates the share of deliveries that are made twice although the first one arrived,
 *     from 0 to 1
 * @param attempts how often a delivery is made that is not answered 2xx
 * @param pause before the second attempt; doubled before each further one
 */
public record WebhookOptions(Duration delay, double duplicates, int attempts, Duration pause) {

  /** Refuses negative numbers. */
  public WebhookOptions {
    if (delay.isNegative() || pause.isNegative() || attempts < 1) {
      throw new IllegalArgumentException("delay and pause are not negative, attempts are positive");
    }
    if (duplicates < 0 || duplicates > 1) {
      throw new IllegalArgumentException("duplicates are a share from 0 to 1");
    }
  }

  /** At once, each delivery once, up to eight attempts. */
  public static WebhookOptions defaults() {
    return new WebhookOptions(Duration.ZERO, 0, 8, Duration.ofSeconds(1));
  }

  /** The same with another delay. */
  public WebhookOptions withDelay(Duration value) {
    return new WebhookOptions(value, duplicates, attempts, pause);
  }

  /** The same with another share of duplicates. */
  public WebhookOptions withDuplicates(double value) {
    return new WebhookOptions(delay, value, attempts, pause);
  }

  /** The same with another pause before the second attempt. */
  public WebhookOptions withPause(Duration value) {
    return new WebhookOptions(delay, duplicates, attempts, value);
  }
}
