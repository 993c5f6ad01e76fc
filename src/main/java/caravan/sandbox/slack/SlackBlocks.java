package caravan.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks Block Kit as messages may carry it; each fault names its place by a JSON pointer (Slack:
 * Block Kit reference).
 */
final class SlackBlocks {
  private static final int MOST_BLOCKS = 50;
  private static final int SECTION_TEXT = 3_000;
  private static final int FIELD_TEXT = 2_000;
  private static final int HEADER_TEXT = 150;
  private static final int MARKDOWN_TEXT = 12_000;
  private static final int MOST_FIELDS = 10;
  private static final int MOST_CONTEXT = 10;
  private static final int MOST_ACTIONS = 25;
  private static final int BLOCK_ID = 255;
  private static final int ALT_TEXT = 2_000;
  private static final int URL = 3_000;
  private static final int BUTTON_TEXT = 75;

  private final List<String> faults = new ArrayList<>();
  private int textLength;

  private SlackBlocks() {}

  /** What is wrong with the blocks, and how much text they hold. */
  record Verdict(List<String> faults, int textLength) {}

  static Verdict check(JsonNode blocks) {
    SlackBlocks check = new SlackBlocks();
    check.blocks(blocks);
    return new Verdict(List.copyOf(check.faults), check.textLength);
  }

  private void blocks(JsonNode blocks) {
    if (blocks.size() > MOST_BLOCKS) {
      fault("no more than " + MOST_BLOCKS + " items allowed", "/blocks");
    }
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < blocks.size(); i++) {
      JsonNode block = blocks.get(i);
      String at = "/blocks/" + i;
      String id = block.path("block_id").asText("");
      if (id.length() > BLOCK_ID) {
        fault("must be less than " + (BLOCK_ID + 1) + " characters", at + "/block_id");
      } else if (!id.isEmpty() && !ids.add(id)) {
        fault("block_id is not unique: " + id, at + "/block_id");
      }
      block(block, at);
    }
  }

  private void block(JsonNode block, String at) {
    String type = block.path("type").asText("");
    switch (type) {
      case "section" -> section(block, at);
      case "header" -> text(block.get("text"), at + "/text", HEADER_TEXT, true);
      case "context" -> context(block, at);
      case "actions" -> actions(block, at);
      case "image" -> image(block, at);
      case "markdown" -> string(block.get("text"), at + "/text", MARKDOWN_TEXT);
      case "rich_text" -> list(block, "elements", at, Integer.MAX_VALUE);
      case "divider" -> {}
      default -> fault("unsupported type: " + type, at + "/type");
    }
  }

  private void section(JsonNode block, String at) {
    if (!block.has("text") && !block.has("fields")) {
      fault("missing required field: text", at);
      return;
    }
    if (block.has("text")) {
      text(block.get("text"), at + "/text", SECTION_TEXT, false);
    }
    if (block.has("fields") && list(block, "fields", at, MOST_FIELDS)) {
      for (int i = 0; i < block.get("fields").size(); i++) {
        text(block.get("fields").get(i), at + "/fields/" + i, FIELD_TEXT, false);
      }
    }
    if (block.path("accessory").path("type").asText("").equals("image")) {
      image(block.get("accessory"), at + "/accessory");
    }
  }

  private void context(JsonNode block, String at) {
    if (!list(block, "elements", at, MOST_CONTEXT)) {
      return;
    }
    for (int i = 0; i < block.get("elements").size(); i++) {
      JsonNode element = block.get("elements").get(i);
      String place = at + "/elements/" + i;
      if (element.path("type").asText().equals("image")) {
        image(element, place);
      } else {
        text(element, place, SECTION_TEXT, false);
      }
    }
  }

  private void actions(JsonNode block, String at) {
    if (!list(block, "elements", at, MOST_ACTIONS)) {
      return;
    }
    for (int i = 0; i < block.get("elements").size(); i++) {
      JsonNode element = block.get("elements").get(i);
      if (element.path("type").asText().equals("button")) {
        String place = at + "/elements/" + i;
        text(element.get("text"), place + "/text", BUTTON_TEXT, true);
        if (element.has("url")) {
          string(element.get("url"), place + "/url", URL);
        }
      }
    }
  }

  private void image(JsonNode image, String at) {
    if (!image.has("image_url") && !image.has("slack_file")) {
      fault("missing required field: image_url", at);
    } else if (image.has("image_url")) {
      string(image.get("image_url"), at + "/image_url", URL);
    }
    string(image.get("alt_text"), at + "/alt_text", ALT_TEXT);
  }

  /** A text object: plain_text or mrkdwn with 1 to `limit` characters. */
  private void text(JsonNode text, String at, int limit, boolean plainOnly) {
    if (text == null || !text.isObject()) {
      fault("missing required field: text", at);
      return;
    }
    String type = text.path("type").asText("");
    if (!type.equals("plain_text") && (plainOnly || !type.equals("mrkdwn"))) {
      fault("unsupported type: " + type, at + "/type");
    }
    string(text.get("text"), at + "/text", limit);
  }

  private void string(JsonNode string, String at, int limit) {
    if (string == null || !string.isTextual()) {
      fault("missing required field: " + at.substring(at.lastIndexOf('/') + 1), at);
      return;
    }
    int length = string.asText().length();
    textLength += at.endsWith("url") ? 0 : length;
    if (length == 0) {
      fault("must be more than 0 characters", at);
    } else if (length > limit) {
      fault("must be less than " + (limit + 1) + " characters", at);
    }
  }

  private boolean list(JsonNode block, String field, String at, int most) {
    JsonNode list = block.get(field);
    if (list == null || !list.isArray() || list.isEmpty()) {
      fault("missing required field: " + field, at);
      return false;
    }
    if (list.size() > most) {
      fault("no more than " + most + " items allowed", at + "/" + field);
    }
    return true;
  }

  private void fault(String what, String at) {
    faults.add(what + " [json-pointer:" + at + "]");
  }
}
