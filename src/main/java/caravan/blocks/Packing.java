package caravan.blocks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides how much of a block's inside goes with it in one request.
 *
 * <p>A request holds three levels of blocks (Notion: request types BlockObjectRequest, then
 * BlockObjectWithSingleLevelOfChildrenRequest, then BlockObjectRequestWithoutChildren; the same for
 * creating a page and for appending). Tables are legal on the first two only, column lists on the
 * first only; a table needs a row, a column list its columns and a column a child at once.
 *
 * <p>A block whose inside is too deep travels alone, and its children are appended to it: one
 * request for each such block. No fewer is possible, because a cut anywhere below it would need a
 * read of its children's ids instead.
 */
final class Packing {

  private final BlockWriter writer = new BlockWriter();

  /** A block for the first level of a request. */
  Parcel pack(Block block) {
    if (fits(block, 1)) {
      Parcel whole = whole(block);
      if (whole.blocks() <= NotionLimits.BLOCKS && whole.bytes() <= NotionLimits.BYTES) {
        return whole;
      }
    }
    return part(block);
  }

  /** Whether a block with everything inside it is legal on a level of a request. */
  private static boolean fits(Block block, int level) {
    boolean here =
        switch (block.type()) {
          case "column_list" -> level == 1;
          case "column", "table", "tab" -> level < NotionLimits.LEVELS;
          default -> true;
        };
    List<Block> children = block.children();
    return here
        && (children.isEmpty() || level < NotionLimits.LEVELS)
        && children.size() <= NotionLimits.CHILDREN
        && children.stream().allMatch(child -> fits(child, level + 1));
  }

  private Parcel whole(Block block) {
    return parcel(block, block.children().stream().map(this::whole).toList(), List.of());
  }

  private Parcel part(Block block) {
    List<Block> children = block.children();
    if (block.type().equals("column_list")) {
      return parcel(block, children.stream().map(this::opened).toList(), List.of());
    }
    int with = Math.max(inside(block), mustHave(block));
    List<Parcel> parcels = new ArrayList<>();
    for (Block child : children.subList(0, with)) {
      parcels.add(fits(child, 2) ? whole(child) : opened(child));
    }
    return parcel(block, parcels, children.subList(with, children.size()));
  }

  /** A block on a deeper level with only what it can't be without. */
  private Parcel opened(Block block) {
    int with = mustHave(block);
    List<Block> children = block.children();
    return parcel(
        block,
        children.subList(0, with).stream()
            .map(child -> parcel(child, List.of(), child.children()))
            .toList(),
        children.subList(with, children.size()));
  }

  private static int mustHave(Block block) {
    return switch (block.type()) {
      case "table", "column", "tab" -> Math.min(1, block.children().size());
      default -> 0;
    };
  }

  /**
   * How many children go along so that the rest needs fewer appends of 100: with 250 that is 50,
   * with 80 none, since one append takes them all anyway and the room is better left to others.
   */
  private int inside(Block block) {
    List<Block> children = block.children();
    int appends = (children.size() - 1) / NotionLimits.CHILDREN;
    int spare = children.size() - appends * NotionLimits.CHILDREN;
    if (appends == 0) {
      return 0;
    }
    int blocks = 1;
    long bytes = 0;
    for (Block child : children.subList(0, spare)) {
      if (!fits(child, 2)) {
        return 0;
      }
      Parcel parcel = whole(child);
      blocks += parcel.blocks();
      bytes += parcel.bytes();
    }
    // A block that fills half a request would push its neighbours into the next one.
    boolean small = blocks <= NotionLimits.BLOCKS / 2 && bytes <= NotionLimits.BYTES / 2;
    return small ? spare : 0;
  }

  private Parcel parcel(Block block, List<Parcel> inside, List<Block> rest) {
    ObjectNode json = writer.writeAlone(block);
    int blocks = 1;
    long bytes = json.toString().getBytes(StandardCharsets.UTF_8).length + 20L;
    if (!inside.isEmpty()) {
      ArrayNode children = ((ObjectNode) json.get(block.type())).putArray("children");
      for (Parcel each : inside) {
        children.add(each.json());
        blocks += each.blocks();
        bytes += each.bytes();
      }
    }
    return new Parcel(json, blocks, bytes, inside, rest);
  }
}
