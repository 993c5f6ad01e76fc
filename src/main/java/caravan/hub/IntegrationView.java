package caravan.hub;

import caravan.drift.ContractWatch;
import caravan.pause.Pauses;
import caravan.store.AwaitedStore;
import caravan.store.FailureStore;
import caravan.store.RunReport;
import caravan.store.RunStore;
import caravan.sync.Run;
import caravan.sync.Runs;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What JMX shows of an integration, read from the store when asked. */
final class IntegrationView implements IntegrationMXBean {

  private final String name;
  private final Runs runs;
  private final RunStore runStore;
  private final FailureStore failures;
  private final AwaitedStore awaited;
  private final Pauses pauses;
  private final Supplier<ContractWatch> watch;
  private final Clock clock;

  IntegrationView(
      String name,
      Runs runs,
      RunStore runStore,
      FailureStore failures,
      AwaitedStore awaited,
      Pauses pauses,
      Supplier<ContractWatch> watch,
      Clock clock) {
    this.name = name;
    this.runs = runs;
    this.runStore = runStore;
    this.failures = failures;
    this.awaited = awaited;
    this.pauses = pauses;
    this.watch = watch;
    this.clock = clock;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getState() {
    if (running().isPresent()) {
      return "running";
    }
    if (pauses.isPaused(name)) {
      return "paused";
    }
    return question().or(this::last).map(RunReport::state).orElse("waiting");
  }

  @Override
  public String getLastSuccess() {
    return runStore.lastSuccess(name).map(Instant::toString).orElse("");
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
  public String getNotes() {
    Stream<String> runs =
        Stream.concat(question().stream(), last().stream()).distinct().map(RunReport::notes);
    return Stream.concat(Stream.of(pauses.reasonOf(name)), runs)
        .distinct()
        .filter(notes -> !notes.isBlank())
        .collect(Collectors.joining("; "));
  }

  @Override
  public int getFailuresWaiting() {
    return failures.count(name);
  }

  @Override
  public int getRecordsInRun() {
    return running().map(Run::records).orElse(0);
  }

  @Override
  public int getRelationsWaiting() {
    return awaited.tally(name).relations();
  }

  @Override
  public String getRelationsWaitingSince() {
    Instant oldest = awaited.tally(name).oldest();
    return oldest == null ? "" : oldest.toString();
  }

  @Override
  public String failures(int limit) {
    return FailureLine.write(failures.list(name, limit));
  }

  @Override
  public int replay(String externalId) {
    return failures.replay(name, externalId == null ? "" : externalId, clock.instant());
  }

  @Override
  public void pause(String reason) {
    pauses.pause(name, reason == null ? "" : reason);
  }

  @Override
  public String resume() {
    return watch.get().resume(name);
  }

  /** The latest sweep, if it stopped until a person decides; polls go on meanwhile. */
  private Optional<RunReport> question() {
    return runStore.lastSweep(name).filter(run -> "asks".equals(run.state()));
  }

  private Optional<RunReport> last() {
    return runStore.latest(name, 1).stream().findFirst();
  }

  private Optional<Run> running() {
    return runs.open().values().stream().filter(run -> run.integration().equals(name)).findFirst();
  }
}
