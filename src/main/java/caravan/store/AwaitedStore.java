package caravan.store;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The External IDs whose pages waiting relations need: when to look for them, how many wait. */
public final class AwaitedStore {

  /**
   * An External ID that relations wait for.
   *
   * @param relatedTarget where its page would be
   * @param relatedContract the contract of that data source; null if unknown
   * @param lookUps how often it was looked up in vain
   */
  public record Awaited(
      String relatedTarget, String relatedContract, String relatedId, int lookUps) {}

  /**
   * What waits.
   *
   * @param relations how many relation properties wait for a page that is not in the trash
   * @param oldest since when the oldest of them waits; null if none does
   * @param trashed how many related records are left out because their page is in the trash
   */
  public record Tally(int relations, Instant oldest, int trashed) {}

  private final Jdbi jdbi;
  private final Contended contended;
  private final Clock clock;

  public AwaitedStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Awaited.class, ConstructorMapper.of(Awaited.class));
    this.clock = clock;
  }

  /** What an integration's relations wait for and is to be looked at now, longest overdue first. */
  public List<Awaited> due(String integration, int limit) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT r.related_target, MAX(w.related_contract) AS related_contract,"
                        + " r.related_id, MAX(r.look_ups) AS look_ups FROM waiting_related r"
                        + " JOIN waiting_relations w ON w.id = r.relation_id"
                        + " WHERE r.missing AND r.look_up_at <= :now"
                        + " AND w.integration IN (:integration, '')"
                        + " GROUP BY r.related_target, r.related_id"
                        + " ORDER BY MIN(r.look_up_at), r.related_id LIMIT :limit")
                .bind("now", clock.instant())
                .bind("integration", integration)
                .bind("limit", limit)
                .mapTo(Awaited.class)
                .list());
  }

  /** These External IDs are being looked at; if in vain, each is again at its moment. */
  public void lookingUp(Map<Awaited, Instant> next) {
    contended.transact(
        handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  "UPDATE waiting_related SET look_ups = ?, look_up_at = ?"
                      + " WHERE related_target = ? AND related_id = ? AND missing");
          next.forEach(
              (one, moment) ->
                  batch.add(one.lookUps() + 1, moment, one.relatedTarget(), one.relatedId()));
          batch.execute();
        });
  }

  /** What waits of an integration's relations; those of pages in the trash do not count. */
  public Tally tally(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT COUNT(since) AS relations, MIN(since) AS oldest,"
                        + " COALESCE(SUM(trashed), 0) AS trashed FROM ("
                        + "SELECT w.id, MIN(CASE WHEN page.state IS NULL"
                        + " OR page.state <> 'TRASHED' THEN w.waiting_since END) AS since,"
                        + " SUM(CASE WHEN page.state = 'TRASHED' THEN 1 ELSE 0 END) AS trashed"
                        + " FROM waiting_relations w"
                        + " JOIN waiting_related r ON r.relation_id = w.id AND r.missing"
                        + " LEFT JOIN links page ON page.target = r.related_target"
                        + " AND page.external_id = r.related_id"
                        + " LEFT JOIN links own ON own.target = w.target"
                        + " AND own.external_id = w.external_id"
                        + " WHERE w.integration = :integration"
                        + " AND (own.state IS NULL OR own.state <> 'TRASHED') GROUP BY w.id) one_each")
                .bind("integration", integration)
                .map(
                    (row, context) ->
                        new Tally(
                            row.getInt("relations"),
                            Optional.ofNullable(row.getTimestamp("oldest"))
                                .map(Timestamp::toInstant)
                                .orElse(null),
                            row.getInt("trashed")))
                .one());
  }
}
