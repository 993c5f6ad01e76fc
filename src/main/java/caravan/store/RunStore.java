package caravan.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The table of runs. */
public final class RunStore {

  private static final String BY_ID = " WHERE id = :id";

  private final Jdbi jdbi;
  private final Clock clock;

  public RunStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.jdbi.registerRowMapper(RunReport.class, ConstructorMapper.of(RunReport.class));
    this.clock = clock;
  }

  /** Opens a run and returns its number. */
  public long open(String integration, String cause) {
    return jdbi.withHandle(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO runs (integration, cause, state, started_at, read_count,"
                        + " created_count, updated_count, unchanged_count, deleted_count,"
                        + " skipped_count, failed_count, requests, rate_limited, complete, notes)"
                        + " VALUES (:integration, :cause, 'running', :now, 0, 0, 0, 0, 0, 0, 0, 0,"
                        + " 0, FALSE, '')")
                .bind("integration", integration)
                .bind("cause", cause)
                .bind("now", clock.instant())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one());
  }

  /** Writes how a run ended. */
  public void close(RunReport report) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate(
                    "UPDATE runs SET state = :state, finished_at = :finishedAt,"
                        + " read_count = :readCount, created_count = :createdCount,"
                        + " updated_count = :updatedCount, unchanged_count = :unchangedCount,"
                        + " deleted_count = :deletedCount, skipped_count = :skippedCount,"
                        + " failed_count = :failedCount, requests = :requests,"
                        + " rate_limited = :rateLimited, complete = :complete, notes = :notes"
                        + BY_ID)
                .bindMethods(report)
                .execute());
  }

  /** Runs that a process left open when it ended are marked as lost. */
  public void closeLost() {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE runs SET state = 'lost', finished_at = ? WHERE state = 'running'",
                clock.instant()));
  }

  /** The latest runs of an integration that ended, newest first. */
  public List<RunReport> latest(String integration, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT * FROM runs WHERE integration = ? AND state <> 'running'"
                        + " ORDER BY id DESC LIMIT ?",
                    integration,
                    limit)
                .mapTo(RunReport.class)
                .list());
  }

  /** The integration's latest poll that ended. */
  public Optional<RunReport> lastPoll(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT * FROM runs WHERE integration = ? AND state <> 'running'"
                        + " AND cause = 'poll' ORDER BY id DESC LIMIT 1",
                    integration)
                .mapTo(RunReport.class)
                .findOne());
  }

  /** The integration's latest sweep or reconcile that ended. */
  public Optional<RunReport> lastSweep(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT * FROM runs WHERE integration = ? AND state NOT IN ('running', 'lost')"
                        + " AND cause IN ('sweep', 'reconcile') ORDER BY id DESC LIMIT 1",
                    integration)
                .mapTo(RunReport.class)
                .findOne());
  }

  /** When a poll of the integration last ended well. */
  public Optional<Instant> lastSuccess(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT MAX(finished_at) FROM runs WHERE integration = ? AND state = 'done'"
                        + " AND cause = 'poll'",
                    integration)
                .mapTo(Instant.class)
                .findFirst());
  }

  /** When a poll of these integrations first brought changes after that moment. */
  public Optional<Instant> firstChangeAfter(Collection<String> integrations, Instant moment) {
    if (integrations.isEmpty()) {
      return Optional.empty();
    }
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT MIN(finished_at) FROM runs WHERE integration IN (<integrations>)"
                        + " AND cause = 'poll' AND finished_at > :moment"
                        + " AND created_count + updated_count + deleted_count > 0")
                .bindList("integrations", List.copyOf(integrations))
                .bind("moment", moment)
                .mapTo(Instant.class)
                .findFirst());
  }

  /** Drops runs that ended before the given moment. */
  public int dropBefore(Instant moment) {
    return jdbi.withHandle(
        handle -> handle.execute("DELETE FROM runs WHERE finished_at < ?", moment));
  }
}
