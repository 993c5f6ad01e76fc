package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A block in a page's body; guarded by the world's lock. */
final class Block {

  private final String id;
  private final String type;
  private final Instant created;
  private final String createdBy;
  private final List<String> children = new ArrayList<>();
  private Parent parent;
  private ObjectNode payload;
  private Instant lastEdited;
  private String lastEditedBy;
  private boolean inTrash;

  Block(
      String id,
      String type,
      Parent parent,
      ObjectNode payload,
      Instant created,
      String createdBy) {
    this.id = id;
    this.type = type;
    this.parent = parent;
    this.payload = payload;
    this.created = created;
    this.createdBy = createdBy;
    this.lastEdited = created;
    this.lastEditedBy = createdBy;
  }

  String id() {
    return id;
  }

  String type() {
    return type;
  }

  Parent parent() {
    return parent;
  }

  /** What stands under the type, without children. */
  ObjectNode payload() {
    return payload;
  }

  /** Whether it shows what stands in another synced block. */
  boolean copiesAnother() {
    return payload.path("synced_from").isObject();
  }

  Instant created() {
    return created;
  }

  String createdBy() {
    return createdBy;
  }

  Instant lastEdited() {
    return lastEdited;
  }

  String lastEditedBy() {
    return lastEditedBy;
  }

  boolean inTrash() {
    return inTrash;
  }

  /** The ids of its direct children, in order; changed in place. */
  List<String> children() {
    return children;
  }

  void move(Parent next) {
    parent = next;
  }

  void edit(ObjectNode newPayload, Instant at, String by) {
    payload = newPayload;
    lastEdited = at;
    lastEditedBy = by;
  }

  void trash(boolean trashed, Instant at, String by) {
    inTrash = trashed;
    lastEdited = at;
    lastEditedBy = by;
  }
}
