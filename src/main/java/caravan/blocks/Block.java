package caravan.blocks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A block of a page's body, by value: two blocks that Notion would show alike are equal, whichever
 * way they came. Ids and times are not part of it. Values that say nothing (null, the colour {@code
 * default}, a flag that is off) are left out, because Notion's answers carry them and requests need
 * not.
 *
 * @param type Notion's name of the type, such as {@code paragraph}
 * @param attributes the type's own values other than text, caption, cells and children, sorted by
 *     name
 * @param text the block's {@code rich_text}
 * @param caption the caption of code, media, bookmarks and embeds
 * @param cells the cells of a {@code table_row}
 * @param children the blocks inside
 */
public record Block(
    String type,
    Map<String, JsonNode> attributes,
    List<RichText> text,
    List<RichText> caption,
    List<List<RichText>> cells,
    List<Block> children) {

  private static final Set<String> FLAGS =
      Set.of("is_toggleable", "checked", "has_column_header", "has_row_header");

  public Block {
    Objects.requireNonNull(type, "type");
    attributes = saying(attributes);
    text = List.copyOf(text);
    caption = List.copyOf(caption);
    cells = cells.stream().map(List::copyOf).toList();
    children = List.copyOf(children);
  }

  /** A block with text and nothing else. */
  public static Block of(String type, List<RichText> text) {
    return new Block(type, Map.of(), text, List.of(), List.of(), List.of());
  }

  /** A block without text, such as a divider. */
  public static Block of(String type) {
    return of(type, List.of());
  }

  /** A paragraph. */
  public static Block paragraph(List<RichText> text) {
    return of("paragraph", text);
  }

  /** A paragraph of plain text. */
  public static Block paragraph(String text) {
    return paragraph(text.isEmpty() ? List.of() : List.of(RichText.text(text)));
  }

  /** A row of a table. */
  public static Block tableRow(List<List<RichText>> cells) {
    return new Block("table_row", Map.of(), List.of(), List.of(), cells, List.of());
  }

  /** The same block with one attribute more; a null value takes it away. */
  public Block with(String name, JsonNode value) {
    Map<String, JsonNode> more = new TreeMap<>(attributes);
    if (value == null) {
      more.remove(name);
    } else {
      more.put(name, value);
    }
    return new Block(type, more, text, caption, cells, children);
  }

  /** The same block with one attribute more; a null value takes it away. */
  public Block with(String name, String value) {
    return with(name, value == null ? null : (JsonNode) TextNode.valueOf(value));
  }

  /** The same block with one attribute more. */
  public Block with(String name, boolean value) {
    return with(name, BooleanNode.valueOf(value));
  }

  /** The same block with one attribute more. */
  public Block with(String name, int value) {
    return with(name, IntNode.valueOf(value));
  }

  /** The same block with another text. */
  public Block withText(List<RichText> other) {
    return new Block(type, attributes, other, caption, cells, children);
  }

  /** The same block with another caption. */
  public Block withCaption(List<RichText> other) {
    return new Block(type, attributes, text, other, cells, children);
  }

  /** The same block with other blocks inside. */
  public Block withChildren(List<Block> others) {
    return new Block(type, attributes, text, caption, cells, others);
  }

  /**
   * The same block with neighbouring runs that look alike made one, inside too: the form in which
   * what was written and what Notion answers compare, because either may be cut differently.
   */
  public Block normal() {
    return new Block(
        type,
        attributes,
        RichText.joined(text),
        RichText.joined(caption),
        cells.stream().map(RichText::joined).toList(),
        children.stream().map(Block::normal).toList());
  }

  /** An attribute as text; empty if the block has none of that name. */
  public String attribute(String name) {
    JsonNode value = attributes.get(name);
    return value == null ? "" : value.asText();
  }

  /** Whether a flag such as {@code checked} is on. */
  public boolean is(String flag) {
    JsonNode value = attributes.get(flag);
    return value != null && value.asBoolean();
  }

  private static Map<String, JsonNode> saying(Map<String, JsonNode> attributes) {
    Map<String, JsonNode> kept = new TreeMap<>();
    attributes.forEach(
        (name, value) -> {
          if (value == null
              || value.isNull()
              || FLAGS.contains(name) && value.isBoolean() && !value.asBoolean()
              || name.equals("color") && value.asText().equals(Annotations.DEFAULT_COLOR)) {
            return;
          }
          kept.put(name, value);
        });
    return Collections.unmodifiableMap(kept);
  }
}
