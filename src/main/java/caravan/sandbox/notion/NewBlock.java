package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A block that is about to be created.
 *
 * @param type such as {@code paragraph}
 * @param payload what stands under the type, complete, without children
 * @param children in order
 * @param keeps the id of an existing child page or database that this stands for; null for a new
 *     block
 */
record NewBlock(String type, ObjectNode payload, List<NewBlock> children, String keeps) {

  NewBlock(String type, ObjectNode payload, List<NewBlock> children) {
    this(type, payload, children, null);
  }

  int count() {
    return 1 + children.stream().mapToInt(NewBlock::count).sum();
  }
}
