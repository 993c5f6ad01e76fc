package caravan.pause;

import caravan.store.PauseStore;
import caravan.store.PauseStore.Pause;
import caravan.sync.Runs;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Integrations that stand still. A pause stops the integration's runs before their next write, and
 * no poll, sweep or retry of it begins until it is resumed; its watermark stays. It outlives a
 * restart.
 */
public final class Pauses {

  private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);

  private final PauseStore store;
  private final Runs runs;
  private final Clock clock;

  public Pauses(PauseStore store, Runs runs, Clock clock) {
    this.store = store;
    this.runs = runs;
    this.clock = clock;
  }

  /** Whether the integration is paused, for whatever reason. */
  public boolean isPaused(String integration) {
    return store.isPaused(integration);
  }

  /** The integration's pause, if it is paused. */
  public Optional<Pause> find(String integration) {
    return store.find(integration);
  }

  /** All that are paused, by name. */
  public List<Pause> all() {
    return store.all();
  }

  /** Why the integration is paused; empty if it is not. */
  public String reasonOf(String integration) {
    return store.find(integration).map(Pause::reason).orElse("");
  }

  /** A person pauses the integration; only a person ends that. */
  public void pause(String integration, String reason) {
    save(integration, reason.isBlank() ? "paused by an operator" : reason, Pause.OPERATOR);
  }

  /** Drift pauses the integration; what a person paused stays as the person said. */
  public void pauseForDrift(String integration, String reason) {
    Optional<Pause> before = store.find(integration);
    boolean stands =
        before.filter(it -> !it.isForDrift() || it.reason().equals(reason)).isPresent();
    if (stands) {
      runs.pause(before.get());
    } else {
      save(integration, reason, Pause.DRIFT);
    }
  }

  /** Ends the pause; false if there was none. */
  public boolean resume(String integration) {
    boolean was = store.delete(integration);
    if (was) {
      LOG.info("{}: resumed; it goes on from its watermark", integration);
    }
    return was;
  }

  private void save(String integration, String reason, String kind) {
    Pause pause = new Pause(integration, reason, clock.instant(), kind);
    store.save(pause);
    runs.pause(pause);
    if (pause.isForDrift()) {
      LOG.warn("{}: paused for drift, of which the next alert tells", integration);
    } else {
      LOG.warn("{}: paused: {}", integration, reason);
    }
  }
}
