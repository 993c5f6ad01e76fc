package caravan.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table of links: External ID to remote object, one per target and External ID. */
public final class LinkStore {

  private static final String INSERT =
      "INSERT INTO links (target, external_id, remote_id, state, properties_hash, body_hash,"
          + " pending_since, looked_up_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private static final String LEARN =
      "INSERT INTO links (target, external_id, remote_id, state, updated_at)"
          + " SELECT CAST(? AS VARCHAR(200)), CAST(? AS VARCHAR(500)), CAST(? AS VARCHAR(200)),"
          + " 'LINKED', CAST(? AS TIMESTAMP(3) WITH TIME ZONE)"
          + " WHERE NOT EXISTS (SELECT 1 FROM links WHERE target = ? AND external_id = ?)";

  private final Jdbi jdbi;
  private final Contended contended;
  private final Clock clock;

  public LinkStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Link.class, (row, context) -> read(row));
    this.clock = clock;
  }

  /** The link of a record in a target, if one is known. */
  public Optional<Link> find(String target, String externalId) {
    return jdbi.withHandle(handle -> find(handle, target, externalId));
  }

  /**
   * The links of several records in a target by External ID; a record without one is left out. One
   * by one: neither database finds a list of them by the index as surely as a single one.
   */
  public Map<String, Link> find(String target, Collection<String> externalIds) {
    Map<String, Link> found = new HashMap<>();
    jdbi.useHandle(
        handle ->
            externalIds.forEach(
                id -> find(handle, target, id).ifPresent(link -> found.put(id, link))));
    return found;
  }

  private static Optional<Link> find(Handle handle, String target, String externalId) {
    return handle
        .select("SELECT * FROM links WHERE target = ? AND external_id = ?", target, externalId)
        .mapTo(Link.class)
        .findOne();
  }

  /** All links of a target whose create has no known outcome, oldest first. */
  public List<Link> pending(String target) {
    // Of all targets, which are few: asked for one, H2 would walk through all links of it.
    return jdbi
        .withHandle(
            handle ->
                handle
                    .select(
                        "SELECT * FROM links WHERE pending_since > ? AND state = 'PENDING'"
                            + " ORDER BY pending_since",
                        Instant.EPOCH)
                    .mapTo(Link.class)
                    .list())
        .stream()
        .filter(link -> link.target().equals(target))
        .toList();
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
   * Learns objects that a target already holds: all of them or, if this fails, none.
   *
   * @param remoteIds External ID to remote id, some hundreds at most; what is linked already stays
   *     as it is
   */
  public void learn(String target, Map<String, String> remoteIds) {
    if (remoteIds.isEmpty()) {
      return;
    }
    contended.transact(
        handle -> {
          PreparedBatch pending =
              handle.prepareBatch(
                  "DELETE FROM links WHERE target = ? AND external_id = ? AND state = 'PENDING'");
          remoteIds.keySet().forEach(id -> pending.add(target, id));
          pending.execute();
          PreparedBatch unknown = handle.prepareBatch(LEARN);
          Instant now = clock.instant();
          remoteIds.forEach((id, remoteId) -> unknown.add(target, id, remoteId, now, target, id));
          unknown.execute();
        });
  }

  /** Remembers that everything that a target holds was learnt. */
  public void learnt(String target) {
    contended.transact(
        handle -> {
          handle.execute("DELETE FROM learnt_targets WHERE target = ?", target);
          handle.execute(
              "INSERT INTO learnt_targets (target, learnt_at) VALUES (?, ?)",
              target,
              clock.instant());
        });
  }

  /** Whether everything that a target holds was learnt. */
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

  /** Most links that are saved exist already. */
  private void save(Handle handle, Link link) {
    Instant now = clock.instant();
    int updated =
        handle.execute(
            "UPDATE links SET remote_id = ?, state = ?, properties_hash = ?, body_hash = ?,"
                + " pending_since = ?, looked_up_at = ?, updated_at = ?"
                + " WHERE target = ? AND external_id = ?",
            link.remoteId(),
            link.state().name(),
            link.propertiesHash(),
            link.bodyHash(),
            link.pendingSince(),
            link.lookedUpAt(),
            now,
            link.target(),
            link.externalId());
    if (updated == 0) {
      handle.execute(
          INSERT,
          link.target(),
          link.externalId(),
          link.remoteId(),
          link.state().name(),
          link.propertiesHash(),
          link.bodyHash(),
          link.pendingSince(),
          link.lookedUpAt(),
          now);
    }
  }

  /** By hand: finding out by reflection which column is which takes longer than the query. */
  private static Link read(ResultSet row) throws SQLException {
    return new Link(
        row.getString("target"),
        row.getString("external_id"),
        row.getString("remote_id"),
        Link.State.valueOf(row.getString("state")),
        row.getString("properties_hash"),
        row.getString("body_hash"),
        instant(row.getTimestamp("pending_since")),
        instant(row.getTimestamp("looked_up_at")));
  }

  private static Instant instant(Timestamp moment) {
    return moment == null ? null : moment.toInstant();
  }
}
