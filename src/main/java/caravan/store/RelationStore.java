package caravan.store;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Relations that wait for their pages. */
public final class RelationStore {

  /**
   * A relation property that could not be written whole.
   *
   * @param propertyId the relation property's id
   * @param relatedTarget the data source it points to
   * @param relatedContract the contract that names that data source's key
   * @param wanted the External IDs it should hold, all of them, in the record's order
   * @param missing those of them that it does not hold yet
   */
  public record Waiting(
      String propertyId,
      String relatedTarget,
      String relatedContract,
      List<String> wanted,
      Set<String> missing) {

    /** Keeps its own copies. */
    public Waiting {
      wanted = List.copyOf(wanted);
      missing = Set.copyOf(missing);
    }
  }

  /**
   * A page that may have a relation to be set.
   *
   * @param id the number of the waiting relation: they come in its order
   * @param target the page's data source
   * @param externalId its record
   */
  public record Candidate(long id, String target, String externalId) {}

  /**
   * One External ID that a waiting property should hold, with the page that is known for it now.
   *
   * @param relationId the waiting relation
   * @param pageId the page that has the property
   * @param attempts how often setting the property has failed
   * @param missing whether the property does not hold it yet
   * @param relatedPage the related page; null if none is known, or it is in the trash
   */
  public record Related(
      long relationId,
      String propertyId,
      String pageId,
      int attempts,
      String relatedTarget,
      String relatedId,
      boolean missing,
      String relatedPage) {}

  private static final String LINKED = " AND %1$s.state = 'LINKED'";
  private static final String OF_PAGE = " WHERE target = :target AND external_id = :externalId";

  /** The page is there, and holds the version of the record that says the relation. */
  private static final String OWN =
      (" JOIN links own ON own.target = w.target AND own.external_id = w.external_id"
              + LINKED.formatted("own"))
          + " AND (w.written_hash IS NULL OR w.written_hash = own.properties_hash)";

  private static final String FOUND =
      " JOIN links page ON page.target = r.related_target AND page.external_id = r.related_id";

  private final Jdbi jdbi;
  private final Contended contended;
  private final Clock clock;

