package caravan.changes;

import caravan.notion.NotionId;
import caravan.notion.NotionPage;
import caravan.notion.NotionRequest;
import caravan.store.KnownItem;
import caravan.store.KnownItems;
import caravan.sync.ItemBatch;
import caravan.sync.Outcome;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Pages that are read one by one because a webhook named them, and become rows like those of a
 * poll. What the webhook said is not believed: whether the page is a row of the integration's data
 * source, and in which state, is what the read says.
 */
public final class FetchedPages {

  /** Exchange variable: whether the page that was read is the integration's matter. */
  private static final String CONCERNS = "concerns";

  /**
   * What an integration reads.
   *
   * @param dataSources the ids of its data sources
   * @param bodies the jq condition on which it needs a page's body
   */
  public record Source(List<String> dataSources, String bodies) {

    /** Keeps its own copy of the list. */
    public Source {
      dataSources = List.copyOf(dataSources);
    }
  }

  private final Map<String, Source> sources;
  private final KnownItems knownItems;
  private final SourceContract sourceContract;
  private final ItemsInWork itemsInWork;

  /**
   * @param sources by the integration's name
   */
  public FetchedPages(
      Map<String, Source> sources,
      KnownItems knownItems,
      SourceContract sourceContract,
      ItemsInWork itemsInWork) {
    this.sources = Map.copyOf(sources);
    this.knownItems = knownItems;
    this.sourceContract = sourceContract;
    this.itemsInWork = itemsInWork;
  }

  /** The read of a page (Notion: retrieve a page). */
  public NotionRequest request(String pageId) {
    return SourceRow.request(pageId);
  }

  /**
   * Notion gave the page in the body, which becomes a row. Variable {@code concerns} says whether
   * it goes on from here: it is a row of the data source, or was one when it was handed over.
   *
   * @param firstFrom what the first start reached back to: an older page is left; null for
   *     everything
   * @throws caravan.notion.ContractBroken if the row is not what the integration needs
   */
  public void found(Exchange exchange, Instant firstFrom) {
    itemsInWork.read(exchange);
    JsonNode answer = exchange.getMessage().getBody(JsonNode.class);
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    Source source = sources.get(run.integration());
    NotionPage page = NotionPage.read(answer);
    Optional<KnownItem> known =
        Optional.ofNullable(knownItems.find(run.integration(), List.of(page.id())).get(page.id()));
    String dataSource = SourceListing.oneOf(source.dataSources(), page.dataSourceId());
    boolean row = NotionId.same(dataSource, page.dataSourceId());
    boolean concerns = known.isPresent() || row && !isOlder(page, firstFrom);
    exchange.setVariable(CONCERNS, concerns);
    if (!concerns) {
      run.note("pages that webhooks named and that are no rows here", 1);
      run.count(Outcome.SKIPPED);
      return;
    }
    if (row && !page.inTrash()) {
      sourceContract.check(exchange, dataSource, answer);
    }
    JsonNode stamped = SourceRow.missing(answer, dataSource);
    Map<String, KnownItem> before =
        known.<Map<String, KnownItem>>map(it -> Map.of(it.id(), it)).orElse(Map.of());
    exchange.setVariable(Changes.ROWS, new ItemBatch(List.of(stamped), before));
    exchange.setVariable(Changes.NAMED, true);
    exchange.setVariable(BodyCondition.CONDITION, source.bodies());
    exchange.getMessage().setBody(stamped);
  }

  /**
   * Notion does not give the page. It was deleted for good, or is not shared any more, and with it
   * perhaps everything else: that is for the sweep to judge, which knows how much is missing.
   */
  public void notFound(Exchange exchange) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    run.note("pages that webhooks named and Notion does not show; the next sweep judges them", 1);
    run.count(Outcome.SKIPPED);
    exchange.setVariable(CONCERNS, false);
  }

  private static boolean isOlder(NotionPage page, Instant firstFrom) {
    return firstFrom != null
        && page.lastEditedTime().isBefore(firstFrom.truncatedTo(ChronoUnit.MINUTES));
  }
}
