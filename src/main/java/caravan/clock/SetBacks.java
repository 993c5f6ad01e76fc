package caravan.clock;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Notices that a clock was set back, by a clock that never goes back. Small corrections, such as
 * those of NTP, count for nothing, and neither does a clock that is set forward.
 */
public final class SetBacks {

  /** What a clock that is merely corrected does not lose between two looks. */
  static final Duration SMALL = Duration.ofSeconds(3);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private Instant lastShown;
  private long lastNanos;

  /**
   * @param nanoTime a clock that never goes back, in nanoseconds
   */
  public SetBacks(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.lastShown = clock.instant();
    this.lastNanos = nanoTime.getAsLong();
  }

  /** By how much the clock was set back since the last look; zero if it was not. */
  public Duration look() {
    Instant shown = clock.instant();
    long nanos = nanoTime.getAsLong();
    Duration back = Duration.between(shown, lastShown.plusNanos(nanos - lastNanos));
    lastShown = shown;
    lastNanos = nanos;
    return back.compareTo(SMALL) > 0 ? back : Duration.ZERO;
  }
}
