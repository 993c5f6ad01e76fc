package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Where an object hangs.
 *
 * @param kind of the parent
 * @param id of the parent; empty for the workspace
 */
record Parent(Kind kind, String id) {

  /** What a parent can be, named as in the API. */
  enum Kind {
    WORKSPACE("workspace"),
    PAGE("page_id"),
    BLOCK("block_id"),
    DATABASE("database_id"),
    DATA_SOURCE("data_source_id");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    String field() {
      return field;
    }
  }

  static Parent workspace() {
    return new Parent(Kind.WORKSPACE, "");
  }

  ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", kind.field());
    return kind == Kind.WORKSPACE ? node.put("workspace", true) : node.put(kind.field(), id);
  }
}
