package caravan.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * The table of records that wait to be tried again: at most one per integration and External ID.
 */
public final class FailureStore {

  private final Jdbi jdbi;

  public FailureStore(Store store) {
    this.jdbi = store.jdbi();
    this.jdbi.registerRowMapper(Failure.class, ConstructorMapper.of(Failure.class));
  }

  /** The record's failure, if it has one. */
  public Optional<Failure> find(String integration, String externalId) {
    return jdbi.withHandle(handle -> find(handle, integration, externalId));
  }

  /** Keeps a failure, unless one of a newer version of the same record is there already. */
  public void keep(Failure failure) {
    jdbi.useTransaction(
        handle -> {
          Optional<Failure> kept = find(handle, failure.integration(), failure.externalId());
          if (kept.isPresent() && isNewer(kept.get().version(), failure.version())) {
            return;
          }
          handle.execute(
              "DELETE FROM failures WHERE integration = ? AND external_id = ?",
              failure.integration(),
              failure.externalId());
          handle.execute(
              "INSERT INTO failures (integration, external_id, kind, item, record, version, error,"
                  + " attempts, first_at, last_at, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              failure.integration(),
              failure.externalId(),
              failure.kind(),
              failure.item(),
              failure.record(),
              failure.version(),
              failure.error(),
              failure.attempts(),
              failure.firstAt(),
              failure.lastAt(),
              failure.nextAt());
        });
  }

  /** The record arrived: drops its failure, unless that is of a newer version. */
  public void settle(String integration, String externalId, String version) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "DELETE FROM failures WHERE integration = ? AND external_id = ?"
                    + " AND (version IS NULL OR CAST(? AS VARCHAR(100)) IS NULL OR version <= ?)",
                integration,
                externalId,
                version,
                version));
  }

  /** Failures of an integration whose time has come, the longest waiting first. */
  public List<Failure> due(String integration, Instant now, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT * FROM failures WHERE integration = ? AND next_at <= ?"
                        + " ORDER BY next_at LIMIT ?",
                    integration,
                    now,
                    limit)
                .mapTo(Failure.class)
                .list());
  }

  /** How many records of an integration wait. */
  public int count(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select("SELECT COUNT(*) FROM failures WHERE integration = ?", integration)
                .mapTo(Integer.class)
                .one());
  }

  /** Integrations with failures whose time has come. */
  public List<String> dueIntegrations(Instant now) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT DISTINCT integration FROM failures WHERE next_at <= ? ORDER BY 1", now)
                .mapTo(String.class)
                .list());
  }

  private static Optional<Failure> find(Handle handle, String integration, String externalId) {
    return handle
        .select(
            "SELECT * FROM failures WHERE integration = ? AND external_id = ?",
            integration,
            externalId)
        .mapTo(Failure.class)
        .findOne();
  }

  private static boolean isNewer(String kept, String offered) {
    return kept != null && offered != null && kept.compareTo(offered) > 0;
  }
}
