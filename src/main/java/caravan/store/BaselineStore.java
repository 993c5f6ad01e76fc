package caravan.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The table of what was seen of data sources when contracts last held. */
public final class BaselineStore {

  /** One integration's contract with one data source. */
  public record Key(String integration, String contract, String dataSource) {}

  /**
   * What was seen.
   *
   * @param seen as JSON; null if the contract never held
   * @param driftedAt when people were told that it does not hold any more; null while it holds
   */
  public record Row(String seen, Instant driftedAt) {}

  private final Jdbi jdbi;
  private final Contended contended;
  private final Clock clock;

  public BaselineStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Row.class, ConstructorMapper.of(Row.class));
    this.clock = clock;
  }

  /** What was seen, if the contract was ever checked. */
  public Optional<Row> find(Key key) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT seen, drifted_at FROM baselines"
                        + " WHERE integration = ? AND contract = ? AND data_source = ?",
                    key.integration(),
                    key.contract(),
                    key.dataSource())
                .mapTo(Row.class)
                .findOne());
  }

  /** What was seen for the integration counts no more; whether people were told of drift does. */
  public void forget(String integration) {
    jdbi.useHandle(
        handle ->
            handle.execute("UPDATE baselines SET seen = NULL WHERE integration = ?", integration));
  }

  /** Puts the row in the place of the former one. */
  public void save(Key key, Row row) {
    contended.transact(
        handle -> {
          handle.execute(
              "DELETE FROM baselines WHERE integration = ? AND contract = ? AND data_source = ?",
              key.integration(),
              key.contract(),
              key.dataSource());
          handle.execute(
              "INSERT INTO baselines (integration, contract, data_source, seen, taken_at,"
                  + " drifted_at) VALUES (?, ?, ?, ?, ?, ?)",
              key.integration(),
              key.contract(),
              key.dataSource(),
              row.seen(),
              clock.instant(),
              row.driftedAt());
        });
  }
}
