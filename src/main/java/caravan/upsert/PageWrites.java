package caravan.upsert;

import caravan.blocks.OnConflict;
import caravan.notion.Contract;
import caravan.notion.ContractBroken;
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
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;

/** Begins the write of a record into a data source, and takes its end. */
public final class PageWrites {

  private static final String WRITE = "write";
  private static final Duration SOON = Duration.ofSeconds(3);

  private final DataSources dataSources;
  private final PendingLinks pendingLinks;
  private final PagesInHand pagesInHand;
  private final PeopleDirectory people;
  private final PageBodies bodies;
  private final LinkStore links;
  private final RecordRelations relations;
  private final Clock clock;
  private final Duration indexLag;
  private final Instant startedAt;

  /**
   * @param indexLag {@code notion.index.lag}
   */
  public PageWrites(
      DataSources dataSources,
      PendingLinks pendingLinks,
      PagesInHand pagesInHand,
      PeopleDirectory people,
      PageBodies bodies,
      LinkStore links,
      RecordRelations relations,
      Clock clock,
      Duration indexLag) {
    this.dataSources = dataSources;
    this.pendingLinks = pendingLinks;
    this.pagesInHand = pagesInHand;
    this.people = people;
    this.bodies = bodies;
    this.links = links;
    this.relations = relations;
    this.clock = clock;
    this.indexLag = indexLag;
    this.startedAt = clock.instant();
  }

  /**
   * Decides what the record in variable {@code record} needs, and puts the write into variable
   * {@code write}. From here on the exchange holds the page, until {@link PagesInHand#release}.
   *
   * @param contractName the contract of the data source
   * @param dataSourceId its id, with or without dashes
   * @param onConflict what becomes of a body that people edited, see {@link OnConflict}
   */
  public void begin(
      Exchange exchange, String contractName, String dataSourceId, String onConflict) {
    OnConflict policy = OnConflict.ofSetting(onConflict);
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    String target = NotionId.canonical(dataSourceId);
    run(exchange).writesTo(target);
    run(exchange).refuseIfPaused();
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
    WrittenProperties properties = null;
    if (writes(action) && (action == Action.CREATE || !sameProperties(hash, link))) {
      properties = properties(exchange, record, target, contract, schema, hash);
    }
    KnownPage page = bodies.page(links, target, record, link);
    PageBody body = null;
    Record seen = bodies.seen(record, link);
    if (writes(action) && seen.body() != null && !sameBody(action, seen, hash, link)) {
      body = bodies.body(exchange, run(exchange), seen, hash, page, policy);
    }
    exchange.setVariable(
        WRITE, new PageWrite(page, clock, action, properties, hash.properties(), body));
  }

  /** Takes the answer of a request of the write. */
  public void accept(Exchange exchange) {
    JsonNode answer = exchange.getMessage().getBody(JsonNode.class);
    people.meet(exchange, answer);
    exchange.getVariable(WRITE, PageWrite.class).accept(answer);
  }

  /** Takes the error of a request of the write; throws unless the write can go on. */
  public void failed(Exchange exchange, String contractName, String dataSourceId) {
    Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    if (!(caught instanceof NotionException error)) {
      // The route catches whatever has a NotionException among its causes.
      throw RuntimeCamelException.wrapRuntimeCamelException(caught);
    }
    String target = NotionId.canonical(dataSourceId);
    if (error.error().status() == 400 || error.isMissing()) {
      try {
        if (!exchange.getVariable(WRITE, PageWrite.class).isRefused()) {
          dataSources.suspect(exchange, target, dataSources.contract(contractName));
        }
      } catch (ContractBroken drift) {
        exchange.getVariable(WRITE, PageWrite.class).refused();
        throw drift;
      }
      relations.throwIfRelatedPageIsGone(exchange, target, error);
    }
    boolean personGone = people.forgetWhoIsGone(exchange, error);
    try {
      if (personGone && error.method().equals("PATCH")) {
        throw error; // it is not the page that does not exist
      }
      exchange.getVariable(WRITE, PageWrite.class).failed(error);
    } catch (NotionException e) {
      boolean aboutABlock = e.path().startsWith("/v1/blocks/") && e.isMissing();
      throw personGone || aboutABlock
          ? e
          : DataSources.unreachable(e, target, dataSources.contract(contractName));
    }
  }

  /** Notes the outcome of a finished write. */
  public void done(Exchange exchange) {
    PageWrite write = exchange.getVariable(WRITE, PageWrite.class);
    exchange.setVariable(Variables.OUTCOME, write.outcome());
    bodies.done(run(exchange), write);
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
    return UpsertDecision.of(bodies.seen(record, link), link, hash, clock.instant(), indexLag);
  }

  /** Whether something of the record is written into the page. */
  private static boolean writes(Action action) {
    return action == Action.CREATE || action == Action.UPDATE || action == Action.RESTORE;
  }

  private static boolean sameProperties(RecordHash hash, Optional<Link> link) {
    return link.filter(it -> hash.properties().equals(it.propertiesHash())).isPresent();
  }

  private static boolean sameBody(
      Action action, Record record, RecordHash hash, Optional<Link> link) {
    return action != Action.CREATE
        && link.filter(it -> UpsertDecision.sameBody(record, hash, it)).isPresent();
  }

  /** Look again soon, but not before the look-up could say anything new. */
  private Instant soon(Link link) {
    Instant next = clock.instant().plus(SOON);
    Instant lagOver = link.pendingSince().plus(indexLag);
    return lagOver.isAfter(clock.instant()) && lagOver.isBefore(next) ? lagOver : next;
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
