package caravan.sandbox.slack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a person reads in a message: the text of its blocks, or its plain text. */
public final class SlackText {
  private SlackText() {}

  /** One line for each piece of text in the blocks; the message's text if it has no blocks. */
  public static String of(SlackMessage message) {
    if (message.blocks() == null) {
      return message.text();
    }
    List<String> lines = new ArrayList<>();
    collect(message.blocks(), lines);
    return String.join("\n", lines);
  }

  private static void collect(JsonNode node, List<String> lines) {
    if (node.path("text").isTextual()) {
      lines.add(node.get("text").asText());
    } else if (node.path("type").asText().equals("divider")) {
      lines.add("---");
    } else {
      node.forEach(child -> collect(child, lines));
    }
  }
}
