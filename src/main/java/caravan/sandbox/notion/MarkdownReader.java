package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Enhanced markdown read into blocks: tabs nest, every other line is a block (Notion: enhanced
 * markdown format).
 */
final class MarkdownReader {

  private static final Pattern HEADING = Pattern.compile("(#{1,6}) (.*)");
  private static final Pattern TO_DO = Pattern.compile("[-*+] \\[([ xX])\\] ?(.*)");
  private static final Pattern BULLET = Pattern.compile("[-*+] (.*)");
  private static final Pattern NUMBER = Pattern.compile("\\d+\\. (.*)");
  private static final Pattern QUOTE = Pattern.compile("> ?(.*)");
  private static final Pattern RULE = Pattern.compile("-{3,}|\\*{3,}");
  private static final Pattern FENCE = Pattern.compile("(`{3,})(.*)");
  private static final Pattern ATTRIBUTES =
      Pattern.compile("(.*?)\\s*(?<!\\\\)\\{((?:[a-z_-]+=\"[^\"]*\"\\s*)+)\\}");

  private final InlineMarkdown inline;
  private final MarkdownTags tags;

  MarkdownReader(World world) {
    this.inline = new InlineMarkdown(world);
    this.tags = new MarkdownTags(world, this, inline);
  }

  List<NewBlock> read(String markdown) {
    return blocks(new MarkdownLines(markdown), 0, null);
  }

  /** Reads blocks at that depth until a line further out, or past the closing tag. */
  List<NewBlock> blocks(MarkdownLines lines, int depth, String close) {
    List<NewBlock> blocks = new ArrayList<>();
    lines.skipBlank();
    while (lines.hasNext()) {
      String line = lines.peek();
      if (close != null && line.strip().equals(close)) {
        lines.take();
        return blocks;
      }
      if (MarkdownLines.depth(line) < depth) {
        return blocks;
      }
      blocks.add(block(lines, MarkdownLines.depth(line)));
      lines.skipBlank();
    }
    return blocks;
  }

  private NewBlock block(MarkdownLines lines, int depth) {
    String text = MarkdownLines.outdent(lines.peek(), depth).stripTrailing();
    Matcher fence = FENCE.matcher(text);
    if (fence.matches()) {
      return code(lines, depth, fence.group(1), fence.group(2));
    }
    if (text.equals("$$")) {
      lines.take();
      return payload(
          "equation",
          World.JSON.objectNode().put("expression", until(lines, depth, "$$")),
          List.of());
    }
    if (text.startsWith("|") && lines.second().strip().matches("\\|?[ :|-]+\\|?")) {
      return tags.pipeTable(lines);
    }
    NewBlock tagged = tags.read(lines, text, depth);
    if (tagged != null) {
      return tagged;
    }
    lines.take();
    if (RULE.matcher(text).matches()) {
      return payload("divider", World.JSON.objectNode(), List.of());
    }
    return text(lines, text, depth);
  }

  private NewBlock code(MarkdownLines lines, int depth, String fence, String info) {
    lines.take();
    String content = until(lines, depth, fence);
    ObjectNode payload = World.JSON.objectNode();
    payload.set("rich_text", RichText.of(content));
    payload.putArray("caption");
    return payload("code", payload.put("language", CodeLanguages.ofFence(info)), List.of());
  }

  private static String until(MarkdownLines lines, int depth, String close) {
    List<String> content = new ArrayList<>();
    while (lines.hasNext()) {
      String line = MarkdownLines.outdent(lines.take(), depth);
      if (line.stripTrailing().equals(close)) {
        break;
      }
      content.add(line);
    }
    return String.join("\n", content);
  }

  private NewBlock text(MarkdownLines lines, String line, int depth) {
    Matcher heading = HEADING.matcher(line);
    Matcher toDo = TO_DO.matcher(line);
    Matcher bullet = BULLET.matcher(line);
    Matcher number = NUMBER.matcher(line);
    Matcher quote = QUOTE.matcher(line);
    if (heading.matches()) {
      return heading(lines, heading, depth);
    }
    if (toDo.matches()) {
      NewBlock block = nesting(lines, "to_do", toDo.group(2), depth);
      block.payload().put("checked", !toDo.group(1).equals(" "));
      return block;
    }
    if (bullet.matches()) {
      return nesting(lines, "bulleted_list_item", bullet.group(1), depth);
    }
    if (number.matches()) {
      return nesting(lines, "numbered_list_item", number.group(1), depth);
    }
    if (quote.matches()) {
      return nesting(lines, "quote", quote.group(1), depth);
    }
    return nesting(lines, "paragraph", line, depth);
  }

  private NewBlock heading(MarkdownLines lines, Matcher heading, int depth) {
    String type = "heading_" + Math.min(4, heading.group(1).length());
    Matcher attributes = ATTRIBUTES.matcher(heading.group(2));
    boolean toggle =
        attributes.matches() && "true".equals(Tags.attributes(attributes.group(2)).get("toggle"));
    ObjectNode payload = textPayload(heading.group(2)).put("is_toggleable", toggle);
    return payload(type, payload, toggle ? children(lines, depth) : List.of());
  }

  private NewBlock nesting(MarkdownLines lines, String type, String text, int depth) {
    ObjectNode payload = textPayload(text);
    return payload(type, payload, children(lines, depth));
  }

  private List<NewBlock> children(MarkdownLines lines, int depth) {
    lines.skipBlank();
    boolean deeper = lines.hasNext() && MarkdownLines.depth(lines.peek()) > depth;
    return deeper ? blocks(lines, depth + 1, null) : List.of();
  }

  /** Rich text with the colour that stands at the end of the line. */
  ObjectNode textPayload(String text) {
    Matcher attributes = ATTRIBUTES.matcher(text);
    boolean some = attributes.matches();
    ArrayNode content = inline.read(some ? attributes.group(1) : text);
    Map<String, String> given = some ? Tags.attributes(attributes.group(2)) : Map.of();
    ObjectNode payload = World.JSON.objectNode();
    payload.set("rich_text", content);
    return payload.put("color", Tags.colour(given.get("color")));
  }

  static NewBlock payload(String type, ObjectNode payload, List<NewBlock> children) {
    return new NewBlock(type, payload, children);
  }
}
