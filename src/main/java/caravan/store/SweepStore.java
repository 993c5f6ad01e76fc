package caravan.store;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The table of complete readings: when each source was last read whole. */
public final class SweepStore {

  /**
   * How one kind of complete reading of a source stands.
   *
   * @param countsFrom the next one is due at the first moment of its schedule after this
   * @param triedAt when the last one failed; null if none did since {@code countsFrom}
   * @param listedAt when all rows were last listed; null if they never were
   * @param askedWith the {@code sync.max-deletes} with which the last one stopped and asked; null
   *     if it did not
   */
  public record Standing(Instant countsFrom, Instant triedAt, Instant listedAt, String askedWith) {}

  private final Jdbi jdbi;
  private final Contended contended;

  public SweepStore(Store store) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Standing.class, ConstructorMapper.of(Standing.class));
  }

  /** How this kind of reading stands; empty before the integration's first poll. */
  public Optional<Standing> find(String integration, String kind) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT counts_from, tried_at, listed_at, asked_with FROM sweeps"
                        + " WHERE integration = ? AND kind = ?",
                    integration,
                    kind)
                .mapTo(Standing.class)
                .findOne());
  }

  /** Writes how it stands now. */
  public void save(String integration, String kind, Standing standing) {
    contended.transact(
        handle -> {
          handle.execute(
              "DELETE FROM sweeps WHERE integration = ? AND kind = ?", integration, kind);
          handle.execute(
              "INSERT INTO sweeps (integration, kind, counts_from, tried_at, listed_at, asked_with)"
                  + " VALUES (?, ?, ?, ?, ?, ?)",
              integration,
              kind,
              standing.countsFrom(),
              standing.triedAt(),
              standing.listedAt(),
              standing.askedWith());
        });
  }
}