  public RelationStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Candidate.class, ConstructorMapper.of(Candidate.class));
    this.jdbi.registerRowMapper(Related.class, ConstructorMapper.of(Related.class));
    this.clock = clock;
  }

  /**
   * Puts down what is missing of a record, instead of whatever waited for it before. How long a
   * property has waited, and when an External ID is looked up next, stays.
   *
   * @param writtenHash the hash of the properties of the version that says it
   * @param unsaid the ids of the properties that this version leaves alone: what waits for them
   *     goes on waiting
   */
  public void replace(
      String integration,
      String target,
      String externalId,
      String writtenHash,
      List<Waiting> waiting,
      Collection<String> unsaid) {
    contended.transact(
        handle -> {
          Map<String, Instant> since = waitingSince(handle, target, externalId);
          if (since.isEmpty() && waiting.isEmpty()) {
            return;
          }
          Map<Waiting, Map<String, LookUps>> lookUps = new LinkedHashMap<>();
          waiting.forEach(one -> lookUps.put(one, lookUps(handle, one)));
          // A list in SQL is never empty.
          List<String> left = unsaid.isEmpty() ? List.of("") : List.copyOf(unsaid);
          handle
              .createUpdate(
                  "DELETE FROM waiting_relations" + OF_PAGE + " AND property_id NOT IN (<left>)")
              .bind("target", target)
              .bind("externalId", externalId)
              .bindList("left", left)
              .execute();
          handle
              .createUpdate("UPDATE waiting_relations SET written_hash = :hash" + OF_PAGE)
              .bind("hash", writtenHash)
              .bind("target", target)
              .bind("externalId", externalId)
              .execute();
          Instant now = clock.instant();
          for (Waiting one : waiting) {
            long id =
                handle
                    .createUpdate(
                        "INSERT INTO waiting_relations (integration, target, external_id,"
                            + " property_id, related_target, related_contract, written_hash,"
                            + " waiting_since, attempts, next_at) VALUES (:integration, :target,"
                            + " :externalId, :property, :related, :contract, :hash, :since, 0,"
                            + " :now)")
                    .bind("integration", integration)
                    .bind("target", target)
                    .bind("externalId", externalId)
                    .bind("property", one.propertyId())
                    .bind("related", one.relatedTarget())
                    .bind("contract", one.relatedContract())
                    .bind("hash", writtenHash)
                    .bind("since", since.getOrDefault(one.propertyId(), now))
                    .bind("now", now)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(Long.class)
                    .one();
            insert(handle, id, one, lookUps.get(one), now);
          }
        });
  }

  private static Map<String, Instant> waitingSince(Handle handle, String target, String record) {
    Map<String, Instant> since = new LinkedHashMap<>();
    handle
        .createQuery("SELECT property_id, waiting_since FROM waiting_relations" + OF_PAGE)
        .bind("target", target)
        .bind("externalId", record)
        .map((row, context) -> Map.entry(row.getString(1), row.getTimestamp(2).toInstant()))
        .forEach(one -> since.put(one.getKey(), one.getValue()));
    return since;
  }

  private record LookUps(int times, Instant next) {}

  private static Map<String, LookUps> lookUps(Handle handle, Waiting waiting) {
    Map<String, LookUps> found = new LinkedHashMap<>();
    if (!waiting.missing().isEmpty()) {
      handle
          .createQuery(
              "SELECT related_id, MAX(look_ups), MAX(look_up_at) FROM waiting_related"
                  + " WHERE related_target = :target AND missing AND look_ups > 0"
                  + " AND related_id IN (<ids>) GROUP BY related_id")
          .bind("target", waiting.relatedTarget())
          .bindList("ids", List.copyOf(waiting.missing()))
          .map(
              (row, context) ->
                  Map.entry(
                      row.getString(1),
                      new LookUps(row.getInt(2), row.getTimestamp(3).toInstant())))
          .forEach(one -> found.put(one.getKey(), one.getValue()));
    }
    return found;
  }

  private static void insert(
      Handle handle, long id, Waiting waiting, Map<String, LookUps> lookUps, Instant now) {
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO waiting_related (relation_id, place, related_target, related_id, missing,"
                + " look_ups, look_up_at) VALUES (?, ?, ?, ?, ?, ?, ?)");
    int place = 0;
    for (String related : waiting.wanted()) {
      LookUps before = lookUps.getOrDefault(related, new LookUps(0, now));
      batch.add(
          id,
          place++,
          waiting.relatedTarget(),
          related,
          waiting.missing().contains(related),
          before.times(),
          before.next());
    }
    batch.execute();
  }

  /**
   * Pages with a relation of which more can be set than is set, in the order in which they began to
   * wait.
   *
   * @param integrations only what these have written
   * @param after the number of the last one that is known already
   * @param targets only what concerns these data sources, or failed before; null for everything
   */
  public List<Candidate> candidates(
      Collection<String> integrations, long after, Collection<String> targets, int limit) {
    boolean all = targets == null;
    // A list in SQL is never empty.
    List<String> concerned = all || targets.isEmpty() ? List.of("") : List.copyOf(targets);
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT w.id, w.target, w.external_id FROM waiting_relations w"
                        + OWN
                        + " WHERE w.id > :after AND w.next_at <= :now"
                        // Blank where an earlier version of Caravan did not write it down.
                        + " AND (w.integration = '' OR w.integration IN (<integrations>))"
                        + (all
                            ? ""
                            : " AND (w.attempts > 0 OR w.target IN (<targets>)"
                                + " OR w.related_target IN (<targets>))")
                        + " AND EXISTS (SELECT 1 FROM waiting_related r"
                        + FOUND
                        + LINKED.formatted("page")
                        + " WHERE r.relation_id = w.id AND r.missing)"
                        + " ORDER BY w.id LIMIT :limit")
                .bind("after", after)
                .bind("now", clock.instant())
                .bindList("integrations", List.copyOf(integrations))
                .bindList("targets", concerned)
                .bind("limit", limit)
                .mapTo(Candidate.class)
                .list());
  }

  /**
   * Everything that the waiting relations of a page should hold, in the record's order; empty if
   * nothing waits, or the page does not hold the version that says it.
   */
  public List<Related> related(String target, String externalId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT r.relation_id, w.property_id, own.remote_id AS page_id,"
                        + " w.attempts,"
                        + " r.related_target, r.related_id, r.missing,"
                        + " page.remote_id AS related_page FROM waiting_relations w"
                        + OWN
                        + " JOIN waiting_related r ON r.relation_id = w.id"
                        + " LEFT"
                        + FOUND
                        + LINKED.formatted("page")
                        + " WHERE w.target = :target AND w.external_id = :externalId"
                        + " ORDER BY r.relation_id, r.place")
                .bind("target", target)
                .bind("externalId", externalId)
                .mapTo(Related.class)
                .list());
  }

  /** These properties hold now everything of which a page is known; the rest goes on waiting. */
  public void written(List<Related> set) {
    contended.transact(
        handle -> {
          PreparedBatch held =
              handle.prepareBatch(
                  "UPDATE waiting_related SET missing = FALSE"
                      + " WHERE relation_id = ? AND related_id = ?");
          set.stream()
              .filter(one -> one.missing() && one.relatedPage() != null)
              .forEach(one -> held.add(one.relationId(), one.relatedId()));
          held.execute();
          PreparedBatch whole =
              handle.prepareBatch(
                  "DELETE FROM waiting_relations WHERE id = :id AND NOT EXISTS (SELECT 1 FROM"
                      + " waiting_related r WHERE r.relation_id = :id AND r.missing)");
          ids(set).forEach(id -> whole.bind("id", id).add());
          whole.execute();
        });
  }

  /** Setting these properties failed; they are tried again at that moment. */
  public void failed(List<Related> left, Instant next) {
    contended.transact(
        handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  "UPDATE waiting_relations SET attempts = attempts + 1, next_at = ?"
                      + " WHERE id = ?");
          ids(left).forEach(id -> batch.add(next, id));
          batch.execute();
        });
  }

  /** A related page is gone: properties that wait for others too wait for it as well. */
  public void gone(String relatedTarget, String relatedId) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "UPDATE waiting_related SET missing = TRUE, look_up_at = ?"
                    + " WHERE related_target = ? AND related_id = ?",
                clock.instant(),
                relatedTarget,
                relatedId));
  }

  private static List<Long> ids(List<Related> related) {
    List<Long> ids = new ArrayList<>();
    for (Related one : related) {
      if (!ids.contains(one.relationId())) {
        ids.add(one.relationId());
      }
    }
    return ids;
  }
}
