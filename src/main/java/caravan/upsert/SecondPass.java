package caravan.upsert;

import caravan.gateway.Connections;
import caravan.notion.NotionError;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.store.AwaitedStore;
import caravan.store.AwaitedStore.Tally;
import caravan.store.LinkStore;
import caravan.store.RelationStore;
import caravan.store.RelationStore.Candidate;
import caravan.store.RelationStore.Related;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets relations whose targets had no page when their record was written: one request for each
 * page, whatever number of its relations can be set.
 *
 * <p>At the end of a run it looks at what concerns the data sources that the run wrote to, or in
 * which look-ups found pages; what an earlier process or a failed request left is looked at
 * whatever the run wrote to.
 */
public final class SecondPass {

  private static final Logger LOG = LoggerFactory.getLogger(SecondPass.class);

  private static final String CANDIDATES = "candidates";
  private static final String SETTABLE = "settable";
  private static final int CHUNK = 200;

  /** Errors that say nothing of other pages. */
  private static final Set<NotionError.Kind> ABOUT_ONE_PAGE =
      EnumSet.of(NotionError.Kind.REFUSED, NotionError.Kind.MISSING, NotionError.Kind.CONFLICT);

  private static final Pace AFTER_FAILURE = new Pace(Duration.ofMinutes(1), Duration.ofHours(1));

  /**
   * A page with relations of which more can be set than is set.
   *
   * @param related everything that its waiting relations should hold
   */
  public record Settable(Candidate page, List<Related> related) {

    /** The request that sets all of them. */
    public NotionRequest request() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      ObjectNode properties = body.putObject("properties");
      byProperty()
          .forEach(
              (property, wanted) -> {
                ArrayNode relation = properties.putObject(property).putArray("relation");
                pages(wanted).forEach(page -> relation.addObject().put("id", page));
              });
      return NotionRequest.setting("/v1/pages/" + related.get(0).pageId(), body);
    }

    /** How many relations it sets. */
    int count() {
      return byProperty().size();
    }

    private Map<String, List<Related>> byProperty() {
      return related.stream()
          .collect(
              Collectors.groupingBy(Related::propertyId, LinkedHashMap::new, Collectors.toList()));
    }

    private static Set<String> pages(List<Related> wanted) {
      return wanted.stream()
          .map(Related::relatedPage)
          .filter(Objects::nonNull)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }

  private final RelationStore relations;
  private final AwaitedStore awaited;
  private final LinkStore links;
  private final AwaitedPages awaitedPages;
  private final PagesInHand pagesInHand;
  private final Connections connections;
  private final Clock clock;

  /** The connections of which nothing is left by an earlier process, or by a failed request. */
  private final Set<String> withoutLeftovers = ConcurrentHashMap.newKeySet();

  /** By connection: the data sources in which pages appeared that its relations may wait for. */
  private final Map<String, Set<String>> news = new ConcurrentHashMap<>();

  public SecondPass(
      RelationStore relations,
      AwaitedStore awaited,
      LinkStore links,
      AwaitedPages awaitedPages,
      PagesInHand pagesInHand,
      Connections connections,
      Clock clock) {
    this.relations = relations;
    this.awaited = awaited;
    this.links = links;
    this.awaitedPages = awaitedPages;
    this.pagesInHand = pagesInHand;
    this.connections = connections;
    this.clock = clock;
  }

  /**
   * The pages of which this run may set more than is set, each once, read as they are needed. Only
   * those of its own connection: another one may not even see them.
   */
  public Iterator<Candidate> candidates(Run run) {
    Set<String> appeared = awaitedPages.takeTargetsWithNews();
    appeared.addAll(run.targets());
    connections.names().forEach(name -> news(name).addAll(appeared));
    String connection = connections.of(run.integration());
    Set<String> concerned = new HashSet<>(news(connection));
    news(connection).removeAll(concerned);
    boolean everything = withoutLeftovers.add(connection);
    return new Candidates(connections.sharing(run.integration()), everything ? null : concerned);
  }

  private Set<String> news(String connection) {
    return news.computeIfAbsent(connection, name -> ConcurrentHashMap.newKeySet());
  }

  /** The next run of the connection looks at everything that waits. */
  private void somethingIsLeft(Exchange exchange) {
    withoutLeftovers.remove(connections.of(run(exchange).integration()));
  }

  /**
   * Takes the page in the body in hand, and puts what can be set of it now into variable {@code
   * settable}, if anything can and the run goes on.
   */
  public void take(Exchange exchange) {
    exchange.removeVariable(SETTABLE);
    if (!run(exchange).isGoing()) {
      somethingIsLeft(exchange);
      exchange.getVariable(CANDIDATES, Candidates.class).end();
      return;
    }
    Candidate page = exchange.getMessage().getBody(Candidate.class);
    pagesInHand.take(exchange, page.target(), page.externalId());
    // Only now nobody can say something newer before this is sent.
    List<Related> all = relations.related(page.target(), page.externalId());
    Set<Long> further =
        all.stream()
            .filter(one -> one.missing() && one.relatedPage() != null)
            .map(Related::relationId)
            .collect(Collectors.toSet());
    if (!further.isEmpty()) {
      exchange.setVariable(
          SETTABLE,
          new Settable(
              page, all.stream().filter(one -> further.contains(one.relationId())).toList()));
    }
  }

