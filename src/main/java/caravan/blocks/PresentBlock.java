package caravan.blocks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A block that a page has now.
 *
 * @param id Notion's id of it
 * @param block its own content, without children
 * @param createdBy the id of the user who made it; empty if Notion does not say
 * @param lastEditedBy the id of the user who edited it last; empty if Notion does not say
 * @param children the blocks inside, as far as they were read
 * @param childrenUnread whether there are blocks inside that were not read yet
 */
public record PresentBlock(
    String id,
    Block block,
    String createdBy,
    String lastEditedBy,
    List<PresentBlock> children,
    boolean childrenUnread) {

  /** Blocks that are pages of their own; a body's update never deletes them. */
  private static final Set<String> PAGES = Set.of("child_page", "child_database");

  /** Blocks whose inside belongs to someone else or can't be read (Notion: retrieve children). */
  private static final Set<String> CLOSED =
      Set.of("child_page", "child_database", "unsupported", "meeting_notes", "transcription");

  private static final Block BLANK = Block.paragraph("");

  public PresentBlock {
    Objects.requireNonNull(id, "id");
    block = block.withChildren(List.of());
    children = List.copyOf(children);
  }

  /**
   * Reads one of the results of {@code GET /v1/blocks/{id}/children}.
   *
   * @throws IllegalArgumentException if it has no type
   */
  static PresentBlock read(JsonNode json) {
    Block block = new BlockReader().block(json);
    boolean copy = json.path(block.type()).path("synced_from").isObject();
    boolean inside =
        json.path("has_children").asBoolean() && !copy && !CLOSED.contains(block.type());
    return new PresentBlock(
        json.path("id").asText(),
        block,
        json.path("created_by").path("id").asText(),
        json.path("last_edited_by").path("id").asText(),
        List.of(),
        inside);
  }

  /** The same block with everything inside it known. */
  PresentBlock withChildren(List<PresentBlock> read) {
    return new PresentBlock(id, block, createdBy, lastEditedBy, read, false);
  }

  /** Whether this is a page or database of its own. */
  boolean isPage() {
    return PAGES.contains(block.type());
  }

  /** Whether this is an empty line. */
  boolean isBlank() {
    return block.equals(BLANK) && !hasChildren();
  }

  /** Whether a page could be inside; a table has nothing but rows, a row nothing. */
  boolean mayHoldPages() {
    return !block.type().equals("table") && !block.type().equals("table_row");
  }

  boolean hasChildren() {
    return childrenUnread || !children.isEmpty();
  }

  /** How many blocks this is, as far as they were read. */
  int size() {
    return 1 + children.stream().mapToInt(PresentBlock::size).sum();
  }
}
