package caravan.changes;

import caravan.notion.ContractBroken;
import caravan.notion.NotionPage;
import caravan.notion.NotionRequest;
import caravan.store.KnownItem;
import caravan.store.KnownItem.State;
import caravan.store.KnownItems;
import caravan.sync.ItemBatch;
import caravan.sync.Outcome;
import caravan.sync.Poll;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;

/**
 * Reads the rows of a data source, page by page, and decides which of them have to be handed over:
 * those that changed since the watermark, or all for a sweep or reconcile.
 */
public final class Changes {

  /** Exchange variable: the {@link ItemBatch} in hand. */
  static final String ROWS = "rows";

  /** Exchange variable: the {@link RowDecision} about the row in hand. */
  static final String LOOK = "look";

  /** Exchange variable: the {@link KnownItem} that is remembered once the row was handed over. */
  static final String KNOWN_ITEM = "knownItem";

  /** Exchange variable: whether a webhook named the row in hand. */
  static final String NAMED = "named";

  /** Every data source calls its title so (Notion: property object). */
  private static final String TITLE = "title";

  private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(10);

  private final KnownItems knownItems;
  private final DerivedValues derivedValues;
  private final Completion completion;
  private final BiConsumer<Exchange, JsonNode> met;
  private final SourceContract sourceContract;
  private final Clock clock;
  private final Duration indexLag;

  /**
   * @param sourceContract judges the rows before any of them is read
   * @param derivedValues says which formulas and rollups count as content
   * @param completion says which rows show only a part of what is needed
   * @param met is shown every row, as Notion gave it
   * @param indexLag {@code notion.index.lag}
   */
  public Changes(
      KnownItems knownItems,
      SourceContract sourceContract,
      DerivedValues derivedValues,
      Completion completion,
      BiConsumer<Exchange, JsonNode> met,
      Clock clock,
      Duration indexLag) {
    this.sourceContract = sourceContract;
    this.derivedValues = derivedValues;
    this.completion = completion;
    this.met = met;
    this.knownItems = knownItems;
    this.clock = clock;
    this.indexLag = indexLag;
  }

  /**
   * The rows that the poll asks for.
   *
   * @param dataSources ids, with commas between them
   */
  public SourceListing listing(Poll poll, String dataSources) {
    return new SourceListing(
        dataSources,
        ChangeWindow.from(poll.since(), poll.firstFrom(), indexLag),
        poll.isLight() ? List.of(TITLE) : List.of());
  }

  /**
   * The rows of an answer that were not met before.
   *
   * @throws caravan.notion.ListingIncomplete if the listing cannot become complete: what is missing
   *     is not known, so the watermark must not move
   * @throws caravan.notion.ContractBroken if the rows are not what the integration needs
   */
  public ItemBatch rows(Exchange exchange, Poll poll, SourceListing listing, JsonNode answer) {
    String integration = poll.run().integration();
    sourceContract.read(exchange);
    List<JsonNode> rows = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (JsonNode row : listing.accept(answer)) {
      if (rows.isEmpty() && !listing.isLight()) {
        sourceContract.check(exchange, listing.dataSource(), row);
      }
      rows.add(SourceRow.listed(row, listing.dataSource(), listing.isLight()));
      ids.add(row.path("id").asText());
    }
    Map<String, KnownItem> known = ids.isEmpty() ? Map.of() : knownItems.find(integration, ids);
    meet(integration, rows, known);
    return new ItemBatch(rows, known);
  }

  /**
   * Rows are known before the first of them is handed over: if the hub is killed then and a row is
   * gone when it is back, no listing would show it again, and a sweep misses only what is known.
   */
  private void meet(String integration, List<JsonNode> rows, Map<String, KnownItem> known) {
    Instant now = clock.instant();
    List<KnownItem> met =
        rows.stream()
            .map(SourceRow::of)
            .filter(row -> row.state() == State.PRESENT)
            .filter(row -> !KnownItem.isPresent(known.get(row.id())))
            .map(row -> row.met(now))
            .toList();
    knownItems.save(integration, met);
  }

