package caravan.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Splits text into rich text objects of the length that Notion takes, without losing any. */
final class RichTextEncoder {
  /** Notion: request limits, {@code text.content}; counted in UTF-16 units as JavaScript does. */
  static final int CONTENT_LIMIT = 2_000;

  /** Notion: request limits, "any array of rich text". */
  static final int OBJECTS_LIMIT = 100;

  private RichTextEncoder() {}

  static ArrayNode encode(WriteTarget target, Object value) {
    ArrayNode parts = JsonNodeFactory.instance.arrayNode();
    if (value == null) {
      return parts;
    }
    if (!(value instanceof String text)) {
      throw target.wrongType(value, "a text");
    }
    for (int from = 0; from < text.length(); ) {
      int to = partEnd(text, from);
      parts.addObject().putObject("text").put("content", text.substring(from, to));
      from = to;
    }
    if (parts.size() > OBJECTS_LIMIT) {
      throw target.refused(
          "got a text of %d characters, but Notion takes at most %d"
              .formatted(text.length(), OBJECTS_LIMIT * CONTENT_LIMIT),
          "Map a shorter text in the route, or put it into the page's body");
    }
    return parts;
  }

  private static int partEnd(String text, int from) {
    int to = Math.min(from + CONTENT_LIMIT, text.length());
    boolean splitsPair = to < text.length() && Character.isLowSurrogate(text.charAt(to));
    return splitsPair && Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
  }
}
