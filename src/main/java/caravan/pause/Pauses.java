package caravan.pause;

import caravan.store.PauseStore;
import caravan.store.PauseStore.Pause;
import java.time.Clock;
import java.util.Optional;

/**
 * Which integrations are paused: their polls and retries do not begin, and their watermarks and
 * kept records stay. It is kept in the store, so that it outlives the process.
 */
public final class Pauses {

  private final PauseStore store;
  private final Clock clock;

  public Pauses(PauseStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Whether nothing of the integration may begin. */
  public boolean isPaused(String integration) {
    return store.find(integration).isPresent();
  }

  /** Why it is paused; empty if it is not. */
  public Optional<String> reasonOf(String integration) {
    return store.find(integration).map(Pause::reason);
  }

  /** Somebody pauses it, until {@link #resume}. */
  public void pause(String integration, String reason) {
    store.save(new Pause(integration, reason, clock.instant(), PauseStore.OPERATOR));
  }

  /** It may go on; false if it was not paused. */
  public boolean resume(String integration) {
    return store.remove(integration);
  }
}
