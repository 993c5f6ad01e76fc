package caravan.render;

import caravan.blocks.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The types of blocks that an integration lets through; every other block stays out of what it
 * writes, with all that is inside it. A heading that can be folded counts as a heading, and the
 * rows of a table as the table.
 *
 * @param types Notion's names of types
 */
public record AllowList(Set<String> types) {

  private static final String TABLE = "table";
  private static final String ROW = "table_row";

  private static final Set<String> USUAL =
      Set.of(
          "paragraph",
          "heading_1",
          "heading_2",
          "heading_3",
          "heading_4",
          "bulleted_list_item",
          "numbered_list_item",
          "to_do",
          "quote",
          "code",
          "callout",
          "divider",
          "table",
          "image",
          "toggle");

  /** The other types that Notion's API reads (Notion: block object, version 2026-03-11). */
  private static final Set<String> OTHERS =
      Set.of(
          "audio",
          "bookmark",
          "breadcrumb",
          "child_database",
          "child_page",
          "column",
          "column_list",
          "embed",
          "equation",
          "file",
          "link_preview",
          "link_to_page",
          "meeting_notes",
          "pdf",
          "synced_block",
          "tab",
          "table_of_contents",
          ROW,
          "template",
          "transcription",
          "unsupported",
          "video");

  private static final Set<String> KNOWN = union(USUAL, OTHERS);

  /** What is let through unless an integration says otherwise. */
  public static final AllowList DEFAULT = new AllowList(USUAL);

  /**
   * @throws IllegalArgumentException if a type is none of Notion's, so that a slip of the pen
   *     doesn't silently drop what was meant to be let through
   */
  public AllowList {
    Set<String> own = new TreeSet<>(types);
    if (own.contains(TABLE)) {
      own.add(ROW);
    }
    types = Collections.unmodifiableSet(own);
    for (String type : types) {
      if (!KNOWN.contains(type)) {
        throw new IllegalArgumentException(
            "\"" + type + "\" is no type of Notion's blocks. Known: " + String.join(", ", KNOWN));
      }
    }
  }

  /**
   * Reads names with commas between them, as a setting holds them; blank means the default, and so
   * does the name {@code default}, which may be followed by more.
   *
   * @throws IllegalArgumentException if a name is no type of block
   */
  public static AllowList parse(String names) {
    List<String> each =
        Arrays.stream(names.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    Set<String> types = new TreeSet<>(each);
    if (types.remove("default")) {
      types.addAll(USUAL);
    }
    return each.isEmpty() ? DEFAULT : new AllowList(types);
  }

  /**
   * The list of these types.
   *
   * @throws IllegalArgumentException if one is no type of block
   */
  public static AllowList of(Collection<String> types) {
    return new AllowList(new TreeSet<>(types));
  }

  /** Whether blocks of a type are let through. */
  public boolean lets(String type) {
    return types.contains(type);
  }

  /** The blocks that remain, and what was dropped. */
  public Allowed apply(List<Block> blocks) {
    Map<String, Integer> dropped = new TreeMap<>();
    return new Allowed(kept(blocks, dropped), dropped);
  }

  private List<Block> kept(List<Block> blocks, Map<String, Integer> dropped) {
    List<Block> kept = new ArrayList<>(blocks.size());
    for (Block block : blocks) {
      if (lets(block.type())) {
        List<Block> inside = kept(block.children(), dropped);
        boolean whole = inside.size() == block.children().size() && same(inside, block.children());
        kept.add(whole ? block : block.withChildren(inside));
      } else {
        count(block, dropped);
      }
    }
    return kept;
  }

  private static boolean same(List<Block> some, List<Block> others) {
    for (int i = 0; i < some.size(); i++) {
      if (some.get(i) != others.get(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * What is inside a dropped block is lost with it, and counts too. A block that the API shows as
   * unsupported counts as what it is, where that is known.
   */
  private static void count(Block block, Map<String, Integer> dropped) {
    String kind = block.type().equals("unsupported") ? block.attribute("block_type") : "";
    dropped.merge(kind.isEmpty() ? block.type() : kind, 1, Integer::sum);
    block.children().forEach(child -> count(child, dropped));
  }

  private static Set<String> union(Set<String> some, Set<String> others) {
    Set<String> union = new TreeSet<>(some);
    union.addAll(others);
    return Collections.unmodifiableSet(union);
  }
}
