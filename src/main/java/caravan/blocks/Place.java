package caravan.blocks;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where among its siblings a block goes (Notion: append block children, {@code position}).
 *
 * @param after the sibling before it; null for {@link #START} and {@link #END}
 */
record Place(String type, String after) {

  static final Place START = new Place("start", null);
  static final Place END = new Place("end", null);

  static Place after(String id) {
    return new Place("after_block", id);
  }

  /** Puts the position into an append; the end is where an append goes anyway. */
  void into(ObjectNode append) {
    if (equals(END)) {
      return;
    }
    ObjectNode position = append.putObject("position").put("type", type);
    if (after != null) {
      position.putObject("after_block").put("id", after);
    }
  }
}
