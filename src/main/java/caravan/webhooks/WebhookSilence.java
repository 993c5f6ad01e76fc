package caravan.webhooks;

import caravan.incidents.Incident;
import caravan.store.RunStore;
import caravan.store.WebhookStore;
import caravan.store.WebhookStore.Sender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Notices that webhooks have stopped coming: none for {@code webhook.silence}, although polls found
 * changes that webhooks should have told of. Polls go on finding them; they only come later.
 */
public final class WebhookSilence {

  /** Notion delivers within five minutes (Notion: webhooks, event delivery). */
  private static final Duration LATEST = Duration.ofMinutes(10);

  private static final Map<String, String> SECRETS =
      Map.of(
          WebhookDoor.NOTION, WebhookDoor.NOTION_SECRET,
          WebhookDoor.LINEAR, WebhookDoor.LINEAR_SECRET);

  private final Listeners listeners;
  private final WebhookStore store;
  private final Senders senders;
  private final RunStore runs;
  private final UnaryOperator<String> secrets;
  private final Duration silence;
  private final Clock clock;
  private final Instant startedAt;

  /**
   * @param silence {@code webhook.silence}
   */
  public WebhookSilence(
      Listeners listeners,
      WebhookStore store,
      Senders senders,
      RunStore runs,
      UnaryOperator<String> secrets,
      Duration silence,
      Clock clock) {
    this.listeners = listeners;
    this.store = store;
    this.senders = senders;
    this.runs = runs;
    this.secrets = secrets;
    this.silence = silence;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /** What people should know now: senders that have gone silent, and those that came back. */
  public List<Incident> news() {
    return SECRETS.keySet().stream().sorted().flatMap(it -> news(it).stream()).toList();
  }

  private Optional<Incident> news(String system) {
    Optional<Sender> sender = store.sender(system);
    Instant heard = senders.lastHeard(system);
    Instant told = sender.map(Sender::silentSince).orElse(null);
    boolean expected = !secrets.apply(SECRETS.get(system)).isBlank();
    if (told != null) {
      if (expected && (heard == null || !heard.isAfter(told))) {
        return Optional.empty();
      }
      store.silent(system, null);
      return Optional.of(Incident.over("silent", system, back(system, expected)));
    }
    Instant now = clock.instant();
    Instant quietFrom = heard == null ? startedAt : heard;
    if (!expected || quietFrom.plus(silence).isAfter(now)) {
      return Optional.empty();
    }
    Duration patience = silence.compareTo(LATEST) < 0 ? silence : LATEST;
    Optional<Instant> change =
        runs.firstChangeAfter(readers(system), quietFrom)
            .filter(it -> !it.plus(patience).isAfter(now));
    if (change.isEmpty()) {
      return Optional.empty();
    }
    store.silent(system, now);
    return Optional.of(silent(system, heard, change.get()));
  }

  private Collection<String> readers(String system) {
    return system.equals(WebhookDoor.NOTION)
        ? listeners.notionSources().keySet()
        : listeners.linearReaders();
  }

  private Incident silent(String system, Instant heard, Instant change) {
    String name = name(system);
    String last = heard == null ? "since the hub started at " + startedAt : "since " + heard;
    return new Incident(
        "silent",
        "warning",
        system,
        name + " sends no webhooks",
        ("No webhook of %s came %s, although a poll found changes at %s. Nothing is lost: polls go on, changes only"
                + " arrive with the next one. Look whether the subscription is paused or its address has changed, whether the"
                + " reverse proxy lets POST /webhooks/%s through, and whether %s is still its secret (the metric"
                + " caravan_webhooks_received_total counts what was refused).")
            .formatted(name, last, change, system, SECRETS.get(system)));
  }

  private static String back(String system, boolean expected) {
    return expected
        ? "Webhooks of " + name(system) + " come again."
        : "Webhooks of " + name(system) + " are not expected any more: no secret is set.";
  }

  private static String name(String system) {
    return system.equals(WebhookDoor.NOTION) ? "Notion" : "Linear";
  }
}
