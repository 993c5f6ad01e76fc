package caravan.upsert;

import caravan.blocks.Block;
import caravan.blocks.BodyUpdate;
import caravan.blocks.Converted;
import caravan.blocks.MarkdownToBlocks;
import caravan.notion.Contract;
import caravan.notion.DataSourceSchema;
import caravan.notion.NotionException;
import caravan.notion.NotionId;
import caravan.notion.PropertyWriter;
import caravan.notion.WrittenProperties;
import caravan.record.Record;
import caravan.record.RecordHash;
import caravan.store.Link;
import caravan.store.LinkStore;
import caravan.sync.Run;
import caravan.sync.Variables;
import caravan.upsert.UpsertDecision.Action;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Begins the write of a record into a data source, and takes its end. */
public final class PageWrites {

  private static final String WRITE = "write";
  private static final Duration SOON = Duration.ofSeconds(3);

  private final DataSources dataSources;
  private final PendingLinks pendingLinks;
  private final PagesInHand pagesInHand;
  private final PeopleDirectory people;
  private final LinkStore links;
  private final RecordRelations relations;
  private final Clock clock;
  private final Duration indexLag;
  private final Instant startedAt;
  private final BodyUpdate bodyUpdate;
  private final MarkdownToBlocks markdown = new MarkdownToBlocks();

  /**
   * @param indexLag {@code notion.index.lag}
   * @param bodyUpdate {@code notion.body.update}
   */
  public PageWrites(
      DataSources dataSources,
      PendingLinks pendingLinks,
      PagesInHand pagesInHand,
      PeopleDirectory people,
      LinkStore links,
      RecordRelations relations,
      Clock clock,
      Duration indexLag,
      BodyUpdate bodyUpdate) {
    this.dataSources = dataSources;
    this.pendingLinks = pendingLinks;
    this.pagesInHand = pagesInHand;
    this.people = people;
    this.links = links;
    this.relations = relations;
    this.clock = clock;
    this.indexLag = indexLag;
    this.startedAt = clock.instant();
    this.bodyUpdate = bodyUpdate;
  }

  /**
   * Decides what the record in variable {@code record} needs, and puts the write into variable
   * {@code write}. From here on the exchange holds the page, until {@link PagesInHand#release}.
   *
   * @param contractName the contract of the data source
   * @param dataSourceId its id, with or without dashes
   */
  public void begin(Exchange exchange, String contractName, String dataSourceId) {
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    String target = NotionId.canonical(dataSourceId);
    run(exchange).writesTo(target);
    Contract contract = dataSources.contract(contractName);
    DataSourceSchema schema = dataSources.ready(exchange, target, contract);
    RecordHash hash = RecordHash.of(record);
    pagesInHand.take(exchange, target, record.externalId());
    relations.begin(exchange, target, record);
    Optional<Link> link = link(target, record);
    Action action = decide(record, link, hash);
    if (action == Action.LOOK_UP) {
      pendingLinks.resolve(exchange, contract, schema, link.orElseThrow(), clock.instant());
      link = link(target, record);
      action = decide(record, link, hash);
    }
    if (action == Action.LOOK_UP) {
      throw new CreateOutcomeUnknown(record.externalId(), soon(link.orElseThrow()), null);
    }
    exchange.setVariable(
        WRITE, write(exchange, seen(record, link), target, contract, schema, hash, link, action));
  }

  /** Takes the answer of a request of the write. */
  public void accept(Exchange exchange) {
    exchange
        .getVariable(WRITE, PageWrite.class)
        .accept(exchange.getMessage().getBody(JsonNode.class));
  }

  /** Takes the error of a request of the write; throws unless the write can go on. */
  public void failed(Exchange exchange, String contractName, String dataSourceId) {
    NotionException error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, NotionException.class);
    String target = NotionId.canonical(dataSourceId);
    if (error.error().status() == 400 || error.error().status() == 404) {
      dataSources.doubt(target);
      relations.throwIfRelatedPageIsGone(exchange, target, error);
    }
    try {
      exchange.getVariable(WRITE, PageWrite.class).failed(error);
    } catch (NotionException e) {
      throw DataSources.unreachable(e, target, dataSources.contract(contractName));
    }
  }

  /** Notes the outcome of a finished write. */
  public void done(Exchange exchange) {
    PageWrite write = exchange.getVariable(WRITE, PageWrite.class);
    exchange.setVariable(Variables.OUTCOME, write.outcome());
    run(exchange).note("pages left in a body that has none", write.pagesKept());
    exchange.removeVariable(WRITE);
  }

  /**
   * What is known of the record's page. A create that a process left pending when it ended may have
   * been sent up to its end, however long before it was written down.
   */
  private Optional<Link> link(String target, Record record) {
    return links
        .find(target, record.externalId())
        .map(
            link ->
                link.state() == Link.State.PENDING && link.pendingSince().isBefore(startedAt)
                    ? link.pendingSince(startedAt)
                    : link);
  }

  private Action decide(Record record, Optional<Link> link, RecordHash hash) {
    return UpsertDecision.of(seen(record, link), link, hash, clock.instant(), indexLag);
  }

  /** The record as far as it is written: without its body where a page's body is left alone. */
  private Record seen(Record record, Optional<Link> link) {
    boolean exists = link.isPresent() && link.get().state() != Link.State.PENDING;
    return bodyUpdate == BodyUpdate.LEAVE && exists ? record.withoutBody() : record;
  }

  /** Look again soon, but not before the look-up could say anything new. */
  private Instant soon(Link link) {
    Instant next = clock.instant().plus(SOON);
    Instant lagOver = link.pendingSince().plus(indexLag);
    return lagOver.isAfter(clock.instant()) && lagOver.isBefore(next) ? lagOver : next;
  }

  private PageWrite write(
      Exchange exchange,
      Record record,
      String target,
      Contract contract,
      DataSourceSchema schema,
      RecordHash hash,
      Optional<Link> link,
      Action action) {
    WrittenProperties properties = null;
    List<Block> blocks = null;
    if (action == Action.CREATE || action == Action.UPDATE || action == Action.RESTORE) {
      String written = link.map(Link::propertiesHash).orElse(null);
      if (action == Action.CREATE || !hash.properties().equals(written)) {
        properties = properties(exchange, record, target, contract, schema, hash);
      }
      if (record.body() != null) {
        Converted converted = markdown.convert(record.body());
        blocks = converted.blocks();
        run(exchange).note("body parts Notion holds in another form", converted.notHeld().size());
      }
    }
    return new PageWrite(
        links,
        clock,
        target,
        record,
        hash,
        action,
        link.orElse(null),
        properties,
        blocks,
        bodyUpdate);
  }

  private WrittenProperties properties(
      Exchange exchange,
      Record record,
      String target,
      Contract contract,
      DataSourceSchema schema,
      RecordHash hash) {
    WrittenProperties written =
        new PropertyWriter(contract)
            .write(
                record,
                schema,
                email -> people.userId(exchange, email),
                relations.known(exchange, record, target, contract, schema));
    run(exchange).note("people unknown in Notion", written.unknownPeople().size());
    relations.putDown(exchange, record, target, contract, schema, hash, written);
    return written;
  }

  private static Run run(Exchange exchange) {
    return exchange.getVariable(Variables.RUN, Run.class);
  }
}
