package caravan.blocks;

import java.util.List;

/**
 * Blocks made of a text.
 *
 * @param blocks the blocks, within Notion's limits
 * @param notHeld what Notion can't hold as such, in the order of the text
 */
public record Converted(List<Block> blocks, List<NotHeld> notHeld) {

  public Converted {
    blocks = List.copyOf(blocks);
    notHeld = List.copyOf(notHeld);
  }
}
