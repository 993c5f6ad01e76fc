package caravan.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * How a message reads.
 *
 * @param text the message in mrkdwn, or the fallback for notifications where there are blocks
 * @param blocks Block Kit blocks; empty if the text is all
 */
public record SlackMessage(String text, ArrayNode blocks) {

  /** A message without blocks. */
  public static SlackMessage plain(String mrkdwn) {
    return new SlackMessage(mrkdwn, JsonNodeFactory.instance.arrayNode());
  }

  /**
   * The message in a body: itself, or what a route's expression yields, {@code {text, blocks?}}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static SlackMessage of(Object body) {
    if (body instanceof SlackMessage message) {
      return message;
    }
    boolean shaped =
        body instanceof JsonNode json
            && json.path("text").isTextual()
            && (json.path("blocks").isArray() || !json.has("blocks"));
    if (!shaped) {
      throw new IllegalArgumentException(
          "a Slack message is a JSON object with \"text\" and, if you like, \"blocks\" (an array);"
              + " map the record to one before the sink");
    }
    JsonNode json = (JsonNode) body;
    ArrayNode blocks =
        json.get("blocks") instanceof ArrayNode given
            ? given.deepCopy()
            : JsonNodeFactory.instance.arrayNode();
    return new SlackMessage(json.get("text").asText(), blocks);
  }

  /** SHA-256 of the message, in hex: equal messages need no update. */
  String hash() {
    return DigestUtils.sha256Hex(text + blocks);
  }

  void addTo(ObjectNode body) {
    body.put("text", text);
    body.set("blocks", blocks);
  }
}
