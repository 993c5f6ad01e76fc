package caravan.changes;

import caravan.notion.NotionId;
import caravan.notion.NotionPage;
import caravan.notion.NotionRequest;
import caravan.record.Record;
import caravan.record.RecordHash;
import caravan.store.SeenPages;
import caravan.store.SeenPages.Seen;
import caravan.sync.Outcome;
import caravan.sync.Poll;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;

/**
 * Reads the changed rows of a data source, page by page, in the order of their creation: an order
 * that edits during the poll do not disturb.
 */
public final class Changes {

  private static final String SEEN = "seenPage";
  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(10);

  private final SeenPages seenPages;
  private final SourceContract sourceContract;
  private final DerivedValues derivedValues;
  private final BiConsumer<Exchange, JsonNode> met;
  private final Clock clock;
  private final Duration indexLag;

  /**
   * @param sourceContract judges the rows before any of them is read
   * @param derivedValues says which formulas and rollups count as content
   * @param met is shown every row, as Notion gave it
   * @param indexLag {@code notion.index.lag}
   */
  public Changes(
      SeenPages seenPages,
      SourceContract sourceContract,
      DerivedValues derivedValues,
      BiConsumer<Exchange, JsonNode> met,
      Clock clock,
      Duration indexLag) {
    this.sourceContract = sourceContract;
    this.derivedValues = derivedValues;
    this.met = met;
    this.seenPages = seenPages;
    this.clock = clock;
    this.indexLag = indexLag;
  }

  /** The query for the next page of the poll's answer. */
  public NotionRequest query(Poll poll, String dataSource) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
    Instant from = ChangeWindow.from(poll.since(), poll.firstFrom(), indexLag);
    if (from != null) {
      conditions.add(onOrAfter("last_edited_time", from.toString()));
    }
    if (poll.createdFrom() != null) {
      conditions.add(onOrAfter("created_time", poll.createdFrom()));
    }
    if (conditions.size() == 1) {
      body.set("filter", conditions.get(0));
    } else if (!conditions.isEmpty()) {
      body.putObject("filter").set("and", conditions);
    }
    body.putArray("sorts")
        .addObject()
        .put("timestamp", "created_time")
        .put("direction", "ascending");
    body.put("page_size", 100);
    if (poll.cursor() != null) {
      body.put("start_cursor", poll.cursor());
    }
    return NotionRequest.query(
        "/v1/data_sources/" + NotionId.canonical(dataSource) + "/query", body);
  }

  /**
   * The pages of an answer; turns the poll to the next one. A query ends at 10,000 rows (Notion:
   * query a data source): the poll then goes on with a query for the rows created since the last.
   *
   * @throws IllegalStateException if the rest of a capped answer cannot be asked for: what is
   *     missing is not known, so the watermark must not move
   */
  public List<JsonNode> pages(Poll poll, JsonNode answer) {
    List<JsonNode> pages = new ArrayList<>();
    String lastCreated = null;
    for (JsonNode row : answer.path("results")) {
      if ("page".equals(row.path("object").asText())) {
        pages.add(row);
        lastCreated = row.path("created_time").asText();
      }
    }
    if (!pages.isEmpty()) {
      sourceContract.check(poll.run().integration(), pages.get(0));
    }
    boolean more = answer.path("has_more").asBoolean();
    if (!more && "incomplete".equals(answer.path("request_status").path("type").asText())) {
      poll.goOnFrom(lastCreated);
    } else {
      poll.turnTo(answer.path("next_cursor").asText(null), more);
    }
    return pages;
  }

  private static ObjectNode onOrAfter(String timestamp, String moment) {
    ObjectNode condition = JsonNodeFactory.instance.objectNode();
    condition.put("timestamp", timestamp).putObject(timestamp).put("on_or_after", moment);
    return condition;
  }

  /** Looks at the page in the body: variable {@code due} says whether it has to be read. */
  public void look(Exchange exchange) {
    JsonNode row = exchange.getMessage().getBody(JsonNode.class);
    met.accept(exchange, row);
    String integration = run(exchange).integration();
    NotionPage page = derivedValues.seenBy(integration, NotionPage.read(row));
    exchange.setVariable("pageId", page.id());
    Instant now = clock.instant();
    String hash = RecordHash.of(asRecord(page)).content();
    boolean due =
        ChangeDecision.isDue(
            seenPages.find(integration, page.id()),
            page.lastEditedTime(),
            hash,
            now,
            clockMargin());
    exchange.setVariable(SEEN, new Seen(page.lastEditedTime(), hash, now));
    exchange.setVariable("due", due);
  }

  /** The page was handed over or kept as a failure: it need not be read again in this state. */
  public void remember(Exchange exchange) {
    Run run = run(exchange);
    Seen seen = exchange.getVariable(SEEN, Seen.class);
    if (run.stopped() == null && seen != null) {
      seenPages.save(run.integration(), exchange.getVariable("pageId", String.class), seen);
    }
  }

  /** Counts a page that need not be read. */
  public void unchanged(Exchange exchange) {
    run(exchange).count(Outcome.UNCHANGED);
  }

  /** Drops what no later poll can meet again. */
  public void forgetOld(Poll poll) {
    Instant next = poll.start().minus(Duration.ofMinutes(5)).minus(indexLag);
    Instant from = ChangeWindow.from(poll.since(), poll.firstFrom(), indexLag);
    if (from != null) {
      seenPages.dropBefore(poll.run().integration(), from.isBefore(next) ? from : next);
    }
  }

  /**
   * The hub's clock and Notion's may differ; a row is met again at least until the index lag is
   * over.
   */
  private Duration clockMargin() {
    return indexLag.compareTo(CLOCKS_MAY_DIFFER) < 0 ? indexLag : CLOCKS_MAY_DIFFER;
  }

  private static Record asRecord(NotionPage page) {
    return new Record(page.id(), page.properties(), null, page.inTrash(), null, null);
  }

  private static Run run(Exchange exchange) {
    return exchange.getVariable(Variables.RUN, Run.class);
  }
}
