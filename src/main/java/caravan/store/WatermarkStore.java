package caravan.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** How far each source has been read. */
public final class WatermarkStore {

  /**
   * A source's place.
   *
   * @param position everything before it was handed over; null before the first complete poll
   * @param firstFrom the moment the first start reaches back to; null for everything
   */
  public record Watermark(Instant position, Instant firstFrom) {}

  private final Jdbi jdbi;
  private final Contended contended;
  private final Clock clock;

  public WatermarkStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Watermark.class, ConstructorMapper.of(Watermark.class));
    this.clock = clock;
  }

  /** The integration's watermark, empty before its first start. */
  public Optional<Watermark> find(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT position, first_from FROM watermarks WHERE integration = ?",
                    integration)
                .mapTo(Watermark.class)
                .findOne());
  }

  /** Sets the integration's watermark. */
  public void save(String integration, Watermark watermark) {
    contended.transact(
        handle -> {
          handle.execute("DELETE FROM watermarks WHERE integration = ?", integration);
          handle.execute(
              "INSERT INTO watermarks (integration, position, first_from, updated_at)"
                  + " VALUES (?, ?, ?, ?)",
              integration,
              watermark.position(),
              watermark.firstFrom(),
              clock.instant());
        });
  }
}
