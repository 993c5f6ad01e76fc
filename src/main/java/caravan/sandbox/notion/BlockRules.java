package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Blocks as sent, checked and completed to the form in which Notion gives them back (Notion: block
 * object).
 */
final class BlockRules {

  static final int CHILD_LIMIT = 100;
  static final int TOTAL_LIMIT = 1000;

  /** Blocks in a request may have children, which may have children, and no more. */
  static final int NESTING = 2;

  static final Set<String> NESTABLE =
      Set.of(
          "paragraph",
          "heading_1",
          "heading_2",
          "heading_3",
          "heading_4",
          "bulleted_list_item",
          "numbered_list_item",
          "to_do",
          "toggle",
          "quote",
          "callout",
          "table",
          "column_list",
          "column",
          "synced_block",
          "template",
          "tab");
  private static final Set<String> READ_ONLY =
      Set.of(
          "child_page",
          "child_database",
          "link_preview",
          "unsupported",
          "meeting_notes",
          "transcription");

  private final BlockPayloads payloads;

  BlockRules(World world) {
    this.payloads = new BlockPayloads(world);
  }

  BlockPayloads payloads() {
    return payloads;
  }

  /** Checks a list of blocks in a request; at most 1,000 in all. */
  List<NewBlock> read(In in) {
    List<NewBlock> blocks = children(in, NESTING);
    int total = blocks.stream().mapToInt(NewBlock::count).sum();
    if (total > TOTAL_LIMIT) {
      throw ApiError.body(
          "the total number of block elements should be ≤ `"
              + TOTAL_LIMIT
              + "`, instead was `"
              + total
              + "`.");
    }
    return blocks;
  }

  private List<NewBlock> children(In in, int nesting) {
    List<NewBlock> blocks = new ArrayList<>();
    for (In item : in.items(CHILD_LIMIT)) {
      blocks.add(block(item.object(), nesting));
    }
    return blocks;
  }

  private NewBlock block(In in, int nesting) {
    String type = type(in);
    in.only("object", "type", type);
    In value = in.at(type).object();
    In children = value.at("children");
    if (children.present() && (nesting == 0 || !NESTABLE.contains(type))) {
      throw children.should("be not present");
    }
    Set<String> allowed = new HashSet<>(payloads.fields(type));
    allowed.add("children");
    value.only(allowed);
    ObjectNode payload = payloads.complete(type, value, null);
    List<NewBlock> nested = children.given() ? children(children, nesting - 1) : List.of();
    checkChildren(type, payload, value, nested);
    return new NewBlock(type, payload, nested);
  }

  private String type(In in) {
    Set<String> types = new TreeSet<>(payloads.types());
    if (in.at("type").present()) {
      return in.at("type").choice(types);
    }
    return in.fields().stream()
        .filter(types::contains)
        .findFirst()
        .orElseThrow(
            () ->
                in.fields().stream().anyMatch(READ_ONLY::contains)
                    ? in.at("type").should("be a block type that can be created")
                    : in.at("paragraph").required().should("be defined"));
  }

  private static void checkChildren(
      String type, ObjectNode payload, In value, List<NewBlock> children) {
    switch (type) {
      case "table" -> {
        if (children.isEmpty()) {
          throw value.at("children").required().should("be not empty");
        }
        for (NewBlock row : children) {
          ArrayNode cells = row.payload().withArray("cells");
          if (!row.type().equals("table_row")
              || cells.size() != payload.path("table_width").asInt()) {
            throw ApiError.validation(
                "Content creation Failed. Fix one: \nNumber of cells in table row must match the table width of the parent table");
          }
        }
      }
      case "column_list" -> {
        if (children.size() < 2
            || children.stream().anyMatch(child -> !child.type().equals("column"))) {
          throw value.at("children").required().should("be two or more columns");
        }
      }
      case "column" -> {
        if (children.isEmpty()) {
          throw value.at("children").required().should("be not empty");
        }
      }
      case "heading_1", "heading_2", "heading_3", "heading_4" -> {
        if (!children.isEmpty() && !payload.path("is_toggleable").asBoolean()) {
          throw value.at("children").should("be not present unless is_toggleable is `true`");
        }
      }
      default -> {
        // The other types take any children.
      }
    }
  }
}
