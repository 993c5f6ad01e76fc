package caravan.sync;

import caravan.record.Versions;
import caravan.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * The idempotent consumer's repository: remembers the latest content hash of each record, so that
 * A, B, A is three deliveries and A, A is one.
 *
 * <p>A record in work is told from one that is done: what a process left in work when it was killed
 * is not done, and {@link #reclaim} gives it free at once. Two deliveries of one record never run
 * at the same time; the second waits. A version older than the one already delivered is a
 * duplicate.
 *
 * <p>Camel's JDBC repository inserts its key before the work and keeps it when the process dies, so
 * that the message is never delivered; this one exists for that reason.
 */
public final class Deliveries extends ServiceSupport implements IdempotentRepository {

  private static final Duration LEASE = Duration.ofMinutes(15);

  /** A record's row. */
  public record Delivery(
      String doneHash, String doneVersion, String workHash, String workOwner, Instant updatedAt) {}

  private final Jdbi jdbi;
  private final Clock clock;
  private final String owner;
  private final InFlight inFlight = new InFlight(LEASE);

  /**
   * @param owner this node's name, the same after a restart
   */
  public Deliveries(Store store, Clock clock, String owner) {
    this.jdbi = store.jdbi();
    this.jdbi.registerRowMapper(Delivery.class, ConstructorMapper.of(Delivery.class));
    this.clock = clock;
    this.owner = owner;
  }

  /** Gives free what this node had in work when it ended; returns how many records that were. */
  public int reclaim() {
    return jdbi.withHandle(
        handle ->
            handle.execute(
                "UPDATE deliveries SET work_hash = NULL, work_owner = NULL WHERE work_owner = ?",
                owner));
  }

  /** Takes a record into work; false if this content, or a newer version, was delivered already. */
  @Override
  public boolean add(String key) {
    DeliveryKey wanted = DeliveryKey.parse(key);
    inFlight.enter(wanted.subject());
    boolean taken = false;
    try {
      taken = jdbi.inTransaction(handle -> take(handle, wanted));
      return taken;
    } finally {
      if (!taken) {
        inFlight.leave(wanted.subject());
      }
    }
  }

  @Override
  public boolean contains(String key) {
    DeliveryKey wanted = DeliveryKey.parse(key);
    return find(wanted.integration(), wanted.externalId())
        .map(row -> wanted.hash().equals(row.doneHash()))
        .orElse(false);
  }

  /** The record was not delivered: it is as if {@link #add} had not been called. */
  @Override
  public boolean remove(String key) {
    DeliveryKey failed = DeliveryKey.parse(key);
    try {
      return jdbi.withHandle(
              handle ->
                  handle.execute(
                      "UPDATE deliveries SET work_hash = NULL, work_owner = NULL"
                          + " WHERE integration = ? AND external_id = ? AND work_owner = ?",
                      failed.integration(),
                      failed.externalId(),
                      owner))
          > 0;
    } finally {
      inFlight.leave(failed.subject());
    }
  }

  /** The record was delivered. */
  @Override
  public boolean confirm(String key) {
    DeliveryKey done = DeliveryKey.parse(key);
    try {
      return jdbi.withHandle(
              handle ->
                  handle.execute(
                      "UPDATE deliveries SET done_hash = ?, done_version = ?, work_hash = NULL,"
                          + " work_owner = NULL, updated_at = ?"
                          + " WHERE integration = ? AND external_id = ?",
                      done.hash(),
                      done.version(),
                      clock.instant(),
                      done.integration(),
                      done.externalId()))
          > 0;
    } finally {
      inFlight.leave(done.subject());
    }
  }

  /**
   * Forgets with which content a record was delivered last, so that any content passes; an older
   * version still does not.
   */
  public void forget(String integration, String externalId) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE deliveries SET done_hash = NULL WHERE integration = ? AND external_id = ?",
                integration,
                externalId));
  }

  /** Forgets every delivery. */
  @Override
  public void clear() {
    jdbi.useHandle(handle -> handle.execute("DELETE FROM deliveries"));
  }

  /** Whether a newer version of the record was delivered already. */
  public boolean isStale(DeliveryKey key) {
    return find(key.integration(), key.externalId())
        .map(row -> Versions.isOlder(key.version(), row.doneVersion()))
        .orElse(false);
  }

  /**
   * Whether an integration delivered anything before that moment that it has not delivered since.
   */
  public boolean hasDelivered(String integration, Instant before) {
    return jdbi.withHandle(
        handle ->
            handle
                    .select(
                        "SELECT COUNT(*) FROM deliveries"
                            + " WHERE integration = ? AND done_hash IS NOT NULL AND updated_at < ?",
                        integration,
                        before)
                    .mapTo(Integer.class)
                    .one()
                > 0);
  }

  private Optional<Delivery> find(String integration, String externalId) {
    return jdbi.withHandle(handle -> find(handle, integration, externalId));
  }

  private boolean take(Handle handle, DeliveryKey wanted) {
    Optional<Delivery> found = find(handle, wanted.integration(), wanted.externalId());
    if (found.isEmpty()) {
      handle.execute(
          "INSERT INTO deliveries (integration, external_id, work_hash, work_owner, updated_at)"
              + " VALUES (?, ?, ?, ?, ?)",
          wanted.integration(),
          wanted.externalId(),
          wanted.hash(),
          owner,
          clock.instant());
      return true;
    }
    Delivery row = found.get();
    if (wanted.hash().equals(row.doneHash())
        || Versions.isOlder(wanted.version(), row.doneVersion())) {
      return false;
    }
    refuseIfElsewhere(wanted, row);
    handle.execute(
        // What was done before is not known to be there any more once the new content is under way.
        "UPDATE deliveries SET done_hash = NULL, work_hash = ?, work_owner = ?, updated_at = ?"
            + " WHERE integration = ? AND external_id = ?",
        wanted.hash(),
        owner,
        clock.instant(),
        wanted.integration(),
        wanted.externalId());
    return true;
  }

  private void refuseIfElsewhere(DeliveryKey wanted, Delivery row) {
    boolean elsewhere = row.workOwner() != null && !row.workOwner().equals(owner);
    if (elsewhere && row.updatedAt().plus(LEASE).isAfter(clock.instant())) {
      throw new IllegalStateException(
          "%s: record %s is in work on node %s; it is tried again later"
              .formatted(wanted.integration(), wanted.externalId(), row.workOwner()));
    }
  }

  private static Optional<Delivery> find(Handle handle, String integration, String externalId) {
    return handle
        .select(
            "SELECT done_hash, done_version, work_hash, work_owner, updated_at FROM deliveries"
                + " WHERE integration = ? AND external_id = ?",
            integration,
            externalId)
        .mapTo(Delivery.class)
        .findOne();
  }
}
