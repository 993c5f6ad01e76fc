package caravan.bench;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The real time, ahead by what would only have been waited for. */
final class OffsetClock extends Clock {

  private final Clock real;
  private final AtomicLong aheadMillis = new AtomicLong();

  OffsetClock(Clock real) {
    this.real = real;
  }

  void move(Duration by) {
    aheadMillis.addAndGet(by.toMillis());
  }

  @Override
  public Instant instant() {
    return real.instant().plusMillis(aheadMillis.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the bench counts in UTC");
  }
}
