package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What an endpoint gives back.
 *
 * @param json the body
 * @param savedId what a write created, or where; empty if it only changed something; null for a
 *     read
 * @param childIds the direct children that a write created, in the order of the request
 */
record Reply(ObjectNode json, String savedId, List<String> childIds) {

  static Reply of(ObjectNode json) {
    return new Reply(json, null, List.of());
  }

  /** A change of something whose id the client knows. */
  static Reply changed(ObjectNode json) {
    return new Reply(json, "", List.of());
  }

  /** Something new. */
  static Reply saved(ObjectNode json, String id, List<String> childIds) {
    return new Reply(json, id, childIds);
  }
}
