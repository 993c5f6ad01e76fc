package caravan.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table of links: External ID to remote object, one per target and External ID. */
public final class LinkStore {

  private static final String INSERT =
      "INSERT INTO links (target, external_id, remote_id, state, properties_hash, body_hash,"
          + " pending_since, looked_up_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

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

  /** The links of several records in a target by External ID; a record without one is left out. */
  public Map<String, Link> find(String target, Collection<String> externalIds) {
    Map<String, Link> found = new HashMap<>();
    if (!externalIds.isEmpty()) {
      jdbi.useHandle(
          handle ->
              handle
                  .createQuery(
                      "SELECT * FROM links WHERE target = :target AND external_id IN (<ids>)")
                  .bind("target", target)
                  .bindList("ids", List.copyOf(externalIds))
                  .mapTo(Link.class)
                  .forEach(link -> found.put(link.externalId(), link)));
    }
    return found;
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
          Set<String> linked = linked(handle, target, remoteIds.keySet());
          Map<String, String> found = new LinkedHashMap<>(remoteIds);
          found.keySet().removeAll(linked);
          if (found.isEmpty()) {
            return;
          }
          handle
              .createUpdate("DELETE FROM links WHERE target = :target AND external_id IN (<ids>)")
              .bind("target", target)
              .bindList("ids", List.copyOf(found.keySet()))
              .execute();
          PreparedBatch batch = handle.prepareBatch(INSERT);
          Instant now = clock.instant();
          found.forEach(
              (externalId, remoteId) ->
                  batch.add(
                      target,
                      externalId,
                      remoteId,
                      Link.State.LINKED.name(),
                      null,
                      null,
                      null,
                      null,
                      now));
          batch.execute();
        });
  }

  private static Set<String> linked(Handle handle, String target, Collection<String> externalIds) {
    return handle
        .createQuery(
            "SELECT external_id FROM links WHERE target = :target AND state <> 'PENDING'"
                + " AND external_id IN (<ids>)")
        .bind("target", target)
        .bindList("ids", List.copyOf(externalIds))
        .mapTo(String.class)
        .set();
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

  private void save(Handle handle, Link link) {
    handle.execute(
        "DELETE FROM links WHERE target = ? AND external_id = ?", link.target(), link.externalId());
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
        clock.instant());
  }
}
