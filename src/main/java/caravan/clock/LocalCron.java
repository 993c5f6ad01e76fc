package caravan.clock;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/**
 * The moments of a Quartz cron expression in a time zone, none of which is lost or comes twice in
 * the nights in which clocks change. Quartz itself leaves out a moment of 2:30 in the night in
 * which there is none, and in the other one the first of two hours.
 *
 * <p>A moment that is skipped comes as much later as the clock is set forward; of one that comes
 * twice, the first counts. Expressions for every hour or every few hours go on at their pace.
 */
public final class LocalCron {

  private static final int HOURS = 2;

  private final CronExpression expression;
  private final ZoneId zone;
  private final boolean paced;

  /**
   * @throws IllegalArgumentException if it is no cron expression
   */
  public LocalCron(String cron, ZoneId zone) {
    String trimmed = cron.trim();
    try {
      this.expression = new CronExpression(trimmed);
    } catch (ParseException e) {
      throw new IllegalArgumentException("not a Quartz cron expression: " + cron, e);
    }
    // Only arithmetic on local times is left to Quartz: here, no hour is skipped or repeated.
    this.expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
    this.zone = zone;
    String hours = trimmed.split("\\s+")[HOURS];
    this.paced = hours.startsWith("*") || hours.contains("/");
  }

  /** The first moment after this one; empty if there is none any more. */
  public Optional<Instant> after(Instant moment) {
    return paced ? inOffset(moment, moment) : onTheWall(moment);
  }

  /** The last moment after the one and not after the other; empty if there is none. */
  public Optional<Instant> last(Instant after, Instant notAfter) {
    Optional<Instant> last = Optional.empty();
    Optional<Instant> next = after(after);
    while (next.isPresent() && !next.get().isAfter(notAfter)) {
      last = next;
      next = after(next.get());
    }
    return last;
  }

  /** As if the offset that is in force never changed; if it changes before, anew from there. */
  private Optional<Instant> inOffset(Instant from, Instant moment) {
    ZoneOffset offset = zone.getRules().getOffset(moment);
    Optional<Instant> next =
        nextOnTheWall(LocalDateTime.ofInstant(from, offset)).map(it -> it.toInstant(offset));
    if (next.isEmpty() || zone.getRules().getOffset(next.get()).equals(offset)) {
      return next;
    }
    Instant change = zone.getRules().nextTransition(moment).getInstant();
    return inOffset(change.minusMillis(1), change);
  }

  private Optional<Instant> onTheWall(Instant moment) {
    LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
    Optional<LocalDateTime> next = nextOnTheWall(local);
    while (next.isPresent()) {
      Instant instant = next.get().atZone(zone).toInstant();
      if (instant.isAfter(moment)) {
        return Optional.of(instant);
      }
      next = nextOnTheWall(next.get()); // the second of two hours: this one was there before
    }
    return Optional.empty();
  }

  private Optional<LocalDateTime> nextOnTheWall(LocalDateTime local) {
    Date next = expression.getNextValidTimeAfter(Date.from(local.toInstant(ZoneOffset.UTC)));
    return Optional.ofNullable(next)
        .map(it -> LocalDateTime.ofInstant(it.toInstant(), ZoneOffset.UTC));
  }
}
