package caravan.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A block of a body that both sides write: the hub from Markdown, the naive pattern from JSON.
 *
 * @param bullet a list item; else a paragraph
 * @param inside blocks within a list item
 */
record BodyBlock(String text, boolean bullet, List<BodyBlock> inside) {

  /** That many paragraphs, each with its number and this text. */
  static List<BodyBlock> paragraphs(int count, String text) {
    return IntStream.range(0, count)
        .mapToObj(i -> paragraph("Paragraph " + i + " " + text))
        .toList();
  }

  static BodyBlock paragraph(String text) {
    return new BodyBlock(text, false, List.of());
  }

  /**
   * 1,000 blocks: 100 on top, of which 45 have 4 inside, which have 4 inside each (Notion: request
   * limits).
   */
  static List<BodyBlock> upToTheLimits() {
    BodyBlock deepest = new BodyBlock("Two levels down.", true, List.of());
    BodyBlock deeper = new BodyBlock("One level down.", true, Collections.nCopies(4, deepest));
    BodyBlock item = new BodyBlock("An item.", true, Collections.nCopies(4, deeper));
    List<BodyBlock> body = new ArrayList<>(paragraphs(55, "x".repeat(1_900)));
    body.addAll(Collections.nCopies(45, item));
    return body;
  }

  static String markdown(List<BodyBlock> body) {
    StringBuilder markdown = new StringBuilder();
    body.forEach(block -> block.write("", markdown));
    return markdown.toString();
  }

  private void write(String indent, StringBuilder markdown) {
    markdown.append(indent).append(bullet ? "- " : "").append(text).append(bullet ? "\n" : "\n\n");
    inside.forEach(block -> block.write(indent + "  ", markdown));
  }

  static ArrayNode json(List<BodyBlock> body) {
    ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
    for (BodyBlock block : body) {
      String type = block.bullet() ? "bulleted_list_item" : "paragraph";
      ObjectNode own = blocks.addObject().put("type", type).putObject(type);
      own.set("rich_text", richText(block.text()));
      if (!block.inside().isEmpty()) {
        own.set("children", json(block.inside()));
      }
    }
    return blocks;
  }

  static ArrayNode richText(String content) {
    ArrayNode runs = JsonNodeFactory.instance.arrayNode();
    runs.addObject().put("type", "text").putObject("text").put("content", content);
    return runs;
  }
}
