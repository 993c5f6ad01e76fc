package caravan.webhooks;

import caravan.store.WebhookStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each sender was last heard of. Written down at most every few seconds: a row that every
 * event changed would make the events wait for each other.
 */
public final class Senders {

  private static final Duration WRITTEN_EVERY = Duration.ofSeconds(10);

  private final WebhookStore store;
  private final Clock clock;
  private final Map<String, Instant> heardAt = new ConcurrentHashMap<>();
  private final Map<String, Instant> writtenAt = new ConcurrentHashMap<>();

  public Senders(WebhookStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** A correctly signed event came. */
  void heard(String system) {
    Instant now = clock.instant();
    heardAt.put(system, now);
    Instant written = writtenAt.get(system);
    if (written == null || written.plus(WRITTEN_EVERY).isBefore(now)) {
      writtenAt.put(system, now);
      store.heard(system, now);
    }
  }

  /** When the latest correctly signed event came; null if none ever did. */
  Instant lastHeard(String system) {
    Instant here = heardAt.get(system);
    return here == null
        ? store.sender(system).map(WebhookStore.Sender::heardAt).orElse(null)
        : here;
  }
}
