package caravan.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;

/**
 * Finds the ids of channels that are given by name: Slack posts to either, but updates and looks up
 * messages by the id only (Slack: chat.update, conversations.history).
 *
 * <p>The route gives it each page of {@code conversations.list} while it {@link #isSearching}.
 */
public final class SlackChannels {

  private static final Pattern ID = Pattern.compile("[CGD][A-Z0-9]{6,}");
  private static final String CHANNEL = "channel";
  private static final String CURSOR = "channelCursor";
  private static final int PAGE = 200;

  private final Map<String, String> ids = new ConcurrentHashMap<>();

  /** Whether this is an id and not a name. */
  public static boolean isId(String channel) {
    return ID.matcher(channel).matches();
  }

  /** Whether the id of the channel in variable {@code channel} still has to be asked for. */
  public boolean isSearching(Exchange exchange) {
    String channel = exchange.getVariable(CHANNEL, "", String.class);
    return !channel.isBlank()
        && !isId(channel)
        && !ids.containsKey(name(channel))
        && !"".equals(exchange.getVariable(CURSOR));
  }

  /** The call that lists the next channels. */
  public SlackRequest next(Exchange exchange) {
    return request(exchange.getVariable(CURSOR, "", String.class));
  }

  /** The call that lists channels from a cursor on; blank for the first. */
  public static SlackRequest request(String cursor) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("types", "public_channel,private_channel")
            .put("exclude_archived", true)
            .put("limit", PAGE);
    if (!cursor.isEmpty()) {
      body.put("cursor", cursor);
    }
    return new SlackRequest("conversations.list", "", body);
  }

  /** Takes the answer. */
  public void accept(Exchange exchange) {
    JsonNode answer = exchange.getMessage().getBody(JsonNode.class);
    answer
        .path("channels")
        .forEach(found -> ids.put(found.path("name").asText(), found.path("id").asText()));
    exchange.setVariable(CURSOR, answer.path("response_metadata").path("next_cursor").asText(""));
  }

  /**
   * Puts the channel's id into variable {@code channel}; blank stays blank.
   *
   * @throws IllegalStateException if Slack lists no channel of that name
   */
  public void resolve(Exchange exchange) {
    exchange.removeVariable(CURSOR);
    String channel = exchange.getVariable(CHANNEL, "", String.class);
    if (channel.isBlank() || isId(channel)) {
      return;
    }
    String id = ids.get(name(channel));
    if (id == null) {
      throw new IllegalStateException(
          "Slack lists no channel \"%s\" that the bot can see; give the channel's id, or invite the bot."
              .formatted(channel));
    }
    exchange.setVariable(CHANNEL, id);
  }

  private static String name(String channel) {
    return channel.replaceFirst("^#", "");
  }
}
