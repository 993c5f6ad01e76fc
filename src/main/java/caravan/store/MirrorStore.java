package caravan.store;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The table of rows that integrations compute from, as they were last read. */
public final class MirrorStore {

  private static final String COLUMNS = "item_id AS id, data_source, row_values AS \"values\"";

  /**
   * A row.
   *
   * @param id its page's id
   * @param dataSource the id of its data source
   * @param values its values as JSON
   */
  public record Stored(String id, String dataSource, String values) {}

  private final Jdbi jdbi;
  private final Contended contended;

  public MirrorStore(Store store) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Stored.class, ConstructorMapper.of(Stored.class));
  }

  /** All rows of an integration, by the ids of their pages. */
  public List<Stored> all(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT "
                        + COLUMNS
                        + " FROM mirrored_rows WHERE integration = ? ORDER BY item_id",
                    integration)
                .mapTo(Stored.class)
                .list());
  }

  /** One row. */
  public Optional<Stored> find(String integration, String id) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT "
                        + COLUMNS
                        + " FROM mirrored_rows WHERE integration = ? AND item_id = ?",
                    integration,
                    id)
                .mapTo(Stored.class)
                .findOne());
  }

  /** Writes down a row as it is now. */
  public void save(String integration, Stored row) {
    contended.transact(
        handle -> {
          int updated =
              handle.execute(
                  "UPDATE mirrored_rows SET data_source = ?, row_values = ?"
                      + " WHERE integration = ? AND item_id = ?",
                  row.dataSource(),
                  row.values(),
                  integration,
                  row.id());
          if (updated == 0) {
            handle.execute(
                "INSERT INTO mirrored_rows (integration, item_id, data_source, row_values)"
                    + " VALUES (?, ?, ?, ?)",
                integration,
                row.id(),
                row.dataSource(),
                row.values());
          }
        });
  }

  /**
   * Forgets a row.
   *
   * @return whether it was known
   */
  public boolean delete(String integration, String id) {
    return jdbi.withHandle(
        handle ->
            handle.execute(
                    "DELETE FROM mirrored_rows WHERE integration = ? AND item_id = ?",
                    integration,
                    id)
                > 0);
  }
}