  /** The relations were set. */
  public void written(Exchange exchange) {
    written(exchange, exchange.getVariable(SETTABLE, Settable.class));
  }

  private void written(Exchange exchange, Settable set) {
    relations.written(set.related());
    run(exchange).note("relations set in a second pass", set.count());
  }

  /**
   * The relations could not be set: they are tried again later. What Notion says of the pages is
   * written down. If no other page would fare better, the pass ends.
   */
  public void failed(Exchange exchange) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Settable left = exchange.getVariable(SETTABLE, Settable.class);
    NotionException notion = error instanceof NotionException it ? it : null;
    if (notion != null && notion.kind() == NotionError.Kind.SAVED) {
      written(exchange, left);
      return;
    }
    if (left == null || notion == null) {
      somethingIsLeft(exchange);
      LOG.warn(
          "{}: a relation could not be looked at; the next run does it",
          run(exchange).integration(),
          error);
      return;
    }
    boolean relatedGone = relatedPageIsGone(left, notion) || ownPageIsGone(left, notion);
    int attempts = left.related().get(0).attempts() + 1;
    Instant next =
        clock.instant().plus(relatedGone ? Duration.ZERO : AFTER_FAILURE.after(attempts));
    relations.failed(left.related(), next);
    LOG.warn(
        "{}: a relation of record {} could not be set ({}); it is tried again from {} on",
        run(exchange).integration(),
        left.page().externalId(),
        error.getMessage(),
        next);
    if (!ABOUT_ONE_PAGE.contains(notion.kind())) {
      somethingIsLeft(exchange);
      exchange.getVariable(CANDIDATES, Candidates.class).end();
    }
  }

  /** What Notion does not take as a target is looked up; the relation waits for it as well. */
  private boolean relatedPageIsGone(Settable left, NotionException error) {
    String own = left.related().get(0).pageId();
    Optional<Related> gone =
        left.related().stream()
            .filter(one -> one.relatedPage() != null && !one.relatedPage().equals(own))
            .filter(one -> RelatedPages.names(error, one.relatedPage()))
            .findFirst();
    gone.ifPresent(
        one -> {
          links.markPending(one.relatedTarget(), one.relatedId(), null, null);
          relations.gone(one.relatedTarget(), one.relatedId());
        });
    return gone.isPresent();
  }

  /**
   * The page is gone or in the trash: the relation waits until the record's next version brings it
   * back.
   */
  private boolean ownPageIsGone(Settable left, NotionException error) {
    Candidate page = left.page();
    if (error.isMissing()) {
      links.markPending(page.target(), page.externalId(), null, null);
      return true;
    }
    boolean archived =
        error.error().status() == 400 && error.error().message().contains("archived");
    if (archived) {
      links.find(page.target(), page.externalId()).ifPresent(link -> links.save(link.trashed()));
    }
    return archived;
  }

  /** Notes what waits still. */
  public void report(Run run) {
    Tally tally = awaited.tally(run.integration());
    run.note("relations waiting for their pages", tally.relations());
    run.note("related pages in the trash", tally.trashed());
  }

  private static Run run(Exchange exchange) {
    return exchange.getVariable(Variables.RUN, Run.class);
  }

  /** Reads the store chunk by chunk; what is set meanwhile is not met again. */
  private final class Candidates implements Iterator<Candidate> {

    private final Set<String> integrations;
    private final Set<String> targets;
    private final Deque<Candidate> chunk = new ArrayDeque<>();
    private long after;
    private boolean ended;
    private volatile boolean stopped;

    /**
     * @param targets null for all
     */
    Candidates(Set<String> integrations, Set<String> targets) {
      this.integrations = integrations;
      this.targets = targets == null ? null : new HashSet<>(targets);
    }

    /** What is left is for another run. */
    void end() {
      stopped = true;
    }

    @Override
    public boolean hasNext() {
      if (stopped) {
        return false;
      }
      if (chunk.isEmpty() && !ended) {
        List<Candidate> next = relations.candidates(integrations, after, targets, CHUNK);
        ended = next.size() < CHUNK;
        Set<String> pages = new HashSet<>();
        for (Candidate one : next) {
          after = one.id();
          if (pages.add(one.target() + '\u001f' + one.externalId())) {
            chunk.add(one);
          }
        }
      }
      return !chunk.isEmpty();
    }

    @Override
    public Candidate next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return chunk.remove();
    }
  }
}
