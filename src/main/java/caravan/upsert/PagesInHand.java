package caravan.upsert;

import caravan.sync.InFlight;
import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * The pages that are being written: a record's delivery and the second pass of its relations never
 * write one page at the same time, so that what was said later is what stays.
 */
public final class PagesInHand {

  private static final String IN_HAND = "pageInHand";

  /** A write waits for its budget, too. */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final InFlight pages = new InFlight(PATIENCE);

  /**
   * Waits until nobody else writes the page of this record, then takes it. The exchange holds it
   * until {@link #release}.
   */
  void take(Exchange exchange, String target, String externalId) {
    release(exchange);
    String page = target + "\u001f" + externalId;
    pages.enter(page);
    exchange.setVariable(IN_HAND, page);
  }

  /** Gives the page free that the exchange holds, if it holds one. */
  public void release(Exchange exchange) {
    String page = exchange.getVariable(IN_HAND, String.class);
    if (page != null) {
      exchange.removeVariable(IN_HAND);
      pages.leave(page);
    }
  }
}
