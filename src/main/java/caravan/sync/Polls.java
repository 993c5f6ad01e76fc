package caravan.sync;

import caravan.store.RunReport;
import caravan.store.WatermarkStore;
import caravan.store.WatermarkStore.Watermark;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends the polls of sources.
 *
 * <p>The watermark moves only when a poll has ended well, and only to the poll's start minus the
 * backstep: Notion's timestamps are floored to the minute, so what was edited in the minute of the
 * poll has to be met again.
 */
public final class Polls {

  private static final Logger LOG = LoggerFactory.getLogger(Polls.class);

  private final Runs runs;
  private final WatermarkStore watermarks;
  private final Clock clock;
  private final Duration backstep;
  private final Map<String, String> sinceByIntegration;

  /**
   * @param backstep {@code sync.backstep}
   * @param sinceByIntegration {@code <integration>.since}: all, now or a date
   */
  public Polls(
      Runs runs,
      WatermarkStore watermarks,
      Clock clock,
      Duration backstep,
      Map<String, String> sinceByIntegration) {
    this.runs = runs;
    this.watermarks = watermarks;
    this.clock = clock;
    this.backstep = backstep;
    this.sinceByIntegration = Map.copyOf(sinceByIntegration);
  }

  /** Begins a poll from the integration's watermark. */
  public Poll begin(String integration) {
    Instant start = clock.instant();
    Watermark watermark =
        watermarks.find(integration).orElseGet(() -> firstStart(integration, start));
    Instant since = watermark.position() == null ? watermark.firstFrom() : watermark.position();
    return new Poll(runs.begin(integration, "poll"), start, since, watermark.firstFrom());
  }

  /** Ends a poll whose every row was handed over or kept as a failure, and moves the watermark. */
  public RunReport finish(Poll poll) {
    if (poll.run().stopped() == null) {
      watermarks.save(
          poll.run().integration(), new Watermark(nextPosition(poll, backstep), poll.firstFrom()));
    }
    return runs.finish(poll.run());
  }

  /** Ends a poll that could not be completed; the watermark stays. */
  public RunReport fail(Exchange exchange) {
    Poll poll = exchange.getVariable("poll", Poll.class);
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    String reason = Failures.describe(error);
    LOG.warn(
        "{}: the poll ended early, its watermark stays and the next poll starts there again: {}",
        poll.run().integration(),
        reason);
    LOG.debug("{}: what ended the poll", poll.run().integration(), error);
    return runs.fail(poll.run(), reason);
  }

  /**
   * A watermark from a clock that once ran ahead would hide every edit until the clock is there.
   */
  private Instant notAhead(String integration, Watermark watermark, Instant start) {
    Instant since = watermark.position() == null ? watermark.firstFrom() : watermark.position();
    if (since == null || !since.isAfter(start)) {
      return since;
    }
    LOG.warn(
        "{}: the watermark {} lies in the future, so a clock was wrong; the poll starts a day back."
            + " If the clock was wrong for longer, edits of that time have to be read again.",
        integration,
        since);
    return start.minus(Duration.ofDays(1));
  }

  /** The watermark after a poll: never before where it stood. */
  static Instant nextPosition(Poll poll, Duration backstep) {
    Instant next = poll.start().minus(backstep);
    return poll.since() != null && poll.since().isAfter(next) ? poll.since() : next;
  }

  private Watermark firstStart(String integration, Instant start) {
    Instant from =
        Since.parse(sinceByIntegration.getOrDefault(integration, "all"), start).orElse(null);
    Watermark first = new Watermark(null, from);
    watermarks.save(integration, first);
    return first;
  }
}
