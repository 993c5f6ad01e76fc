package caravan.upsert;

import java.time.Duration;

/**
 * How long to wait before something is tried once more: doubling from the first wait to the
 * longest.
 */
record Pace(Duration first, Duration longest) {

  /**
   * The wait after an attempt in vain.
   *
   * @param attempts how many there were, 1 or more
   */
  Duration after(int attempts) {
    Duration wait = first;
    for (int i = 1; i < attempts && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
