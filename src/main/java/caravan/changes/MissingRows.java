package caravan.changes;

import caravan.notion.NotionPage;
import caravan.notion.NotionRequest;
import caravan.store.KnownItem;
import caravan.store.KnownItem.State;
import caravan.store.KnownItems;
import caravan.sync.Outcome;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * Known rows that a complete list of their data source did not show. Being missing there is no
 * evidence that a page is gone: each is read directly first, and only what that read says counts.
 */
public final class MissingRows {

  private final KnownItems knownItems;
  private final Clock clock;

  public MissingRows(KnownItems knownItems, Clock clock) {
    this.knownItems = knownItems;
    this.clock = clock;
  }

  /** The direct read of a missing page (Notion: retrieve a page). */
  public NotionRequest request(KnownItem missing) {
    return SourceRow.request(missing.id());
  }

  /**
   * Notion gave the page in the body. Variable {@code knownItem} becomes the page as it is now;
   * still a row of the data source, if only the index was late.
   */
  public void found(Exchange exchange, KnownItem missing, SourceListing listing) {
    JsonNode answer = exchange.getMessage().getBody(JsonNode.class);
    String dataSource = listing.dataSourceOf(NotionPage.read(answer).dataSourceId());
    SourceRow row = SourceRow.of(SourceRow.missing(answer, dataSource));
    State state = row.state();
    judge(exchange, row.known(state, clock.instant()).titledAs(missing));
  }

  /** Notion does not give the page: it was deleted for good, or is no longer shared. */
  public void notFound(Exchange exchange, KnownItem missing) {
    judge(exchange, missing.in(State.UNSHARED));
  }

  private static void judge(Exchange exchange, KnownItem page) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    run.note(Gone.inWords(page.state()), 1);
    if (page.state() == State.PRESENT) {
      run.count(Outcome.UNCHANGED);
    }
    exchange.setVariable(Changes.KNOWN_ITEM, page);
    exchange.setVariable("gone", page.state() != State.PRESENT);
  }

  /** The gone page was handed over or kept as a failure. */
  public void remember(Exchange exchange) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    if (run.stopped() == null) {
      KnownItem page = exchange.getVariable(Changes.KNOWN_ITEM, KnownItem.class);
      knownItems.save(run.integration(), List.of(page));
    }
  }
}
