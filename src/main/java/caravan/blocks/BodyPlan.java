package caravan.blocks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/**
 * Plans how a list of blocks gets into a page with the fewest requests that Notion's limits allow
 * (100 children in an array, two levels of nesting, 1,000 blocks and 500 KB in a request).
 *
 * <p>What goes into the create ends before the first block that needs something appended to it,
 * because the answer to a create names no blocks while the answer to an append does: no request is
 * spent on reading ids, except inside column lists.
 */
public final class BodyPlan {

  private final ArrayNode firstChildren;
  private final List<Block> rest;

  private BodyPlan(ArrayNode firstChildren, List<Block> rest) {
    this.firstChildren = firstChildren;
    this.rest = List.copyOf(rest);
  }

  /**
   * A plan for a page yet to be created: {@link #firstChildren()} goes into the create.
   *
   * @param blocks blocks within the limits of a single block, see {@link WithinLimits}
   * @throws IllegalArgumentException if Notion takes no block of such a type
   */
  public static BodyPlan forNewPage(List<Block> blocks) {
    Packing packing = new Packing();
    Portion portion = new Portion();
    int taken = 0;
    for (Block block : blocks) {
      Parcel parcel = packing.pack(block);
      if (parcel.unfinished() || !portion.take(parcel)) {
        break;
      }
      taken++;
    }
    return new BodyPlan(portion.json(), blocks.subList(taken, blocks.size()));
  }

  /** A plan for a page that exists and is empty: everything is appended. */
  public static BodyPlan forEmptyPage(List<Block> blocks) {
    return new BodyPlan(new Portion().json(), blocks);
  }

  /** What goes into {@code children} of the create; empty if nothing does. */
  public ArrayNode firstChildren() {
    return firstChildren.deepCopy();
  }

  /** Whether the create puts the whole body into the page. */
  public boolean completeWithCreate() {
    return rest.isEmpty();
  }

  /** Starts the requests that follow, once the page exists; with none to follow, it is done. */
  public BodyWrite startIn(String pageId) {
    return new BodyWrite(pageId, rest);
  }
}
