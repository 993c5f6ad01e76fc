package caravan.store;

import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Relations that wait for their targets. */
public final class RelationStore {

  /**
   * A relation property that could not be written whole.
   *
   * @param target the data source of the record
   * @param externalId the record
   * @param propertyId the relation property's id
   * @param relatedTarget the data source it points to
   * @param wanted the External IDs it should hold, all of them, one per line
   * @param missing how many of them had no page when it was last written
   */
  public record Waiting(
      String target,
      String externalId,
      String propertyId,
      String relatedTarget,
      String wanted,
      int missing) {

    /** The External IDs the property should hold. */
    public List<String> wantedIds() {
      return wanted.lines().toList();
    }
  }

  private final Jdbi jdbi;
  private final Contended contended;
  private final Clock clock;

  public RelationStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Waiting.class, ConstructorMapper.of(Waiting.class));
    this.clock = clock;
  }

  /** Everything that waits, oldest first. */
  public List<Waiting> all() {
    return jdbi.withHandle(
        handle ->
            handle
                .select("SELECT * FROM relations ORDER BY updated_at, target, external_id")
                .mapTo(Waiting.class)
                .list());
  }

  /** Whether this waits still, unchanged. */
  public boolean isWaiting(Waiting waiting) {
    return jdbi.withHandle(
            handle ->
                handle
                    .select(
                        "SELECT COUNT(*) FROM relations WHERE target = ? AND external_id = ?"
                            + " AND property_id = ? AND wanted = ?",
                        waiting.target(),
                        waiting.externalId(),
                        waiting.propertyId(),
                        waiting.wanted())
                    .mapTo(Integer.class)
                    .one())
        > 0;
  }

  /** Puts down what is missing of a record, instead of whatever waited for it before. */
  public void replace(String target, String externalId, List<Waiting> waiting) {
    contended.transact(
        handle -> {
          handle.execute(
              "DELETE FROM relations WHERE target = ? AND external_id = ?", target, externalId);
          for (Waiting one : waiting) {
            handle.execute(
                "INSERT INTO relations (target, external_id, property_id, related_target, wanted,"
                    + " missing, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                one.target(),
                one.externalId(),
                one.propertyId(),
                one.relatedTarget(),
                one.wanted(),
                one.missing(),
                clock.instant());
          }
        });
  }

  /**
   * A second pass wrote the property; drops it when nothing is missing any more. What a newer
   * version of the record put down meanwhile stays.
   */
  public void written(Waiting waiting, int stillMissing) {
    jdbi.useHandle(
        handle -> {
          if (stillMissing == 0) {
            handle.execute(
                "DELETE FROM relations WHERE target = ? AND external_id = ? AND property_id = ?"
                    + " AND wanted = ?",
                waiting.target(),
                waiting.externalId(),
                waiting.propertyId(),
                waiting.wanted());
          } else {
            handle.execute(
                "UPDATE relations SET missing = ?, updated_at = ?"
                    + " WHERE target = ? AND external_id = ? AND property_id = ? AND wanted = ?",
                stillMissing,
                clock.instant(),
                waiting.target(),
                waiting.externalId(),
                waiting.propertyId(),
                waiting.wanted());
          }
        });
  }
}
