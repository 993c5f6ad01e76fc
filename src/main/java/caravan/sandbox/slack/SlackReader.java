package caravan.sandbox.slack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/** The methods of Slack's Web API that read. */
final class SlackReader {
  private static final String TEAM = "T0000000001";
  private static final String BOT_ID = "B0000000001";
  private static final String APP = "A0000000001";
  private static final String SITE = "https://example.slack.com/";
  private static final int PAGE = 100;
  private static final int MOST_CHANNELS = 1_000;
  private static final int MOST_MESSAGES = 999;

  private final SlackWorkspace workspace;
  private final ObjectMapper json;

  SlackReader(SlackWorkspace workspace, ObjectMapper json) {
    this.workspace = workspace;
    this.json = json;
  }

  ObjectNode identity() {
    return json.createObjectNode()
        .put("url", SITE)
        .put("team", "Example")
        .put("user", "caravan")
        .put("team_id", TEAM)
        .put("user_id", SlackWorkspace.BOT)
        .put("bot_id", BOT_ID)
        .put("is_enterprise_install", false);
  }

  ObjectNode permalink(SlackCall call) throws SlackFailure {
    SlackChannel channel = channelId(call);
    SlackMessage message = message(channel, call.text("message_ts"));
    return json.createObjectNode()
        .put("channel", channel.id())
        .put("permalink", SITE + "archives/" + channel.id() + "/p" + message.ts().replace(".", ""));
  }

  ObjectNode list(SlackCall call) throws SlackFailure {
    List<SlackChannel> channels =
        workspace.channels().stream()
            .filter(channel -> !(channel.archived() && call.flag("exclude_archived")))
            .toList();
    ObjectNode body = json.createObjectNode();
    ArrayNode nodes = body.putArray("channels");
    int end = page(call, channels.size(), call.limit(PAGE, MOST_CHANNELS), body);
    channels.subList(start(call), end).forEach(channel -> nodes.add(json(channel)));
    return body;
  }

  ObjectNode info(SlackCall call) throws SlackFailure {
    ObjectNode body = json.createObjectNode();
    body.set("channel", json(channelId(call)));
    return body;
  }

  /** Messages outside threads, newest first; metadata only if `include_all_metadata` is set. */
  ObjectNode history(SlackCall call) throws SlackFailure {
    SlackChannel channel = channelId(call);
    if (!channel.member()) {
      throw new SlackFailure("not_in_channel");
    }
    List<SlackMessage> messages = new ArrayList<>();
    for (SlackMessage message : workspace.messages(channel.id())) {
      if (message.threadTs() == null && within(message.ts(), call)) {
        messages.add(message);
      }
    }
    Collections.reverse(messages);
    ObjectNode body = json.createObjectNode();
    ArrayNode nodes = body.putArray("messages");
    int end = page(call, messages.size(), call.limit(PAGE, MOST_MESSAGES), body);
    body.put("has_more", end < messages.size()).put("pin_count", 0);
    for (SlackMessage message : messages.subList(start(call), end)) {
      nodes.add(json(message, call.flag("include_all_metadata")));
    }
    return body;
  }

  ObjectNode json(SlackMessage message, boolean metadata) {
    ObjectNode node =
        json.createObjectNode()
            .put("type", "message")
            .put("user", message.user())
            .put("ts", message.ts())
            .put("text", message.text())
            .put("team", TEAM);
    if (message.user().equals(SlackWorkspace.BOT)) {
      node.put("bot_id", BOT_ID).put("app_id", APP);
    }
    if (message.blocks() != null) {
      node.set("blocks", message.blocks());
    }
    if (message.threadTs() != null) {
      node.put("thread_ts", message.threadTs());
    }
    if (message.editedTs() != null) {
      node.putObject("edited").put("user", message.user()).put("ts", message.editedTs());
    }
    if (metadata && message.metadata() != null) {
      node.set("metadata", message.metadata());
    }
    return node;
  }

  /** The channel named by its id; a name will not do here. */
  SlackChannel channelId(SlackCall call) throws SlackFailure {
    String id = call.text("channel");
    return workspace
        .channel(id)
        .filter(channel -> channel.id().equals(id))
        .orElseThrow(() -> new SlackFailure("channel_not_found"));
  }

  SlackMessage message(SlackChannel channel, String ts) throws SlackFailure {
    return workspace
        .message(channel.id(), ts)
        .orElseThrow(() -> new SlackFailure("message_not_found"));
  }

  private ObjectNode json(SlackChannel channel) {
    return json.createObjectNode()
        .put("id", channel.id())
        .put("name", channel.name())
        .put("name_normalized", channel.name())
        .put("is_channel", true)
        .put("is_group", false)
        .put("is_im", false)
        .put("is_mpim", false)
        .put("is_private", false)
        .put("is_archived", channel.archived())
        .put("is_member", channel.member())
        .put("context_team_id", TEAM);
  }

  private static boolean within(String ts, SlackCall call) throws SlackFailure {
    BigDecimal time = new BigDecimal(ts);
    boolean inclusive = call.flag("inclusive");
    if (call.has("oldest")) {
      int compared = time.compareTo(timestamp(call.text("oldest"), "invalid_ts_oldest"));
      if (compared < 0 || (compared == 0 && !inclusive)) {
        return false;
      }
    }
    if (call.has("latest")) {
      int compared = time.compareTo(timestamp(call.text("latest"), "invalid_ts_latest"));
      return compared < 0 || (compared == 0 && inclusive);
    }
    return true;
  }

  private static BigDecimal timestamp(String text, String error) throws SlackFailure {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException notTimestamp) {
      throw new SlackFailure(error);
    }
  }

  /** Where the page ends; notes the cursor of the next one, "" if there is none. */
  private static int page(SlackCall call, int total, int limit, ObjectNode body)
      throws SlackFailure {
    int end = Math.min(total, start(call) + limit);
    body.putObject("response_metadata").put("next_cursor", end < total ? cursor(end) : "");
    return end;
  }

  private static int start(SlackCall call) throws SlackFailure {
    String cursor = call.text("cursor");
    if (cursor.isEmpty()) {
      return 0;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(cursor);
      String text = new String(bytes, StandardCharsets.UTF_8);
      return Integer.parseInt(text.replaceFirst("^next:", ""));
    } catch (IllegalArgumentException notCursor) {
      throw new SlackFailure("invalid_cursor");
    }
  }

  private static String cursor(int index) {
    byte[] bytes = ("next:" + index).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
