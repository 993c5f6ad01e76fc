package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A database: the container of data sources; guarded by the world's lock. */
final class Database {

  private final String id;
  private final Instant created;
  private final List<String> dataSources = new ArrayList<>();
  private Parent parent;
  private ArrayNode title;
  private ArrayNode description = JsonNodeFactory.instance.arrayNode();
  private JsonNode icon = JsonNodeFactory.instance.nullNode();
  private JsonNode cover = JsonNodeFactory.instance.nullNode();
  private boolean inline;
  private boolean locked;
  private boolean inTrash;
  private Instant lastEdited;

  Database(String id, Parent parent, ArrayNode title, Instant created) {
    this.id = id;
    this.parent = parent;
    this.title = title;
    this.created = created;
    this.lastEdited = created;
  }

  String id() {
    return id;
  }

  Parent parent() {
    return parent;
  }

  ArrayNode title() {
    return title;
  }

  ArrayNode description() {
    return description;
  }

  JsonNode icon() {
    return icon;
  }

  JsonNode cover() {
    return cover;
  }

  boolean inline() {
    return inline;
  }

  boolean locked() {
    return locked;
  }

  boolean inTrash() {
    return inTrash;
  }

  Instant created() {
    return created;
  }

  Instant lastEdited() {
    return lastEdited;
  }

  /** The ids of its data sources; changed in place. */
  List<String> dataSources() {
    return dataSources;
  }

  void move(Parent next) {
    parent = next;
  }

  void name(ArrayNode newTitle, ArrayNode newDescription) {
    title = newTitle;
    description = newDescription;
  }

  void dress(JsonNode newIcon, JsonNode newCover) {
    icon = newIcon;
    cover = newCover;
  }

  void flags(boolean nowInline, boolean nowLocked, boolean nowInTrash) {
    inline = nowInline;
    locked = nowLocked;
    inTrash = nowInTrash;
  }

  void touch(Instant at) {
    lastEdited = at;
  }
}
