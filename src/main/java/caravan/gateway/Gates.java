package caravan.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One gate per connection: closed from a 429 or 529 until its Retry-After has passed, for every
 * lane and every integration on that connection.
 */
public final class Gates {

  private static final Logger LOG = LoggerFactory.getLogger(Gates.class);

  private final Clock clock;
  private final Map<String, Instant> closedUntil = new ConcurrentHashMap<>();

  public Gates(Clock clock) {
    this.clock = clock;
  }

  /** Closes the connection's gate for this long; a gate that is closed for longer stays so. */
  public void close(String connection, Duration wait) {
    Instant until = clock.instant().plus(wait);
    Instant now = closedUntil.merge(connection, until, (a, b) -> a.isAfter(b) ? a : b);
    LOG.info("{}: the service asks to wait; no request before {}", connection, now);
  }

  /** Milliseconds until the gate opens; 0 when it is open. */
  public long waitMillis(String connection) {
    Instant until = closedUntil.get(connection);
    if (until == null) {
      return 0;
    }
    // One more millisecond, because a wait that is rounded down would end before the gate opens.
    long left = Duration.between(clock.instant(), until).toMillis() + 1;
    return Math.max(0, left);
  }

  /** Whether requests may pass now. */
  public boolean isOpen(String connection) {
    Instant until = closedUntil.get(connection);
    return until == null || !clock.instant().isBefore(until);
  }
}
