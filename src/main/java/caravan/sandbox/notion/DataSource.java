package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A data source: a schema and its rows; guarded by the world's lock. */
final class DataSource {

  private final String id;
  private String databaseId;
  private final Instant created;
  private final Map<String, Property> schema = new LinkedHashMap<>();
  private final Set<String> rows = new LinkedHashSet<>();
  private ArrayNode title;
  private JsonNode icon;
  private Instant lastEdited;
  private boolean inTrash;
  private boolean wiki;
  private long lastNumber;

  DataSource(String id, String databaseId, ArrayNode title, JsonNode icon, Instant created) {
    this.id = id;
    this.databaseId = databaseId;
    this.title = title;
    this.icon = icon;
    this.created = created;
    this.lastEdited = created;
  }

  String id() {
    return id;
  }

  String databaseId() {
    return databaseId;
  }

  Instant created() {
    return created;
  }

  Instant lastEdited() {
    return lastEdited;
  }

  ArrayNode title() {
    return title;
  }

  JsonNode icon() {
    return icon;
  }

  boolean inTrash() {
    return inTrash;
  }

  /** Whether its pages are those of a wiki. */
  boolean wiki() {
    return wiki;
  }

  void becomeWiki() {
    wiki = true;
  }

  /** The ids of its pages, also of trashed ones. */
  Set<String> rows() {
    return rows;
  }

  Iterable<Property> properties() {
    return schema.values();
  }

  int propertyCount() {
    return schema.size();
  }

  /** The property of that id; null if there is none. */
  Property byId(String propertyId) {
    return schema.get(propertyId);
  }

  /** The property of that name, or of that id, encoded or not. */
  Optional<Property> find(String nameOrId) {
    for (Property property : schema.values()) {
      if (property.name().equals(nameOrId)) {
        return Optional.of(property);
      }
    }
    return schema.values().stream()
        .filter(property -> Ids.sameProperty(property.id(), nameOrId))
        .findFirst();
  }

  Property titleProperty() {
    return schema.get("title");
  }

  void put(Property property) {
    schema.put(property.id(), property);
  }

  void remove(String propertyId) {
    schema.remove(propertyId);
  }

  long nextNumber() {
    return ++lastNumber;
  }

  void rename(ArrayNode newTitle) {
    title = newTitle;
  }

  void dress(JsonNode newIcon) {
    icon = newIcon;
  }

  void moveTo(String newDatabaseId) {
    databaseId = newDatabaseId;
  }

  void trash(boolean trashed) {
    inTrash = trashed;
  }

  void touch(Instant at) {
    lastEdited = at;
  }
}
