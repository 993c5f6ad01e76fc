package caravan.sandbox.slack;

import java.time.Duration;
import java.util.Set;

/**
 * How the sandbox's Slack behaves.
 *
 * @param messageInterval time between two messages to one channel; zero switches the limit off
 * @param burst messages a channel takes at once before the interval counts; at least 1
 * @param tokens tokens that are let in; empty lets in any that is not blank
 */
public record SlackOptions(Duration messageInterval, int burst, Set<String> tokens) {
  public SlackOptions {
    if (burst < 1 || messageInterval.isNegative()) {
      throw new IllegalArgumentException("burst is at least 1, messageInterval not negative");
    }
    tokens = Set.copyOf(tokens);
  }

  /** One message a second and channel, without a burst: stricter than the service. */
  public static SlackOptions defaults() {
    return new SlackOptions(Duration.ofSeconds(1), 1, Set.of());
  }

  public SlackOptions withMessageInterval(Duration interval) {
    return new SlackOptions(interval, burst, tokens);
  }

  public SlackOptions withBurst(int messages) {
    return new SlackOptions(messageInterval, messages, tokens);
  }

  public SlackOptions withTokens(Set<String> allowed) {
    return new SlackOptions(messageInterval, burst, allowed);
  }
}
