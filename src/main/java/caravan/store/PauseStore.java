package caravan.store;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The table of integrations that are paused. */
public final class PauseStore {

  /** Somebody asked for it. */
  public static final String OPERATOR = "operator";

  /**
   * A pause.
   *
   * @param integration whose
   * @param reason for people
   * @param since when it began
   * @param kind {@code operator} or {@code drift}
   */
  public record Pause(String integration, String reason, Instant since, String kind) {}

  private final Jdbi jdbi;
  private final Contended contended;

  public PauseStore(Store store) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Pause.class, ConstructorMapper.of(Pause.class));
  }

  /** The integration's pause, if it is paused. */
  public Optional<Pause> find(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select("SELECT * FROM pauses WHERE integration = ?", integration)
                .mapTo(Pause.class)
                .findOne());
  }

  /** Pauses the integration, in the place of a pause that is there already. */
  public void save(Pause pause) {
    contended.transact(
        handle -> {
          handle.execute("DELETE FROM pauses WHERE integration = ?", pause.integration());
          handle.execute(
              "INSERT INTO pauses (integration, reason, since, kind) VALUES (?, ?, ?, ?)",
              pause.integration(),
              pause.reason(),
              pause.since(),
              pause.kind());
        });
  }

  /** Ends the integration's pause; false if it was not paused. */
  public boolean remove(String integration) {
    return jdbi.withHandle(
        handle -> handle.execute("DELETE FROM pauses WHERE integration = ?", integration) > 0);
  }
}
