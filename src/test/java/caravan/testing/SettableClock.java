package caravan.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test sets it. */
public final class SettableClock extends Clock {

  private final AtomicReference<Instant> now;

  /** A clock that shows this moment, such as {@code 2026-11-22T10:00:00Z}. */
  public SettableClock(String moment) {
    this.now = new AtomicReference<>(Instant.parse(moment));
  }

  /** Shows another moment. */
  public void set(String moment) {
    now.set(Instant.parse(moment));
  }

  /** Goes on by this much. */
  public void advance(Duration duration) {
    now.updateAndGet(it -> it.plus(duration));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the hub's clock is never asked for a zone");
  }
}
