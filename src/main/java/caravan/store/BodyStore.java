package caravan.store;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/**
 * What the hub wrote as the bodies of pages, and which bodies it left because people had edited
 * them.
 */
public final class BodyStore {

  /**
   * What is known of a page's body.
   *
   * @param whole whether the page held exactly this when the hub was done with it
   * @param blocks the blocks' hashes as a text; those of before and after if a write is under way
   *     or broke off
   */
  public record Written(boolean whole, String blocks) {}

  /**
   * A body that was left as people had edited it.
   *
   * @param target the data source
   * @param externalId the record
   * @param integration whose record it is
   * @param pageId the page
   */
  public record Conflict(String target, String externalId, String integration, String pageId) {}

  private final Jdbi jdbi;
  private final Contended contended;
  private final Clock clock;

  public BodyStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Written.class, ConstructorMapper.of(Written.class));
    this.jdbi.registerRowMapper(Conflict.class, ConstructorMapper.of(Conflict.class));
    this.clock = clock;
  }

  /** What the hub last wrote as this body, if it knows. */
  public Optional<Written> find(String target, String externalId) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT whole, blocks FROM written_bodies WHERE target = ? AND external_id = ?",
                    target,
                    externalId)
                .mapTo(Written.class)
                .findOne());
  }

  /** Writes down, before a body's write begins, what the page may hold until it is done. */
  public void underWay(String target, String externalId, String blocks) {
    contended.transact(handle -> save(handle, target, externalId, new Written(false, blocks)));
  }

  /** The page holds this body now: what people had edited is past. */
  public void written(String target, String externalId, String blocks) {
    contended.transact(
        handle -> {
          save(handle, target, externalId, new Written(true, blocks));
          handle.execute(
              "DELETE FROM body_conflicts WHERE target = ? AND external_id = ?",
              target,
              externalId);
        });
  }

  /** Nothing was written after all. */
  public void forget(String target, String externalId) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "DELETE FROM written_bodies WHERE target = ? AND external_id = ?",
                target,
                externalId));
  }

  /**
   * A body was left as people had edited it.
   *
   * @return whether that is new: false while it stands, however often it is found
   */
  public boolean left(Conflict conflict) {
    boolean[] isNew = new boolean[1];
    contended.transact(
        handle -> {
          isNew[0] = isUnknown(handle, conflict);
          if (isNew[0]) {
            handle.execute(
                "INSERT INTO body_conflicts (target, external_id, integration, page_id, found_at)"
                    + " VALUES (?, ?, ?, ?, ?)",
                conflict.target(),
                conflict.externalId(),
                conflict.integration(),
                conflict.pageId(),
                clock.instant());
          }
        });
    return isNew[0];
  }

  /** The bodies of an integration that were left and that nobody was told of, oldest first. */
  public List<Conflict> untold(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT target, external_id, integration, page_id FROM body_conflicts"
                        + " WHERE integration = ? AND told_at IS NULL"
                        + " ORDER BY found_at, external_id",
                    integration)
                .mapTo(Conflict.class)
                .list());
  }

  /** When the latest of those that nobody was told of was found; empty if there is none. */
  public Optional<Instant> newestUntold(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT found_at FROM body_conflicts"
                        + " WHERE integration = ? AND told_at IS NULL"
                        + " ORDER BY found_at DESC",
                    integration)
                .mapTo(Instant.class)
                .findFirst());
  }

  /** People are told of these bodies. */
  public void told(List<Conflict> conflicts) {
    Instant now = clock.instant();
    jdbi.useTransaction(
        handle ->
            conflicts.forEach(
                it ->
                    handle.execute(
                        "UPDATE body_conflicts SET told_at = ? WHERE target = ? AND external_id ="
                            + " ?",
                        now,
                        it.target(),
                        it.externalId())));
  }

  private static boolean isUnknown(Handle handle, Conflict conflict) {
    return handle
        .select(
            "SELECT COUNT(*) FROM body_conflicts WHERE target = ? AND external_id = ?",
            conflict.target(),
            conflict.externalId())
        .mapTo(Integer.class)
        .one()
        .equals(0);
  }

  private void save(Handle handle, String target, String externalId, Written body) {
    handle.execute(
        "DELETE FROM written_bodies WHERE target = ? AND external_id = ?", target, externalId);
    handle.execute(
        "INSERT INTO written_bodies (target, external_id, whole, blocks, updated_at)"
            + " VALUES (?, ?, ?, ?, ?)",
        target,
        externalId,
        body.whole(),
        body.blocks(),
        clock.instant());
  }
}
