package caravan.webhooks;

import caravan.store.WebhookStore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a correctly signed event says. Everything else about it is read from the service: an event
 * may be late, early or a repeat, and carries no values.
 *
 * @param id tells it from others, and is the same when it is sent again
 * @param type such as {@code page.moved} or {@code Issue}
 * @param subject the id of what it is about; null if it names nothing that is looked at
 * @param parent where that lies, as the sender saw it
 */
record WebhookEvent(String id, String type, String subject, Parent parent) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the store can hold; every id that Notion and Linear give is of this kind. */
  private static final Pattern ID = Pattern.compile("[!-~]{1," + WebhookStore.LONGEST_ID + "}");

  /**
   * Where a page lies.
   *
   * @param type Notion's word for it, such as {@code database}; null if it is not said
   * @param dataSource the data source that it is a row of; null if it is none, or not said
   */
  record Parent(String type, String dataSource) {

    static final Parent UNSAID = new Parent(null, null);

    /** Whether it may be a row of a data source that is not named. */
    boolean mayBeAnyDataSource() {
      return dataSource == null && (type == null || type.equals("database"));
    }
  }

  /** An event of Notion's (Notion: webhooks, events and delivery). */
  static WebhookEvent ofNotion(byte[] body, JsonNode event) {
    JsonNode parent = event.path("data").path("parent");
    String kind = parent.path("type").asText(null);
    String own = kind != null && kind.startsWith("data_source") ? text(parent, "id") : null;
    String named = text(parent, "data_source_id");
    return new WebhookEvent(
        id(text(event, "id"), body),
        event.path("type").asText(""),
        text(event.path("entity"), "id"),
        new Parent(kind, named == null ? own : named));
  }

  /**
   * An event of Linear's (Linear: webhooks).
   *
   * @param delivery the header Linear-Delivery; null if there is none
   */
  static WebhookEvent ofLinear(byte[] body, JsonNode event, String delivery) {
    return new WebhookEvent(
        id(delivery, body),
        event.path("type").asText(""),
        text(event.path("data"), "id"),
        Parent.UNSAID);
  }

  /** The JSON object in a body; empty if it is something else. */
  static Optional<JsonNode> object(byte[] body) {
    try {
      return Optional.ofNullable(JSON.readTree(body)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot be read", e);
    }
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isTextual() && ID.matcher(value.asText()).matches() ? value.asText() : null;
  }

  private static String id(String given, byte[] body) {
    return given != null && ID.matcher(given).matches()
        ? given
        : "sha256:" + DigestUtils.sha256Hex(body);
  }
}
