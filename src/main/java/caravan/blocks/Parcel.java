package caravan.blocks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One block as it travels in a request, with as much inside as the request may hold.
 *
 * @param json the block and what goes with it
 * @param blocks how many blocks that is, at all levels
 * @param bytes how many bytes of JSON
 * @param inside the children that go with it
 * @param rest the children that must be appended to it once its id is known
 */
record Parcel(ObjectNode json, int blocks, long bytes, List<Parcel> inside, List<Block> rest) {

  /** Whether something remains to be appended to this block or to one inside it. */
  boolean unfinished() {
    return !rest.isEmpty() || insideUnfinished();
  }

  /** Whether the ids of the blocks inside are needed. */
  boolean insideUnfinished() {
    return inside.stream().anyMatch(Parcel::unfinished);
  }
}
