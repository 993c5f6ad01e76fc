package caravan.gateway;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gates that are closed for a time because a service asked to wait; each has a name.
 *
 * <p>The time is measured by a clock that never goes back: a machine's clock that is set back by a
 * day must not keep a gate closed for a day.
 */
public final class Gates {

  private static final Logger LOG = LoggerFactory.getLogger(Gates.class);

  private final LongSupplier nanoTime;
  private final Clock clock;
  private final Map<String, Long> closedUntil = new ConcurrentHashMap<>();

  /**
   * @param nanoTime a clock that never goes back, in nanoseconds
   * @param clock tells people when a gate opens
   */
  public Gates(LongSupplier nanoTime, Clock clock) {
    this.nanoTime = nanoTime;
    this.clock = clock;
  }

  /** Closes the gate for this long; one that is closed for longer stays so. */
  public void close(String name, Duration wait) {
    long until = nanoTime.getAsLong() + wait.toNanos();
    closedUntil.merge(name, until, (a, b) -> a - b > 0 ? a : b);
    LOG.info(
        "{}: the service asks to wait; no request before {}",
        name,
        clock.instant().plusMillis(waitMillis(name)));
  }

  /** Milliseconds until the gate opens, rounded up; 0 when it is open. */
  public long waitMillis(String name) {
    Long until = closedUntil.get(name);
    long left = until == null ? 0 : until - nanoTime.getAsLong();
    return left <= 0 ? 0 : (left - 1) / 1_000_000 + 1;
  }

  /** Whether requests may pass now. */
  public boolean isOpen(String name) {
    return waitMillis(name) == 0;
  }
}
