package caravan.render;

import caravan.blocks.Block;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an {@link AllowList} let through.
 *
 * @param blocks the blocks that remain, in their order
 * @param dropped how many blocks of each type were dropped, sorted by type; a block inside a
 *     dropped one counts too, so that the blocks that remain and these add up to all
 */
public record Allowed(List<Block> blocks, Map<String, Integer> dropped) {

  public Allowed {
    blocks = List.copyOf(blocks);
    dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
  }
}