  /**
   * Looks at the row in the body. Variable {@code look} says what has to be done about it, as a
   * {@link RowDecision}.
   */
  public void look(Exchange exchange) {
    JsonNode json = exchange.getMessage().getBody(JsonNode.class);
    met.accept(exchange, json);
    judge(exchange, json);
    NotionPage seen = derivedValues.seenBy(run(exchange).integration(), NotionPage.read(json));
    SourceRow row = SourceRow.of(json, seen);
    Optional<KnownItem> known = batch(exchange).known(row.id());
    State state = row.state();
    Instant now = clock.instant();
    boolean named = exchange.getVariable(NAMED, false, Boolean.class);
    RowDecision decision =
        RowDecision.of(known, state, row.lastEdited(), row.hash(), now, clockMargin(), named);
    if (decision == RowDecision.UNCHANGED && isReconcile(exchange) && isCut(exchange, seen)) {
      decision = state == State.PRESENT ? RowDecision.DUE : decision;
    }
    KnownItem found = row.known(state, now);
    switch (decision) {
      case DUE -> {
        if (known.isPresent() && known.get().state() != State.PRESENT) {
          run(exchange).note("rows that are back", 1);
        }
      }
      case GONE -> {
        found = known.map(found::titledAs).orElse(found);
        run(exchange).note(Gone.inWords(state), 1);
      }
      case UNCHANGED -> {
        KnownItem before = known.orElseThrow();
        found = state == State.PRESENT ? before.named(found) : before;
      }
      default -> {
        // It is looked at again once it was read.
      }
    }
    exchange.setVariable(KNOWN_ITEM, found);
    exchange.setVariable(LOOK, decision.name());
  }

  /**
   * A reconcile looks for what changed without an edit: behind a cut it shows only if the value is
   * read whole.
   */
  private boolean isCut(Exchange exchange, NotionPage seen) {
    return completion.isCut(run(exchange).integration(), seen);
  }

  private static boolean isReconcile(Exchange exchange) {
    return Poll.Kind.RECONCILE.cause().equals(run(exchange).cause());
  }

  /**
   * A row that is not what the contract needs any more is kept, if it is, without its values: it is
   * read whole once the contract holds.
   */
  private void judge(Exchange exchange, JsonNode row) {
    String dataSource = SourceRow.listedIn(row);
    boolean inPlace = SourceRow.of(row).state() == State.PRESENT;
    if (dataSource == null || !inPlace || SourceRow.isUnread(row)) {
      return;
    }
    try {
      sourceContract.check(exchange, dataSource, row);
    } catch (ContractBroken e) {
      JsonNode unread = SourceRow.listed(row.deepCopy(), dataSource, true);
      exchange.setVariable(Variables.ITEM, unread.toString());
      throw e;
    }
  }

  /** Whether the body is a row that was listed with nothing but its title. */
  public boolean isUnread(Object body) {
    return SourceRow.isUnread(body);
  }

  /** The read of such a row. */
  public NotionRequest rowRequest(JsonNode unread) {
    return SourceRow.request(SourceRow.of(unread).id());
  }

  /**
   * The whole row that was read.
   *
   * @throws ContractBroken if it is not what the integration needs
   */
  public ObjectNode wholeRow(Exchange exchange, JsonNode unread, JsonNode answer) {
    ObjectNode read = SourceRow.read(answer, unread);
    if (SourceRow.of(read).state() == State.PRESENT && SourceRow.listedIn(read) != null) {
      sourceContract.check(exchange, SourceRow.listedIn(read), read);
    }
    return read;
  }

  /** Whether the body is a row that is no row of its data source any more. */
  public boolean isGone(Object body) {
    return SourceRow.isRow(body) && SourceRow.of((JsonNode) body).state() != State.PRESENT;
  }

  /** The item of such a row. */
  public ObjectNode goneRow(JsonNode row) {
    SourceRow gone = SourceRow.of(row);
    return Gone.item(gone.known(gone.state(), clock.instant()));
  }

  /** The item of the page that was just looked at and is gone. */
  public ObjectNode goneItem(Exchange exchange) {
    return Gone.item(exchange.getVariable(KNOWN_ITEM, KnownItem.class));
  }

  /** The page was handed over or kept as a failure: it need not be read again in this state. */
  public void remember(Exchange exchange) {
    KnownItem page = exchange.getVariable(KNOWN_ITEM, KnownItem.class);
    if (run(exchange).stopped() == null && page != null) {
      batch(exchange).remember(page);
    }
  }

  /** Counts a page that need not be read; its title is remembered if it was not known. */
  public void unchanged(Exchange exchange) {
    run(exchange).count(Outcome.UNCHANGED);
    KnownItem page = exchange.getVariable(KNOWN_ITEM, KnownItem.class);
    if (!batch(exchange).known(page.id()).map(page::equals).orElse(false)) {
      batch(exchange).remember(page);
    }
  }

  /** Writes down what is to be remembered of these rows. */
  public void keep(Run run, ItemBatch rows) {
    knownItems.save(run.integration(), rows.remembered());
  }

  /**
   * The hub's clock and Notion's may differ; a row is met again at least until the index lag is
   * over.
   */
  private Duration clockMargin() {
    return indexLag.compareTo(CLOCKS_MAY_DIFFER) < 0 ? indexLag : CLOCKS_MAY_DIFFER;
  }

  private static ItemBatch batch(Exchange exchange) {
    return exchange.getVariable(ROWS, ItemBatch.class);
  }

  private static Run run(Exchange exchange) {
    return exchange.getVariable(Variables.RUN, Run.class);
  }
}
