package caravan.changes;

import caravan.sync.InFlight;
import caravan.sync.Outcome;
import caravan.sync.Poll;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Keeps the order of an item's readings. A poll's row or issue may have been read a while before
 * its turn comes; if a webhook had it read meanwhile, that reading is the newer one, and neither
 * Notion's times by the minute nor those of an issue that is gone can tell. So an item is in one
 * work at a time, and a reading that was overtaken is left: an edit after the newer one is met by
 * the next poll, which reaches back to the start of this one.
 */
public final class ItemsInWork {

  /** Exchange variable: the items that this exchange has in work. */
  private static final String HELD = "itemsInWork";

  private static final String POLL = "poll";
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int REMEMBERED = 20_000;

  private final InFlight inFlight = new InFlight(PATIENCE);
  private final Clock clock;
  private final Map<String, Instant> readAt = new LinkedHashMap<>();

  /**
   * @param clock the hub's own, by which polls begin ({@link Poll#start})
   */
  public ItemsInWork(Clock clock) {
    this.clock = clock;
  }

  /** Waits until nobody else has the item in the body in work, and takes it. */
  public void enter(Exchange exchange) {
    enterOne(exchange, exchange.getMessage().getBody(JsonNode.class).path("id").asText());
  }

  /** Waits until nobody else has the item in work, and takes it. */
  public void enterOne(Exchange exchange, String id) {
    enterAll(exchange, List.of(id));
  }

  /**
   * Waits until nobody else has any of these items in work, and takes them. Two exchanges that take
   * several at once must not want the same ones.
   */
  public void enterAll(Exchange exchange, List<String> ids) {
    String integration = exchange.getVariable(Variables.RUN, Run.class).integration();
    List<String> held = new ArrayList<>();
    exchange.setVariable(HELD, held);
    for (String id : ids) {
      String item = integration + " " + id;
      inFlight.enter(item);
      held.add(item);
    }
  }

  /** What the exchange took is out of work; nothing happens if it took nothing. */
  public void leave(Exchange exchange) {
    held(exchange).forEach(inFlight::leave);
    exchange.removeVariable(HELD);
  }

  /** What the exchange took was read just now, because of a webhook. */
  public void read(Exchange exchange) {
    synchronized (readAt) {
      for (String item : held(exchange)) {
        readAt.remove(item);
        readAt.put(item, clock.instant());
      }
      while (readAt.size() > REMEMBERED) {
        readAt.remove(readAt.keySet().iterator().next());
      }
    }
  }

  /** Whether what the exchange took was read for a webhook since the exchange's poll began. */
  public boolean isOvertaken(Exchange exchange) {
    Poll poll = exchange.getVariable(POLL, Poll.class);
    if (poll == null) {
      return false;
    }
    synchronized (readAt) {
      return held(exchange).stream()
          .map(readAt::get)
          .anyMatch(at -> at != null && !at.isBefore(poll.start()));
    }
  }

  /** Counts a reading that was overtaken; there is nothing left to do about it. */
  public void overtaken(Exchange exchange) {
    exchange.getVariable(Variables.RUN, Run.class).count(Outcome.UNCHANGED);
    exchange.setVariable(Changes.LOOK, RowDecision.UNCHANGED.name());
  }

  @SuppressWarnings("unchecked")
  private static List<String> held(Exchange exchange) {
    List<String> held = exchange.getVariable(HELD, List.class);
    return held == null ? List.of() : held;
  }
}
