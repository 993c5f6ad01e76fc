package caravan.hub;

import caravan.drift.ContractWatch;
import caravan.pause.Pauses;
import caravan.store.PauseStore.Pause;
import caravan.store.RunReport;
import caravan.sync.Run;
import caravan.sync.Runs;
import caravan.sync.Since;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What JMX shows of an integration, read from the store when asked. */
final class IntegrationView implements IntegrationMXBean {

  private static final String PAUSED = "paused";

  private final String name;
  private final Runs runs;
  private final IntegrationTables tables;
  private final Pauses pauses;
  private final Supplier<ContractWatch> watch;
  private final Consumer<String> pollNow;
  private final Supplier<DryRunDesk> dryRuns;
  private final Supplier<String> refused;
  private final Clock clock;

  /**
   * @param watch holds the integration's data sources against their contracts
   * @param pollNow begins a poll of the integration of that name
   * @param dryRuns where dry runs and previews are begun
   * @param refused why its routes were refused; blank if they were not
   */
  IntegrationView(
      String name,
      Runs runs,
      IntegrationTables tables,
      Pauses pauses,
      Supplier<ContractWatch> watch,
      Consumer<String> pollNow,
      Supplier<DryRunDesk> dryRuns,
      Supplier<String> refused,
      Clock clock) {
    this.name = name;
    this.runs = runs;
    this.tables = tables;
    this.pauses = pauses;
    this.watch = watch;
    this.pollNow = pollNow;
    this.dryRuns = dryRuns;
    this.refused = refused;
    this.clock = clock;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getState() {
    if (!refused.get().isEmpty()) {
      return "refused";
    }
    if (pauses.isPaused(name)) {
      return PAUSED;
    }
    if (running().isPresent()) {
      return "running";
    }
    return question()
        .or(this::last)
        .map(RunReport::state)
        .filter(state -> !state.equals(PAUSED)) // it was resumed since
        .orElse("waiting");
  }

  @Override
  public String getLastSuccess() {
    return tables.runs().lastSuccess(name).map(Instant::toString).orElse("");
  }

  @Override
  public String getLastRunAt() {
    return last().map(run -> run.finishedAt().toString()).orElse("");
  }

  @Override
  public String getLastRun() {
    return last()
        .map(
            run ->
                ("read %d, created %d, updated %d, unchanged %d, deleted %d, skipped %d, failed %d;"
                        + " requests %d")
                    .formatted(
                        run.readCount(),
                        run.createdCount(),
                        run.updatedCount(),
                        run.unchangedCount(),
                        run.deletedCount(),
                        run.skippedCount(),
                        run.failedCount(),
                        run.requests()))
        .orElse("");
  }

  @Override
  public int getRequestsOfLastRun() {
    return last().map(RunReport::requests).orElse(0);
  }

  @Override
  public String getWatermark() {
    return tables
        .watermarks()
        .find(name)
        .map(watermark -> watermark.position() == null ? "" : watermark.position().toString())
        .orElse("");
  }

  @Override
  public long getLagSeconds() {
    return tables
        .runs()
        .lastSuccess(name)
        .map(success -> Math.max(0, Duration.between(success, clock.instant()).toSeconds()))
        .orElse(-1L);
  }

  @Override
  public String getRefused() {
    return refused.get();
  }

  @Override
  public String getPaused() {
    return pauses.reasonOf(name);
  }

  @Override
  public String getPausedSince() {
    return pauses.find(name).map(Pause::since).map(Instant::toString).orElse("");
  }

  @Override
  public boolean isResyncWaiting() {
    return tables.resyncs().find(name).isPresent();
  }

  @Override
  public String getNotes() {
    String reason =
        Stream.of(refused.get(), pauses.reasonOf(name))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    Stream<String> runs =
        Stream.concat(question().stream(), last().stream())
            .distinct()
            .filter(run -> !reason.isEmpty() || !run.state().equals(PAUSED))
            .map(RunReport::notes);
    return Stream.concat(Stream.of(reason), runs)
        .distinct()
        .filter(notes -> !notes.isBlank())
        .collect(Collectors.joining("; "));
  }

  @Override
  public int getFailuresWaiting() {
    return tables.failures().count(name);
  }

  @Override
  public int getRecordsInRun() {
    return running().map(Run::records).orElse(0);
  }

  @Override
  public int getRequestsInRun() {
    return running().map(Run::requests).orElse(0);
  }

  @Override
  public int getRelationsWaiting() {
    return tables.awaited().tally(name).relations();
  }

  @Override
  public String getRelationsWaitingSince() {
    Instant oldest = tables.awaited().tally(name).oldest();
    return oldest == null ? "" : oldest.toString();
  }

  @Override
  public String failures(int limit) {
    return FailureLine.write(tables.failures().list(name, limit));
  }

  @Override
  public int replay(String externalId) {
    return tables.failures().replay(name, externalId == null ? "" : externalId, clock.instant());
  }

  @Override
  public String runs(int limit) {
    return RunLine.write(tables.runs().latest(name, limit));
  }

  @Override
  public int resync(String from) {
    pauses.find(name).ifPresent(IntegrationView::refuseWhile);
    Instant moment = Since.parse(from, clock.instant()).orElse(null);
    int expected = tables.resyncs().expected(name, moment);
    tables.resyncs().ask(name, moment);
    pollNow.accept(name);
    return expected;
  }

  private static void refuseWhile(Pause pause) {
    throw new IllegalStateException(
        pause.isForDrift()
            ? "%s is paused for drift; it can be read again once it goes on. What differs: ./caravan status"
                .formatted(pause.integration())
            : "%s is paused (%s); resume it first.".formatted(pause.integration(), pause.reason()));
  }

  @Override
  public void startDryRun(String from) {
    DryRunDesk desk = dryRuns.get();
    if (from == null || from.isBlank()) {
      desk.begin(name, () -> desk.dryRuns().poll(name));
    } else {
      Instant moment = Since.parse(from, clock.instant()).orElse(null);
      desk.begin(name, () -> desk.dryRuns().resync(name, moment));
    }
  }

  @Override
  public void startPreview(String what) {
    DryRunDesk desk = dryRuns.get();
    desk.begin(name, () -> desk.dryRuns().preview(name, what));
  }

  @Override
  public String rehearsal() {
    return dryRuns.get().look(name);
  }

  @Override
  public void pause(String reason) {
    pauses.pause(name, reason == null ? "" : reason);
  }

  @Override
  public String resume() {
    boolean paused = pauses.isPaused(name);
    String done = watch.get().resume(name);
    if (paused) {
      pollNow.accept(name);
    }
    return done;
  }

  /** The latest sweep, if it stopped until a person decides; polls go on meanwhile. */
  private Optional<RunReport> question() {
    return tables.runs().lastSweep(name).filter(run -> "asks".equals(run.state()));
  }

  private Optional<RunReport> last() {
    return tables.runs().latest(name, 1).stream().findFirst();
  }

  private Optional<Run> running() {
    return runs.open().values().stream().filter(run -> run.integration().equals(name)).findFirst();
  }
}
