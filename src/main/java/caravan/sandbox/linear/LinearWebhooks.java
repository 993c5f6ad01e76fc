package caravan.sandbox.linear;

import caravan.sandbox.WebhookOptions;
import caravan.sandbox.WebhookPost;
import caravan.sandbox.WebhookPost.Message;
import caravan.sandbox.WebhookSource;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** Linear's webhooks for issues: created, updated, removed; signed, with the time of sending. */
public final class LinearWebhooks implements WebhookSource, AutoCloseable {

  private final Clock clock;
  private WebhookPost post;
  private URI address;
  private WebhookOptions options;
  private String secret;

  LinearWebhooks(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized String subscribe(String url, WebhookOptions how) {
    if (post == null) {
      post = new WebhookPost(1);
    }
    address = URI.create(url);
    options = how;
    secret = "lin_wh_" + UUID.randomUUID().toString().replace("-", "");
    return secret;
  }

  /** How many deliveries were answered 2xx. */
  public synchronized int delivered() {
    return post == null ? 0 : post.delivered();
  }

  /**
   * An issue has changed.
   *
   * @param action create, update or remove
   */
  synchronized void changed(String action, LinearIssue issue, String teamKey) {
    if (address == null) {
      return;
    }
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("id", issue.id()).put("identifier", issue.identifier()).put("title", issue.title());
    data.put("updatedAt", issue.updatedAt().toString());
    data.putObject("team").put("id", issue.teamId()).put("key", teamKey);
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("action", action).put("type", "Issue");
    event.put("createdAt", clock.instant().toString());
    event.set("data", data);
    String delivery = UUID.randomUUID().toString();
    String key = secret;
    URI to = address;
    WebhookOptions how = options;
    post.later(
        how.delay(), () -> post.send(to, how, attempt -> signed(event.deepCopy(), delivery, key)));
  }

  private Message signed(ObjectNode event, String delivery, String key) {
    String body = event.put("webhookTimestamp", clock.millis()).toString();
    return new Message(
        body,
        Map.of(
            "Linear-Delivery",
            delivery,
            "Linear-Event",
            "Issue",
            "Linear-Signature",
            WebhookPost.sign(body, key)));
  }

  @Override
  public synchronized void close() {
    address = null;
    if (post != null) {
      post.close();
    }
  }
}
