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
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Keeps the order of a page's readings. A poll's row may have been read a while before its turn
 * comes; if a webhook had the page read meanwhile, that reading is the newer one, and Notion's
 * times by the minute cannot tell. So a page is in one work at a time, and a row that was overtaken
 * is left: an edit after the newer reading is met by the next poll, which reaches back to the start
 * of this one.
 */
public final class PagesInWork {

  /** Exchange variable: the page that this exchange has in work. */
  private static final String HELD = "pageInWork";

  private static final String POLL = "poll";
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final int REMEMBERED = 20_000;

  private final InFlight inFlight = new InFlight(PATIENCE);
  private final Clock clock;
  private final Map<String, Instant> readAt = new LinkedHashMap<>();

  /**
   * @param clock the one by which polls begin
   */
  public PagesInWork(Clock clock) {
    this.clock = clock;
  }

  /** Waits until nobody else has the page of this row in work, and takes it. */
  public void enter(Exchange exchange) {
    enter(exchange, exchange.getMessage().getBody(JsonNode.class).path("id").asText());
  }

  /** Waits until nobody else has the page in work, and takes it. */
  public void enter(Exchange exchange, String pageId) {
    String page = exchange.getVariable(Variables.RUN, Run.class).integration() + " " + pageId;
    inFlight.enter(page);
    exchange.setVariable(HELD, page);
  }

  /** The page is out of work; nothing happens if none was taken. */
  public void leave(Exchange exchange) {
    String page = exchange.getVariable(HELD, String.class);
    if (page != null) {
      exchange.removeVariable(HELD);
      inFlight.leave(page);
    }
  }

  /** The page in work was read just now, because of a webhook. */
  void read(Exchange exchange) {
    String page = exchange.getVariable(HELD, String.class);
    synchronized (readAt) {
      readAt.remove(page);
      readAt.put(page, clock.instant());
      if (readAt.size() > REMEMBERED) {
        readAt.remove(readAt.keySet().iterator().next());
      }
    }
  }

  /** Whether the page in work was read since the exchange's poll began. */
  public boolean isOvertaken(Exchange exchange) {
    Poll poll = exchange.getVariable(POLL, Poll.class);
    if (poll == null) {
      return false;
    }
    Instant at;
    synchronized (readAt) {
      at = readAt.get(exchange.getVariable(HELD, String.class));
    }
    return at != null && !at.isBefore(poll.start());
  }

  /** Counts a row that was overtaken; there is nothing left to do about it. */
  public void overtaken(Exchange exchange) {
    exchange.getVariable(Variables.RUN, Run.class).count(Outcome.UNCHANGED);
    exchange.setVariable(Changes.LOOK, RowDecision.UNCHANGED.name());
  }
}
