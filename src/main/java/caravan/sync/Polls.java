package caravan.sync;

import caravan.clock.ServicesClock;
import caravan.store.ResyncStore;
import caravan.store.RunReport;
import caravan.store.WatermarkStore;
import caravan.store.WatermarkStore.Watermark;
import caravan.sync.Poll.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends the polls of sources.
 *
 * <p>The watermark moves only when a poll has ended well, and only to the poll's start minus the
 * backstep, by a clock that is not ahead of the services': Notion's timestamps are floored to the
 * minute, so what was edited in the minute of the poll has to be met again.
 *
 * <p>Sweeps and reconciles are readings of the same kind that ask for everything; they do not touch
 * the watermark.
 */
public final class Polls {

  private static final Logger LOG = LoggerFactory.getLogger(Polls.class);

  private final Runs runs;
  private final WatermarkStore watermarks;
  private final ResyncStore resyncs;
  private final ServicesClock clock;
  private final Duration backstep;
  private final Map<String, String> sinceByIntegration;
  private final Predicate<String> paused;

  /**
   * @param resyncs what operators asked to hand over again
   * @param backstep {@code sync.backstep}
   * @param sinceByIntegration {@code <integration>.since}: all, now or a date
   * @param paused whether an integration is paused
   */
  public Polls(
      Runs runs,
      WatermarkStore watermarks,
      ResyncStore resyncs,
      ServicesClock clock,
      Duration backstep,
      Map<String, String> sinceByIntegration,
      Predicate<String> paused) {
    this.paused = paused;
    this.runs = runs;
    this.watermarks = watermarks;
    this.resyncs = resyncs;
    this.clock = clock;
    this.backstep = backstep;
    this.sinceByIntegration = Map.copyOf(sinceByIntegration);
  }

  /**
   * Begins a poll from the integration's watermark, which goes back first if somebody asked for
   * that.
   *
   * @return null while the integration is paused: nothing is asked for
   */
  public Poll begin(String integration) {
    if (paused.test(integration)) {
      LOG.debug("{}: paused, so it is not polled", integration);
      return null;
    }
    boolean again = resyncs.carryOut(integration).isPresent();
    Instant shown = clock.hub().instant();
    Instant start = clock.at(shown);
    Watermark watermark =
        watermarks
            .find(integration)
            .filter(found -> !isFirstStartAhead(integration, found, start))
            .orElseGet(() -> firstStart(integration, start));
    Instant since =
        watermark.position() == null
            ? watermark.firstFrom()
            : notAhead(integration, watermark, start);
    Run run = runs.begin(integration, Kind.POLL.cause());
    run.note("resyncs that somebody asked for", again ? 1 : 0);
    return new Poll(Kind.POLL, false, run, shown, since, watermark.firstFrom());
  }

  /**
   * Begins a reading of everything that the first start took and what came since.
   *
   * @param light whether it is enough to learn which objects there are
   */
  public Poll beginComplete(String integration, Kind kind, boolean light) {
    Watermark watermark =
        watermarks
            .find(integration)
            .orElseThrow(() -> new IllegalStateException(integration + " was never polled"));
    Instant firstFrom = watermark.firstFrom();
    Run run = runs.begin(integration, kind.cause());
    return new Poll(kind, light, run, clock.hub().instant(), firstFrom, firstFrom);
  }

  /** Ends a reading whose every row was handed over or kept; a poll's watermark moves. */
  public RunReport finish(Poll poll) {
    if (poll.kind() == Kind.POLL && poll.run().stopped() == null) {
      watermarks.save(poll.run().integration(), next(poll));
    }
    return runs.finish(poll.run());
  }

  /** Ends a reading that could not be completed; the watermark stays. */
  public RunReport fail(Exchange exchange) {
    Poll poll = exchange.getVariable("poll", Poll.class);
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    Run run = poll.run();
    String reason = run.isPaused() ? run.stopped() : Failures.describe(error);
    String then =
        poll.kind() == Kind.POLL
            ? "its watermark stays and the next poll starts there again"
            : "nothing was taken for gone after that, and it is tried again";
    String cause = poll.kind().cause();
    LOG.warn("{}: the {} ended early, {}: {}", poll.run().integration(), cause, then, reason);
    LOG.debug("{}: what ended the {}", poll.run().integration(), cause, error);
    return runs.fail(poll.run(), reason);
  }

  /**
   * A watermark from a clock that once ran ahead would hide every edit until the clock is there.
   */
  private static Instant notAhead(String integration, Watermark watermark, Instant start) {
    Instant position = watermark.position();
    if (!position.isAfter(start) || position.equals(watermark.firstFrom())) {
      return position;
    }
    LOG.warn(
        "{}: the watermark {} lies in the future, so a clock was wrong; the poll starts a day back."
            + " Edits from before that are found by the next sweep or reconcile, where the source"
            + " has one.",
        integration,
        position);
    return start.minus(Duration.ofDays(1));
  }

  /** Likewise a first start from "now", which is made anew; a date is meant as it is. */
  private boolean isFirstStartAhead(String integration, Watermark watermark, Instant start) {
    return watermark.firstFrom() != null
        && watermark.firstFrom().isAfter(start)
        && "now".equals(sinceByIntegration.get(integration));
  }

  /**
   * Only the poll's answers have told when it began by the services' clocks, if it was the first:
   * then a first start from "now" began then, too.
   */
  private Watermark next(Poll poll) {
    Instant start = clock.at(poll.start());
    Watermark before = new Watermark(poll.since(), poll.firstFrom());
    boolean ahead = isFirstStartAhead(poll.run().integration(), before, start);
    Instant since = ahead ? start : poll.since();
    Instant firstFrom = ahead ? start : poll.firstFrom();
    return new Watermark(nextPosition(since, start, backstep), firstFrom);
  }

  /** The watermark after a poll: never before where the poll began. */
  static Instant nextPosition(Instant since, Instant start, Duration backstep) {
    Instant next = start.minus(backstep);
    return since != null && since.isAfter(next) ? since : next;
  }

  private Watermark firstStart(String integration, Instant start) {
    Instant from =
        Since.parse(sinceByIntegration.getOrDefault(integration, "all"), start).orElse(null);
    Watermark first = new Watermark(null, from);
    watermarks.save(integration, first);
    return first;
  }
}
