package caravan.render;

import caravan.blocks.Block;
import caravan.render.HtmlWriter.Attribute;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** The kinds of lists that neighbouring blocks make. */
enum ListKind {
  BULLETS("bulleted_list_item", Element.UL),
  NUMBERS("numbered_list_item", Element.OL),
  TASKS("to_do", Element.UL);

  private final String type;
  private final Element element;

  ListKind(String type, Element element) {
    this.type = type;
    this.element = element;
  }

  /** The list that a block is an item of; empty for other blocks. */
  static Optional<ListKind> of(Block block) {
    for (ListKind kind : values()) {
      if (kind.type.equals(block.type())) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** Whether a block goes on with the list. */
  boolean takes(Block next) {
    boolean startsAnew = next.attributes().containsKey("list_start_index");
    return type.equals(next.type()) && !startsAnew;
  }

  void open(Block first, HtmlWriter out) {
    out.open(element);
    if (this == TASKS) {
      out.with(Attribute.CLASS, "task-list");
    }
    if (this == NUMBERS) {
      JsonNode start = first.attributes().get("list_start_index");
      if (start != null && start.asInt() > 1) {
        out.with(Attribute.START, Integer.toString(start.asInt()));
      }
      switch (first.attribute("list_format")) {
        case "letters" -> out.with(Attribute.TYPE, "a");
        case "roman" -> out.with(Attribute.TYPE, "i");
        default -> {
          // Numbers are HTML's own way.
        }
      }
    }
  }
}
