package caravan.sync;

import java.time.Duration;

/** When a failed record is tried again: doubling waits from 5 seconds to an hour. */
public final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int DOUBLINGS = 12;

  private Backoff() {}

  /**
   * @param attempts how often delivery was tried, 1 or more
   */
  public static Duration after(int attempts) {
    int doublings = Math.min(Math.max(attempts - 1, 0), DOUBLINGS);
    Duration wait = FIRST.multipliedBy(1L << doublings);
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
