package caravan.upsert;

import caravan.notion.Contract;
import caravan.notion.SchemaProperty;
import caravan.store.AwaitedStore;
import caravan.store.AwaitedStore.Awaited;
import caravan.store.Link;
import caravan.store.LinkStore;
import caravan.sync.Run;
import caravan.sync.Stops;
import caravan.sync.Variables;
import caravan.upsert.PendingLinks.LookUp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for pages that relations wait for and that this hub did not create: people or another
 * process may have, at any time. Up to 100 External IDs are one request. An External ID that is not
 * there is looked up again after a minute, doubling to a day.
 */
public final class AwaitedPages {

  private static final Logger LOG = LoggerFactory.getLogger(AwaitedPages.class);

  /** In one run; the rest is looked up by the next ones. */
  private static final int MOST = 1_000;

  private static final Pace PACE = new Pace(Duration.ofMinutes(1), Duration.ofDays(1));

  private final AwaitedStore awaited;
  private final LinkStore links;
  private final DataSources dataSources;
  private final PendingLinks pendingLinks;
  private final Clock clock;
  private final Set<String> targetsWithNews = ConcurrentHashMap.newKeySet();

  public AwaitedPages(
      AwaitedStore awaited,
      LinkStore links,
      DataSources dataSources,
      PendingLinks pendingLinks,
      Clock clock) {
    this.awaited = awaited;
    this.links = links;
    this.dataSources = dataSources;
    this.pendingLinks = pendingLinks;
    this.clock = clock;
  }

  /** Looks up what the relations of the run's integration wait for and is due. */
  public void lookUp(Exchange exchange) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    List<Awaited> due = awaited.due(run.integration(), MOST);
    if (due.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    Map<Awaited, Instant> next = new LinkedHashMap<>();
    due.forEach(one -> next.put(one, now.plus(PACE.after(one.lookUps() + 1))));
    // Before the request: one that fails keeps to the pace, too.
    awaited.lookingUp(next);
    due.stream()
        .filter(this::isUnknown)
        .collect(
            Collectors.groupingBy(Awaited::relatedTarget, LinkedHashMap::new, Collectors.toList()))
        .forEach((target, wanted) -> lookUp(exchange, run, target, wanted));
  }

  /** The data sources in which pages were found since this was last asked. */
  Set<String> takeTargetsWithNews() {
    Set<String> taken = new HashSet<>(targetsWithNews);
    targetsWithNews.removeAll(taken);
    return taken;
  }

  /**
   * A page that is known is about to be set, and one in the trash needs no look-up to stay there.
   */
  private boolean isUnknown(Awaited one) {
    return links
        .find(one.relatedTarget(), one.relatedId())
        .filter(link -> link.state() != Link.State.PENDING)
        .isEmpty();
  }

  private void lookUp(Exchange exchange, Run run, String target, List<Awaited> wanted) {
    Optional<Contract> contract = contract(target, wanted);
    if (contract.isEmpty()) {
      LOG.warn(
          "{}: {} records in data source {} are waited for, but no contract says which property"
              + " holds its External IDs; they are set when this hub writes their pages.",
          run.integration(),
          wanted.size(),
          target);
      return;
    }
    try {
      SchemaProperty key = dataSources.key(exchange, target, contract.get());
      List<LookUp> lookUps =
          wanted.stream().map(one -> new LookUp(target, key, one.relatedId())).toList();
      if (pendingLinks.lookUp(exchange, target, lookUps) > 0) {
        targetsWithNews.add(target);
      }
    } catch (RuntimeException e) {
      if (!(e instanceof Stops)) {
        throw e;
      }
      // The run's records were all delivered; what they wait for is looked up another time.
      LOG.warn(
          "{}: pages that relations wait for could not be looked up; a later run does it: {}",
          run.integration(),
          e.getMessage());
    }
  }

  /** By the name that was put down, or else by the settings. */
  private Optional<Contract> contract(String target, List<Awaited> wanted) {
    return wanted.stream()
        .map(Awaited::relatedContract)
        .filter(name -> name != null)
        .findFirst()
        .map(dataSources::contract)
        .or(() -> dataSources.contractOf(target));
  }
}
