package caravan.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that is ahead of another by what a test says, or behind it. */
public final class ClockAhead extends Clock {

  private final Clock of;
  private volatile Duration by;

  public ClockAhead(Clock of, Duration by) {
    this.of = of;
    this.by = by;
  }

  /** From now on it is ahead by that. */
  public void by(Duration other) {
    by = other;
  }

  @Override
  public Instant instant() {
    return of.instant().plus(by);
  }

  @Override
  public ZoneId getZone() {
    return of.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("tests count in UTC");
  }
}
