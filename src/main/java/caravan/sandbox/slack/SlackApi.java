package caravan.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/** The methods of Slack's Web API that write messages, over a workspace, without HTTP or tokens. */
public final class SlackApi {
  private static final int MESSAGE_TEXT = 40_000;
  private static final int BLOCKS_TEXT = 13_200;

  private final ObjectMapper json = new ObjectMapper();
  private final SlackWorkspace workspace;
  private final SlackReader reader;
  private final SlackPace pace;
  private final Supplier<SlackOptions> options;

  public SlackApi(SlackWorkspace workspace, Supplier<SlackOptions> options, Clock clock) {
    this.workspace = workspace;
    this.options = options;
    this.reader = new SlackReader(workspace, json);
    this.pace = new SlackPace(clock);
  }

  /**
   * Answers one call.
   *
   * @param method such as {@code chat.postMessage}
   * @param arguments a JSON object; blocks and metadata may be JSON or JSON as text
   */
  public SlackAnswer call(String method, JsonNode arguments) {
    SlackCall call = new SlackCall(arguments, json);
    try {
      return switch (method) {
        case "auth.test" -> ok(reader.identity());
        case "chat.postMessage" -> post(call);
        case "chat.update" -> ok(update(call));
        case "chat.delete" -> ok(delete(call));
        case "chat.getPermalink" -> ok(reader.permalink(call));
        case "conversations.list" -> ok(reader.list(call));
        case "conversations.info" -> ok(reader.info(call));
        case "conversations.history" -> ok(reader.history(call));
        default -> throw new SlackFailure("unknown_method");
      };
    } catch (SlackFailure failure) {
      return failed(failure);
    }
  }

  private SlackAnswer post(SlackCall call) throws SlackFailure {
    SlackChannel channel = writable(call.text("channel").replaceFirst("^#", ""));
    JsonNode blocks = blocks(call);
    JsonNode metadata = metadata(call);
    String text = call.text("text");
    checkText(text, blocks != null || call.has("attachments"));
    Duration wait = pace.take(channel.id(), options.get());
    if (!wait.isZero()) {
      ObjectNode body = json.createObjectNode().put("ok", false).put("error", "ratelimited");
      long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
      return new SlackAnswer(429, Map.of("Retry-After", Long.toString(seconds)), body);
    }
    String thread = call.has("thread_ts") ? call.text("thread_ts") : null;
    SlackMessage message =
        workspace.post(channel.id(), SlackWorkspace.BOT, text, blocks, metadata, thread);
    ObjectNode body = json.createObjectNode();
    body.put("channel", channel.id()).put("ts", message.ts());
    body.set("message", reader.json(message, true));
    return ok(body);
  }

  private ObjectNode update(SlackCall call) throws SlackFailure {
    SlackChannel channel = writable(reader.channelId(call).id());
    SlackMessage present = reader.message(channel, call.text("ts"));
    if (!present.user().equals(SlackWorkspace.BOT)) {
      throw new SlackFailure("cant_update_message");
    }
    // What an update leaves out stays; an empty list or object removes it (Slack: chat.update).
    JsonNode blocks = call.has("blocks") ? blocks(call) : present.blocks();
    JsonNode metadata = call.has("metadata") ? metadata(call) : present.metadata();
    String text = call.has("text") ? call.text("text") : present.text();
    checkText(text, blocks != null || call.has("attachments"));
    SlackMessage message = workspace.edit(present, text, blocks, metadata);
    ObjectNode body = json.createObjectNode();
    body.put("channel", channel.id()).put("ts", message.ts()).put("text", text);
    body.set("message", reader.json(message, true));
    return body;
  }

  private ObjectNode delete(SlackCall call) throws SlackFailure {
    SlackChannel channel = reader.channelId(call);
    SlackMessage present = reader.message(channel, call.text("ts"));
    if (!present.user().equals(SlackWorkspace.BOT)) {
      throw new SlackFailure("cant_delete_message");
    }
    workspace.delete(present);
    return json.createObjectNode().put("channel", channel.id()).put("ts", present.ts());
  }

  private SlackChannel writable(String idOrName) throws SlackFailure {
    SlackChannel channel =
        workspace.channel(idOrName).orElseThrow(() -> new SlackFailure("channel_not_found"));
    if (channel.archived()) {
      throw new SlackFailure("is_archived");
    }
    if (!channel.member()) {
      throw new SlackFailure("not_in_channel");
    }
    return channel;
  }

  private static JsonNode blocks(SlackCall call) throws SlackFailure {
    JsonNode blocks = call.structure("blocks", "invalid_blocks_format");
    if (blocks == null) {
      return null;
    }
    if (!blocks.isArray()) {
      throw new SlackFailure("invalid_blocks_format");
    }
    SlackBlocks.Verdict verdict = SlackBlocks.check(blocks);
    if (!verdict.faults().isEmpty()) {
      throw new SlackFailure("invalid_blocks", verdict.faults());
    }
    if (verdict.textLength() > BLOCKS_TEXT) {
      throw new SlackFailure("msg_blocks_too_long");
    }
    return blocks;
  }

  private static JsonNode metadata(SlackCall call) throws SlackFailure {
    JsonNode metadata = call.structure("metadata", "invalid_metadata_format");
    if (metadata != null
        && !(metadata.path("event_type").isTextual()
            && metadata.path("event_payload").isObject())) {
      throw new SlackFailure("invalid_metadata_schema");
    }
    return metadata;
  }

  private static void checkText(String text, boolean hasOtherContent) throws SlackFailure {
    if (text.isEmpty() && !hasOtherContent) {
      throw new SlackFailure("no_text");
    }
    if (text.length() > MESSAGE_TEXT) {
      throw new SlackFailure("msg_too_long");
    }
  }

  private SlackAnswer ok(ObjectNode body) {
    ObjectNode answer = json.createObjectNode().put("ok", true);
    answer.setAll(body);
    return new SlackAnswer(200, Map.of(), answer);
  }

  private SlackAnswer failed(SlackFailure failure) {
    ObjectNode body = json.createObjectNode().put("ok", false).put("error", failure.getMessage());
    if (!failure.details().isEmpty()) {
      failure.details().forEach(body.putArray("errors")::add);
      var messages = body.putObject("response_metadata").putArray("messages");
      failure.details().forEach(detail -> messages.add("[ERROR] " + detail));
    }
    return new SlackAnswer(200, Map.of(), body);
  }
}
