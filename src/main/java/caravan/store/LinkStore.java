package caravan.store;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The table of links: External ID to remote object, one per target and External ID. */
public final class LinkStore {

  private final Jdbi jdbi;
  private final Contended contended;
  private final Clock clock;

  public LinkStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Link.class, ConstructorMapper.of(Link.class));
    this.clock = clock;
  }

  /** The link of a record in a target, if one is known. */
  public Optional<Link> find(String target, String externalId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM links WHERE target = :target AND external_id = :id")
                .bind("target", target)
                .bind("id", externalId)
                .mapTo(Link.class)
                .findOne());
  }

  /** All links of a target whose create has no known outcome, oldest first. */
  public List<Link> pending(String target) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM links WHERE target = :target AND state = 'PENDING'"
                        + " ORDER BY pending_since")
                .bind("target", target)
                .mapTo(Link.class)
                .list());
  }

  /** Writes down, before a create is sent, that it is about to be sent. */
  public void markPending(String target, String externalId, String propertiesHash, String body) {
    Instant now = clock.instant();
    save(new Link(target, externalId, null, Link.State.PENDING, propertiesHash, body, now, null));
  }

  /** A create ended without a known outcome: it may have taken effect until this moment. */
  public void stillPending(String target, String externalId) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE links SET pending_since = ?, looked_up_at = NULL"
                    + " WHERE target = ? AND external_id = ? AND state = 'PENDING'",
                clock.instant(),
                target,
                externalId));
  }

  /** The create was refused for good: nothing exists, nothing is pending. */
  public void forget(String target, String externalId) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "DELETE FROM links WHERE target = ? AND external_id = ?", target, externalId));
  }

  /** A pending link was looked for and not found, at this moment. */
  public void notFound(String target, String externalId, Instant lookedUpAt) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE links SET looked_up_at = ? WHERE target = ? AND external_id = ?"
                    + " AND state = 'PENDING'",
                lookedUpAt,
                target,
                externalId));
  }

  /** Writes the link as it stands now. */
  public void save(Link link) {
    contended.transact(handle -> save(handle, link));
  }

  /**
   * Learns the objects that a target already holds, all or none, and remembers that it did.
   *
   * @param remoteIds External ID to remote id; what is linked already stays as it is
   */
  public void learn(String target, Map<String, String> remoteIds) {
    Instant now = clock.instant();
    contended.transact(
        handle -> {
          remoteIds.forEach(
              (externalId, remoteId) -> {
                if (notLinked(handle, target, externalId)) {
                  save(
                      handle,
                      new Link(
                          target, externalId, remoteId, Link.State.LINKED, null, null, null, null));
                }
              });
          handle.execute("DELETE FROM learnt_targets WHERE target = ?", target);
          handle.execute(
              "INSERT INTO learnt_targets (target, learnt_at) VALUES (?, ?)", target, now);
        });
  }

  /** Whether {@link #learn} has run for this target. */
  public boolean isLearnt(String target) {
    return jdbi.withHandle(
        handle ->
            handle
                    .select("SELECT COUNT(*) FROM learnt_targets WHERE target = ?", target)
                    .mapTo(Integer.class)
                    .one()
                > 0);
  }

  /** How many links of a target are in a state. */
  public int count(String target, Link.State state) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT COUNT(*) FROM links WHERE target = ? AND state = ?",
                    target,
                    state.name())
                .mapTo(Integer.class)
                .one());
  }

  private static boolean notLinked(Handle handle, String target, String externalId) {
    return handle
        .select(
            "SELECT COUNT(*) FROM links WHERE target = ? AND external_id = ? AND state <> 'PENDING'",
            target,
            externalId)
        .mapTo(Integer.class)
        .one()
        .equals(0);
  }

  private void save(Handle handle, Link link) {
    handle.execute(
        "DELETE FROM links WHERE target = ? AND external_id = ?", link.target(), link.externalId());
    handle.execute(
        "INSERT INTO links (target, external_id, remote_id, state, properties_hash, body_hash,"
            + " pending_since, looked_up_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        link.target(),
        link.externalId(),
        link.remoteId(),
        link.state().name(),
        link.propertiesHash(),
        link.bodyHash(),
        link.pendingSince(),
        link.lookedUpAt(),
        clock.instant());
  }
}
