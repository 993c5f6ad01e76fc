package caravan.webhooks;

import caravan.store.StoreTrouble;
import caravan.store.WatermarkStore;
import caravan.store.WatermarkStore.Watermark;
import caravan.store.WebhookStore;
import caravan.store.WebhookStore.Worker;
import caravan.store.WebhookWork;
import caravan.store.WebhookWork.Kind;
import caravan.sync.Backoff;
import caravan.sync.Failures;
import caravan.sync.Outcome;
import caravan.sync.Run;
import caravan.sync.Stops;
import caravan.sync.Variables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out what webhooks ask for, and writes down what was done. Everything that waits stands in
 * the store, so that a hub which was killed goes on with it.
 *
 * <p>Of one worker at most two parts are in hand at the same time, so that none takes the threads
 * of the others; nothing is in hand twice.
 */
public final class FollowUps {

  /** Exchange variable: the {@link FollowUp} in hand. */
  private static final String FOLLOW_UP = "followUp";

  /** Exchange variable: the {@link WebhookWork} in hand. */
  private static final String WORK = "work";

  private static final Logger LOG = LoggerFactory.getLogger(FollowUps.class);

  private static final int PARTS_AT_ONCE = 2;
  private static final int LOOKED_AT = 500;

  /** Linear gives so many issues in one answer; pages are read one by one, in short runs. */
  private static final Map<Kind, Integer> SIZES =
      Map.of(Kind.PAGE, 25, Kind.ISSUE, 50, Kind.DATA_SOURCE, 25);

  /** Where more waits, nobody waits for one page; the reserve is for those who do. */
  private static final int INTERACTIVE = 50;

  private static final int ATTEMPTS = 12;
  private static final Duration REST = Duration.ofMinutes(1);
  private static final Duration REMEMBERED = Duration.ofDays(7);

  private final WebhookStore store;
  private final WatermarkStore watermarks;
  private final Set<String> enabled;
  private final Predicate<String> resting;
  private final Clock clock;
  private final Map<Worker, Integer> parts = new HashMap<>();
  private final Set<String> inHand = new HashSet<>();
  private Instant forgotAt = Instant.EPOCH;

  /**
   * @param enabled the integrations that are switched on; what waits for others is dropped
   * @param resting whether an integration is paused: what waits for it goes on waiting
   */
  public FollowUps(
      WebhookStore store,
      WatermarkStore watermarks,
      Set<String> enabled,
      Predicate<String> resting,
      Clock clock) {
    this.store = store;
    this.watermarks = watermarks;
    this.enabled = Set.copyOf(enabled);
    this.resting = resting;
    this.clock = clock;
  }

  /** Those for whom work is due; forgets the ids of old events now and then. */
  public List<Worker> due() {
    Instant now = clock.instant();
    if (forgotAt.plus(Duration.ofHours(1)).isBefore(now)) {
      forgotAt = now;
      store.forgetBefore(now.minus(REMEMBERED));
    }
    return store.dueWorkers();
  }

  /**
   * Takes some of what waits for the worker into hand.
   *
   * @return null if nothing is due, or enough of it is in hand
   */
  public FollowUp take(Worker worker) {
    if (isBusy(worker)) {
      return null;
    }
    Optional<Watermark> watermark = Optional.empty();
    if (worker.kind() != Kind.DATA_SOURCE) {
      watermark = enabled.contains(worker.name()) ? watermarks.find(worker.name()) : watermark;
      if (watermark.isEmpty()) {
        dropAll(worker);
        return null;
      }
      if (resting.test(worker.name())) {
        store.rest(worker, clock.instant().plus(REST));
        return null;
      }
    }
    return take(worker, watermark.map(Watermark::firstFrom).orElse(null));
  }

  /** Its first poll takes everything that there is to take, or it is switched off. */
  private void dropAll(Worker worker) {
    List<WebhookWork> unused = store.due(worker, LOOKED_AT);
    unused.forEach(store::done);
    LOG.debug("{}: {} pieces of work of webhooks dropped", worker.name(), unused.size());
  }

  private synchronized boolean isBusy(Worker worker) {
    return parts.getOrDefault(worker, 0) >= PARTS_AT_ONCE;
  }

  private synchronized FollowUp take(Worker worker, Instant firstFrom) {
    if (isBusy(worker)) {
      return null;
    }
    List<WebhookWork> due =
        store.due(worker, LOOKED_AT).stream().filter(it -> !inHand.contains(key(it))).toList();
    if (due.isEmpty()) {
      return null;
    }
    List<WebhookWork> some = due.subList(0, Math.min(due.size(), SIZES.get(worker.kind())));
    some.forEach(it -> inHand.add(key(it)));
    parts.merge(worker, 1, Integer::sum);
    String lane = due.size() > INTERACTIVE ? "background" : "interactive";
    return new FollowUp(worker, lane, firstFrom, some);
  }

  /** The follow-up is out of hand; what was not done of it waits on. */
  public synchronized void close(Exchange exchange) {
    FollowUp followUp = exchange.getVariable(FOLLOW_UP, FollowUp.class);
    followUp.work().forEach(it -> inHand.remove(key(it)));
    parts.merge(followUp.worker(), -1, Integer::sum);
  }

  /** What is in variable {@code work} was done. */
  public void done(Exchange exchange) {
    store.done(exchange.getVariable(WORK, WebhookWork.class));
  }

  /** All of the follow-up was done. */
  public void allDone(Exchange exchange) {
    exchange.getVariable(FOLLOW_UP, FollowUp.class).work().forEach(store::done);
  }

  /**
   * What is in variable {@code work} could not be looked at. It is tried again later; after a day
   * the next poll or sweep has found what there is to find. An error that concerns the whole run
   * stops it.
   */
  public void failed(Exchange exchange) {
    WebhookWork work = exchange.getVariable(WORK, WebhookWork.class);
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    String reason = Failures.describe(error);
    if (run != null) {
      run.count(Outcome.FAILED);
      if (concernsAll(error)) {
        run.stop(reason);
        return;
      }
    }
    int attempts = work.attempts() + 1;
    if (attempts >= ATTEMPTS) {
      LOG.warn(
          "{}: {} {} was not looked at after a webhook, {} times: {} It is left to the polls.",
          work.worker(),
          work.kind(),
          work.subject(),
          attempts,
          reason);
      store.done(work);
      return;
    }
    Instant next = clock.instant().plus(Backoff.after(attempts));
    LOG.warn(
        "{}: {} {} could not be looked at after a webhook: {} It is tried again at {}.",
        work.worker(),
        work.kind(),
        work.subject(),
        reason,
        next);
    store.postpone(work, next);
  }

  /** The run was stopped, or could not begin: nothing of this worker is tried for a while. */
  public void rest(Exchange exchange) {
    FollowUp followUp = exchange.getVariable(FOLLOW_UP, FollowUp.class);
    store.rest(followUp.worker(), clock.instant().plus(REST));
  }

  private static boolean concernsAll(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof Stops) {
        return true;
      }
    }
    return StoreTrouble.of(error).isPresent();
  }

  private static String key(WebhookWork work) {
    return work.kind() + " " + work.worker() + " " + work.subject();
  }
}
