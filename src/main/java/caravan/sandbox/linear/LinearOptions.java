package caravan.sandbox.linear;

import java.time.Duration;
import java.util.Set;

/**
 * How the sandbox's Linear behaves.
 *
 * @param requests requests a key may make in a window
 * @param complexity points a key may spend in a window
 * @param window length of the window
 * @param keys keys and tokens that are let in; empty lets in any that is not blank
 */
public record LinearOptions(int requests, int complexity, Duration window, Set<String> keys) {
  public LinearOptions {
    keys = Set.copyOf(keys);
  }

  /** As for an API key of the service: 2,500 requests and 3,000,000 points an hour. */
  public static LinearOptions defaults() {
    return new LinearOptions(2_500, 3_000_000, Duration.ofHours(1), Set.of());
  }

  public LinearOptions withRequests(int limit) {
    return new LinearOptions(limit, complexity, window, keys);
  }

  public LinearOptions withComplexity(int limit) {
    return new LinearOptions(requests, limit, window, keys);
  }

  public LinearOptions withWindow(Duration length) {
    return new LinearOptions(requests, complexity, length, keys);
  }

  public LinearOptions withKeys(Set<String> allowed) {
    return new LinearOptions(requests, complexity, window, allowed);
  }
}
