package caravan.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The table of integrations that stand still. */
public final class PauseStore {

  /**
   * A pause.
   *
   * @param reason what people should know, in whole sentences
   * @param kind {@link #OPERATOR} or {@link #DRIFT}
   */
  public record Pause(String integration, String reason, Instant since, String kind) {

    /** A person paused it: it ends only when a person resumes it. */
    public static final String OPERATOR = "operator";

    /** A data source is not what a contract needs: it ends when the contract holds again. */
    public static final String DRIFT = "drift";

    /** Whether drift is the reason. */
    public boolean isForDrift() {
      return DRIFT.equals(kind);
    }
  }

  private final Jdbi jdbi;
  private final Contended contended;

  public PauseStore(Store store) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Pause.class, ConstructorMapper.of(Pause.class));
  }

  /** Whether the integration is paused, for whatever reason. */
  public boolean isPaused(String integration) {
    return find(integration).isPresent();
  }

  /** The integration's pause, if it is paused. */
  public Optional<Pause> find(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT integration, reason, since, kind FROM pauses WHERE integration = ?",
                    integration)
                .mapTo(Pause.class)
                .findOne());
  }

  /** All that are paused, by name. */
  public List<Pause> all() {
    return jdbi.withHandle(
        handle ->
            handle
                .select("SELECT integration, reason, since, kind FROM pauses ORDER BY integration")
                .mapTo(Pause.class)
                .list());
  }

  /** Puts the pause in the place of the integration's former one, if it had one. */
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

  /** Ends the integration's pause; false if it had none. */
  public boolean delete(String integration) {
    return jdbi.withHandle(
            handle -> handle.execute("DELETE FROM pauses WHERE integration = ?", integration))
        > 0;
  }
}
