package caravan.sync;

import caravan.record.Record;
import caravan.store.FailureStore;
import caravan.store.PauseStore.Pause;
import caravan.store.RunReport;
import caravan.store.RunStore;
import caravan.store.StoreTrouble;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens, counts and closes runs. */
public final class Runs {

  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

  /** Why a run ended that the end of the hub cut short. */
  public static final String HUB_STOPPED = "the hub was stopped";

  private static final Duration KEPT = Duration.ofDays(30);

  private final RunStore store;
  private final FailureStore failures;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Function<String, Optional<Pause>> pauses;
  private volatile boolean stopping;
  private Instant droppedAt = Instant.EPOCH;
  private final Map<Long, Run> open = new ConcurrentHashMap<>();
  private final List<Consumer<Exchange>> witnesses = new CopyOnWriteArrayList<>();
  private final Queue<RunReport> unwritten = new ConcurrentLinkedQueue<>();

  /**
   * @param meters where {@code caravan.records} counts records by integration and outcome
   * @param pauses an integration's pause, if it is paused
   */
  public Runs(
      RunStore store,
      FailureStore failures,
      Clock clock,
      MeterRegistry meters,
      Function<String, Optional<Pause>> pauses) {
    this.pauses = pauses;
    this.meters = meters;
    this.store = store;
    this.failures = failures;
    this.clock = clock;
  }

  /**
   * Opens a run; one that is opened while the hub stops, or the integration is paused, is stopped
   * at once.
   *
   * @param cause {@code poll}, {@code sweep}, {@code reconcile} or {@code retry}
   */
  public Run begin(String integration, String cause) {
    writeLate();
    dropOldReports();
    Run run = new Run(store.open(integration, cause), integration, cause, clock.instant());
    open.put(run.id(), run);
    if (stopping) {
      run.stop(HUB_STOPPED);
    }
    // After it is among the open ones: a pause that begins now finds it there.
    pauses.apply(integration).ifPresent(run::pause);
    return run;
  }

  /** Somebody sees each exchange whose record was counted. */
  public void witness(Consumer<Exchange> witness) {
    witnesses.add(witness);
  }

  /**
   * Counts the record that the exchange carried to its sink, and drops its failure if it had one.
   */
  public void count(Exchange exchange) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    Outcome outcome = exchange.getVariable(Variables.OUTCOME, Outcome.class);
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    if (record != null) {
      failures.settle(run.integration(), Records.subject(exchange), record.version());
    }
    run.count(outcome == null ? Outcome.SKIPPED : outcome);
    witnesses.forEach(witness -> witness.accept(exchange));
  }

  /** A report that the store can't take now is written when the next run begins. */
  private void write(RunReport report) {
    try {
      store.close(report);
    } catch (RuntimeException e) {
      if (StoreTrouble.of(e).isEmpty()) {
        throw e;
      }
      unwritten.add(report);
    }
  }

  private synchronized void writeLate() {
    while (!unwritten.isEmpty()) {
      store.close(unwritten.peek());
      unwritten.remove();
    }
  }

  private synchronized void dropOldReports() {
    if (droppedAt.plus(Duration.ofDays(1)).isBefore(clock.instant())) {
      droppedAt = clock.instant();
      store.dropBefore(droppedAt.minus(KEPT));
    }
  }

  private void meter(RunReport report) {
    meter(report, "created", report.createdCount());
    meter(report, "updated", report.updatedCount());
    meter(report, "unchanged", report.unchangedCount());
    meter(report, "deleted", report.deletedCount());
    meter(report, "skipped", report.skippedCount());
    meter(report, "failed", report.failedCount());
  }

  private void meter(RunReport report, String outcome, int count) {
    meters
        .counter("caravan.records", "integration", report.integration(), "outcome", outcome)
        .increment(count);
  }

  /** Closes a run that reached its end. */
  public RunReport finish(Run run) {
    return close(run, run.stopped() == null ? "done" : stopped(run), run.stopped() == null);
  }

  /** Closes a run that did not reach its end. */
  public RunReport fail(Run run, String reason) {
    run.stop(reason);
    return close(run, stopped(run), false);
  }

  /** The state of a run that did not reach its end. */
  private static String stopped(Run run) {
    if (run.isPaused()) {
      return "paused";
    }
    return run.isAsking() ? "asks" : "failed";
  }

  /** Every run of the integration ends before its next write. */
  public void pause(Pause pause) {
    open.values().stream()
        .filter(run -> run.integration().equals(pause.integration()))
        .forEach(run -> run.pause(pause));
  }

  /** The hub is stopping: every run ends after the records that are being delivered. */
  public void stopAll() {
    stopping = true;
    open.values().forEach(run -> run.stop(HUB_STOPPED));
  }

  /** Whether a run of the integration is going on. */
  public boolean isOpen(String integration) {
    return open.values().stream().anyMatch(run -> run.integration().equals(integration));
  }

  /** The runs that are going on. */
  public Map<Long, Run> open() {
    return Map.copyOf(open);
  }

  private RunReport close(Run run, String state, boolean complete) {
    RunReport report = run.report(state, clock.instant(), complete);
    open.remove(run.id());
    meter(report);
    write(report);
    if (report.readCount() > 0 || report.requests() > 1 || !"done".equals(state)) {
      LOG.info(
          "{}: {} {} in {} s: read {} = created {} + updated {} + unchanged {} + deleted {}"
              + " + skipped {} + failed {}; requests {}, rate limited {}{}",
          report.integration(),
          report.cause(),
          report.state(),
          "%.1f".formatted(report.duration().toMillis() / 1000.0),
          report.readCount(),
          report.createdCount(),
          report.updatedCount(),
          report.unchangedCount(),
          report.deletedCount(),
          report.skippedCount(),
          report.failedCount(),
          report.requests(),
          report.rateLimited(),
          report.notes().isEmpty() ? "" : "; " + report.notes());
    }
    return report;
  }
}
