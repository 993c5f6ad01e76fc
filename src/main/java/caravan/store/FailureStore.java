package caravan.store;

import caravan.record.Versions;
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
  private final Contended contended;

  public FailureStore(Store store) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Failure.class, ConstructorMapper.of(Failure.class));
  }

  /** The record's failure, if it has one. */
  public Optional<Failure> find(String integration, String externalId) {
    return jdbi.withHandle(handle -> find(handle, integration, externalId));
  }

  /** Keeps a failure, unless one of a newer version of the same record is there already. */
  public void keep(Failure failure) {
    contended.transact(
        handle -> {
          Optional<Failure> kept = lock(handle, failure.integration(), failure.externalId());
          if (kept.isPresent()) {
            if (Versions.isOlder(failure.version(), kept.get().version())) {
              return;
            }
            delete(handle, failure.integration(), failure.externalId());
          }
          insert(handle, failure);
        });
  }

  /** The record arrived: drops its failure, unless that is of a newer version. */
  public void settle(String integration, String externalId, String version) {
    if (find(integration, externalId).isEmpty()) {
      return;
    }
    contended.transact(
        handle ->
            lock(handle, integration, externalId)
                .filter(kept -> !Versions.isOlder(version, kept.version()))
                .ifPresent(kept -> delete(handle, integration, externalId)));
  }

  /** Drops a failure, unless the item that is kept there has been replaced. */
  public void drop(Failure failure) {
    String integration = failure.integration();
    String externalId = failure.externalId();
    contended.transact(
        handle ->
            lock(handle, integration, externalId)
                .filter(kept -> kept.item().equals(failure.item()))
                .ifPresent(kept -> delete(handle, integration, externalId)));
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

  /**
   * What waits, the longest waiting first.
   *
   * @param integration only of this one; blank for all
   */
  public List<Failure> list(String integration, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT * FROM failures WHERE ? = '' OR integration = ?"
                        + " ORDER BY first_at, integration, external_id LIMIT ?",
                    integration,
                    integration,
                    limit)
                .mapTo(Failure.class)
                .list());
  }

  /**
   * Failures become due now, whatever their backoff.
   *
   * @param externalId only this record; blank for all of the integration
   * @return how many
   */
  public int replay(String integration, String externalId, Instant now) {
    return jdbi.withHandle(
        handle ->
            handle.execute(
                "UPDATE failures SET next_at = ?"
                    + " WHERE integration = ? AND (? = '' OR external_id = ?)",
                now,
                integration,
                externalId,
                externalId));
  }

  /** No failure of the integration is due before this moment. */
  public void postpone(String integration, Instant until) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE failures SET next_at = ? WHERE integration = ? AND next_at < ?",
                until,
                integration,
                until));
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

  /** How many of them were tried in vain; the others only wait for the end of a pause. */
  public int countTried(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT COUNT(*) FROM failures WHERE integration = ? AND attempts > 0",
                    integration)
                .mapTo(Integer.class)
                .one());
  }

  private static Optional<Failure> find(Handle handle, String integration, String externalId) {
    return find(handle, integration, externalId, "");
  }

  /** The record's failure, which nobody else changes until the transaction ends. */
  private static Optional<Failure> lock(Handle handle, String integration, String externalId) {
    return find(handle, integration, externalId, " FOR UPDATE");
  }

  private static Optional<Failure> find(
      Handle handle, String integration, String externalId, String suffix) {
    return handle
        .select(
            "SELECT * FROM failures WHERE integration = ? AND external_id = ?" + suffix,
            integration,
            externalId)
        .mapTo(Failure.class)
        .findOne();
  }

  private static void delete(Handle handle, String integration, String externalId) {
    handle.execute(
        "DELETE FROM failures WHERE integration = ? AND external_id = ?", integration, externalId);
  }

  private static void insert(Handle handle, Failure failure) {
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
  }
}
