package caravan.clock;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub's clock, but never ahead of the services': what was read or sent "now" is compared with
 * times that they give, and a hub that is ahead would take for seen what is only about to happen.
 *
 * <p>By how much the hub is ahead is learnt from the Date that each answer carries (RFC 9110: Date,
 * in whole seconds). It was made between the request and the answer, which bounds the lead from
 * both sides; several answers bound it better. The largest lead counts. A service that is itself
 * behind only makes windows longer.
 */
public final class ServicesClock extends Clock {

  /** A lead below this is what latency and whole seconds make of none. */
  static final Duration NONE = Duration.ofSeconds(2);

  /** Whoever is ahead by more is told. */
  static final Duration TOLD = Duration.ofSeconds(5);

  /** A service that is further away is wrong itself. */
  static final Duration LARGEST = Duration.ofDays(1);

  private static final String ASKED_AT = "askedAt";

  private static final Logger LOG = LoggerFactory.getLogger(ServicesClock.class);

  /** By how much the hub is ahead: at least, and at most. */
  private record Bounds(Duration least, Duration most) {

    /** Both hold; if they cannot, a clock was set, and the newer ones hold. */
    static Bounds both(Bounds before, Bounds now) {
      Duration least = before.least.compareTo(now.least) > 0 ? before.least : now.least;
      Duration most = before.most.compareTo(now.most) < 0 ? before.most : now.most;
      return least.compareTo(most) > 0 ? now : new Bounds(least, most);
    }
  }

  private final Clock hub;
  private final Map<String, Bounds> services = new ConcurrentHashMap<>();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile Duration lead = Duration.ZERO;

  /**
   * @param hub the hub's own clock
   */
  public ServicesClock(Clock hub) {
    this.hub = hub;
  }

  @Override
  public Instant instant() {
    return at(hub.instant());
  }

  /** What this clock, as far as is known now, showed when the hub's own showed that. */
  public Instant at(Instant shownByTheHub) {
    return shownByTheHub.minus(lead);
  }

  /** The hub's own clock. */
  public Clock hub() {
    return hub;
  }

  /** By how much the hub's clock is ahead of the services'; zero if it is not. */
  public Duration lead() {
    return lead;
  }

  /** The exchange's request is about to be sent. */
  public void asked(Exchange exchange) {
    exchange.setVariable(ASKED_AT, hub.instant());
  }

  /** The exchange's message is the answer; one without a Date, or from a cache, says nothing. */
  public void answered(Exchange exchange, String service) {
    String date = exchange.getMessage().getHeader("Date", String.class);
    Instant askedAt = exchange.getVariable(ASKED_AT, Instant.class);
    if (date != null && askedAt != null && exchange.getMessage().getHeader("Age") == null) {
      heard(service, askedAt, date, hub.instant());
    }
  }

  synchronized void heard(String service, Instant askedAt, String date, Instant answeredAt) {
    Instant shown;
    try {
      shown = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.trim(), Instant::from);
    } catch (DateTimeException e) {
      LOG.debug("{} gave a Date that is none: {}", service, date, e);
      return;
    }
    Duration least = Duration.between(shown.plusSeconds(1), askedAt);
    Duration most = Duration.between(shown, answeredAt);
    Bounds bounds = services.merge(service, new Bounds(least, most), Bounds::both);
    lead =
        services.values().stream()
            .map(Bounds::most)
            .filter(it -> it.compareTo(NONE) >= 0)
            .max(Duration::compareTo)
            .map(it -> it.compareTo(LARGEST) > 0 ? LARGEST : it)
            .orElse(Duration.ZERO);
    if (bounds.least().compareTo(TOLD) > 0 && told.compareAndSet(false, true)) {
      LOG.warn(
          "This machine's clock is about {} s ahead of {}'s. Caravan reckons with that, so nothing"
              + " is missed; but set the clock, best by NTP. Times in logs and reports are wrong"
              + " until then.",
          bounds.least().toSeconds(),
          service);
    }
  }

  @Override
  public ZoneId getZone() {
    return hub.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("what services say is compared in UTC");
  }
}
