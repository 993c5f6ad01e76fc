package caravan.blocks;

import java.util.List;

/**
 * Reads the body of a page, request by request, into blocks. Parts that the connection may not see
 * are left out and counted; they do not fail the read.
 */
public interface BodyRead extends Requests {

  /** Deeper blocks stand beside the one at this level, so that no page can exhaust a stack. */
  int DEEPEST = 100;

  /** Whether the read goes on without what {@link #next()} asks for: all but the page itself. */
  boolean canLack();

  /**
   * Notion did not find, or may not show, what {@link #next()} asked for.
   *
   * @throws IllegalStateException if the read cannot do without it
   */
  void lacking();

  /**
   * The blocks of the page.
   *
   * @throws IllegalStateException if the read is not done
   */
  List<Block> blocks();

  /** How many parts the connection may not see. */
  int hidden();

  /** How many parts were left out because the body takes too many requests or blocks. */
  int leftOut();

  /**
   * How many further parts were read after the first answer, because that one did not hold them.
   */
  int furtherParts();

  /** Adds a block at a depth with what is inside it, or that beside it where it is too deep. */
  static void put(Block block, List<Block> inside, int depth, List<Block> into) {
    boolean deep = depth >= DEEPEST && !block.type().equals("table");
    into.add(block.withChildren(deep ? List.of() : inside));
    into.addAll(deep ? inside : List.of());
  }
}
