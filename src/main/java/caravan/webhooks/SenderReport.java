package caravan.webhooks;

import caravan.store.WebhookStore;
import caravan.store.WebhookStore.Sender;
import caravan.store.WebhookStore.Waiting;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What operators see of the senders of webhooks. It holds the token of Notion's handshake, which is
 * a secret as soon as people use it: so it goes only to who has the operator's credentials or the
 * store, and is left out once it is the secret.
 */
public final class SenderReport {

  private final WebhookStore store;
  private final UnaryOperator<String> secrets;

  /**
   * @param secrets gives a secret by its setting's name; blank if it is not set
   */
  public SenderReport(WebhookStore store, UnaryOperator<String> secrets) {
    this.store = store;
    this.secrets = secrets;
  }

  /**
   * As JSON text: {@code {notion: {secretSet, heardAt, waiting, waitingSince, verificationToken,
   * verificationTokenAt}, linear: {…}}}; what is not known is absent.
   */
  public String json() {
    return read().toString();
  }

  /** As {@link #json}. */
  public ObjectNode read() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    for (String system : List.of(WebhookDoor.NOTION, WebhookDoor.LINEAR)) {
      all.set(system, of(system));
    }
    return all;
  }

  private ObjectNode of(String system) {
    String secret = secrets.apply(system + ".webhook.secret");
    Optional<Sender> sender = store.sender(system);
    Waiting waiting = store.waiting(system);
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put("secretSet", !secret.isBlank());
    put(shown, "heardAt", sender.map(Sender::heardAt));
    shown.put("waiting", waiting.count());
    put(shown, "waitingSince", Optional.ofNullable(waiting.oldest()));
    sender
        .filter(it -> it.token() != null && !it.token().equals(secret))
        .ifPresent(
            it -> {
              shown.put("verificationToken", it.token());
              put(shown, "verificationTokenAt", Optional.of(it.tokenAt()));
            });
    return shown;
  }

  private static void put(ObjectNode node, String field, Optional<Instant> moment) {
    moment.ifPresent(it -> node.put(field, it.toString()));
  }
}
