package caravan.render;

import caravan.blocks.BodyRead;
import caravan.blocks.MarkdownRead;
import caravan.blocks.TreeRead;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a page's body is read. Both ways give the same document for every type that the cheaper one
 * carries, but for details that no output shows: see {@link #cheapestFor}.
 */
public enum ReadPath {
  /** One request for a page (Notion: {@code GET /v1/pages/{id}/markdown}). */
  MARKDOWN,

  /** One request for each 100 blocks of a level; exact. */
  BLOCK_TREE;

  /**
   * The types that have a form in enhanced Markdown. Bookmark, embed, link_preview, breadcrumb,
   * template and whatever the API doesn't support come out as {@code <unknown>} (Notion: working
   * with markdown content); of the others left out here no form is documented.
   */
  private static final Set<String> CARRIED =
      Set.of(
          "audio",
          "bulleted_list_item",
          "callout",
          "child_database",
          "child_page",
          "code",
          "column",
          "column_list",
          "divider",
          "equation",
          "file",
          "heading_1",
          "heading_2",
          "heading_3",
          "heading_4",
          "image",
          "meeting_notes",
          "numbered_list_item",
          "paragraph",
          "pdf",
          "quote",
          "synced_block",
          "table",
          "table_of_contents",
          "table_row",
          "to_do",
          "toggle",
          "video");

  /**
   * The cheapest way that carries every type that a list lets through. Markdown does without the
   * ids of blocks, the captions of code, the formats of numbers and the widths of columns, knows an
   * icon only if it is an emoji or an address, names people and pages in mentions by id and label,
   * and gives files by their address alone.
   */
  public static ReadPath cheapestFor(AllowList list) {
    return lost(list).isEmpty() ? MARKDOWN : BLOCK_TREE;
  }

  /** Begins to read a page's body in this way, for what a list lets through. */
  public BodyRead begin(String pageId, AllowList list) {
    return this == MARKDOWN ? new MarkdownRead(pageId) : new TreeRead(pageId, list::lets);
  }

  /** The types of a list that Markdown would lose, sorted; they are why the tree is read. */
  public static Set<String> lost(AllowList list) {
    Set<String> lost = new TreeSet<>(list.types());
    lost.removeAll(CARRIED);
    return lost;
  }
}
