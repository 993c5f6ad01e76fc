package caravan.hub;

import caravan.store.FailureStore;
import caravan.store.RunReport;
import caravan.store.RunStore;
import caravan.sync.Run;
import caravan.sync.Runs;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** What JMX shows of an integration, read from the store when asked. */
final class IntegrationView implements IntegrationMXBean {

  private final String name;
  private final Runs runs;
  private final RunStore runStore;
  private final FailureStore failures;
  private final Clock clock;

  IntegrationView(String name, Runs runs, RunStore runStore, FailureStore failures, Clock clock) {
    this.name = name;
    this.runs = runs;
    this.runStore = runStore;
    this.failures = failures;
    this.clock = clock;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getState() {
    return running().isPresent() ? "running" : last().map(RunReport::state).orElse("waiting");
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
    return last().map(RunReport::notes).orElse("");
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
  public String failures(int limit) {
    return FailureLine.write(failures.list(name, limit));
  }

  @Override
  public int replay(String externalId) {
    return failures.replay(name, externalId == null ? "" : externalId, clock.instant());
  }

  private Optional<RunReport> last() {
    return runStore.latest(name, 1).stream().findFirst();
  }

  private Optional<Run> running() {
    return runs.open().values().stream().filter(run -> run.integration().equals(name)).findFirst();
  }
}
