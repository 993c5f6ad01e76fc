package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Property values as Notion shows them on pages and rows, cut at 25 references (Notion: retrieve a
 * page).
 */
final class PropertyReads {

  static final int REFERENCE_LIMIT = 25;

  private final World world;
  private final Rollups rollups;

  PropertyReads(World world) {
    this.world = world;
    this.rollups = new Rollups(world, this);
  }

  Rollups rollups() {
    return rollups;
  }

  /**
   * All properties of a page by name.
   *
   * @param only the ids of the wanted ones; null for all
   */
  ObjectNode properties(Page page, Page.State state, Set<String> only) {
    ObjectNode shown = World.JSON.objectNode();
    DataSource source = world.sourceOf(state);
    if (source == null) {
      Property title = new Property("title", "title", "title", World.JSON.objectNode());
      shown.set("title", property(page, state, title));
      return shown;
    }
    for (Property property : source.properties()) {
      if (only == null || only.contains(property.id())) {
        shown.set(property.name(), property(page, state, property));
      }
    }
    return shown;
  }

  private ObjectNode property(Page page, Page.State state, Property property) {
    ObjectNode shown =
        World.JSON.objectNode().put("id", property.id()).put("type", property.type());
    JsonNode whole = value(page, state, property);
    switch (property.type()) {
      case "relation" -> {
        shown.set("relation", firstOf((ArrayNode) whole));
        shown.put("has_more", whole.size() > REFERENCE_LIMIT);
      }
      case "people" -> shown.set("people", firstOf((ArrayNode) whole));
      case "title", "rich_text" -> shown.set(property.type(), upToMention((ArrayNode) whole));
      case "rollup" ->
          shown.set(
              "rollup",
              state.values().containsKey(property.id())
                  ? whole
                  : rollups.value(state, property, REFERENCE_LIMIT));
      default -> shown.set(property.type(), whole);
    }
    return shown;
  }

  private static ArrayNode firstOf(ArrayNode whole) {
    ArrayNode first = World.JSON.arrayNode();
    for (int i = 0; i < Math.min(whole.size(), REFERENCE_LIMIT); i++) {
      first.add(whole.get(i));
    }
    return first;
  }

  private static ArrayNode upToMention(ArrayNode whole) {
    ArrayNode shown = World.JSON.arrayNode();
    int mentions = 0;
    for (JsonNode item : whole) {
      mentions += item.path("type").asText().equals("mention") ? 1 : 0;
      if (mentions > REFERENCE_LIMIT) {
        break;
      }
      shown.add(item);
    }
    return shown;
  }

  /** What stands under the type, untruncated; a copy. */
  JsonNode value(Page page, Page.State state, Property property) {
    JsonNode stored = state.values().get(property.id());
    return switch (property.type()) {
      case "title", "rich_text" -> stored == null ? World.JSON.arrayNode() : stored.deepCopy();
      case "files" -> files(stored);
      case "select" ->
          stored == null || stored.isNull()
              ? World.JSON.nullNode()
              : option(property, stored.asText());
      case "status" ->
          stored == null || stored.isNull()
              ? firstOption(property)
              : option(property, stored.asText());
      case "multi_select" -> options(property, stored);
      case "people" -> people(stored);
      case "relation" -> relation(stored);
      case "checkbox" -> stored == null ? World.JSON.booleanNode(false) : stored;
      case "created_time" -> World.JSON.textNode(world.shown(page.created()));
      case "last_edited_time" -> World.JSON.textNode(world.shown(state.lastEdited()));
      case "created_by" -> user(page.createdBy());
      case "last_edited_by" -> user(state.lastEditedBy());
      case "unique_id" ->
          World.JSON
              .objectNode()
              .put("prefix", property.config().path("prefix").asText(null))
              .put("number", page.number());
      case "rollup" ->
          stored == null ? rollups.value(state, property, Integer.MAX_VALUE) : stored.deepCopy();
      case "formula" ->
          stored == null
              ? World.JSON.objectNode().put("type", "string").putNull("string")
              : stored.deepCopy();
      case "verification" ->
          stored == null
              ? World.JSON
                  .objectNode()
                  .put("state", "unverified")
                  .putNull("date")
                  .putNull("verified_by")
              : stored.deepCopy();
      case "button", "location", "last_visited_time" -> World.JSON.objectNode();
      default -> stored == null ? World.JSON.nullNode() : stored.deepCopy();
    };
  }

  private ArrayNode files(JsonNode stored) {
    ArrayNode shown = World.JSON.arrayNode();
    if (stored != null) {
      stored.forEach(file -> shown.add(world.files().shown(file.deepCopy())));
    }
    return shown;
  }

  private static JsonNode option(Property property, String id) {
    return property.shown(id).map(JsonNode.class::cast).orElse(World.JSON.nullNode());
  }

  /** A status is never empty: it shows the first option. */
  private static JsonNode firstOption(Property property) {
    return property.options().isEmpty()
        ? World.JSON.nullNode()
        : option(property, property.options().get(0).path("id").asText());
  }

  private static ArrayNode options(Property property, JsonNode stored) {
    ArrayNode shown = World.JSON.arrayNode();
    if (stored != null) {
      stored.forEach(id -> property.shown(id.asText()).ifPresent(shown::add));
    }
    return shown;
  }

  private ArrayNode people(JsonNode stored) {
    ArrayNode shown = World.JSON.arrayNode();
    if (stored != null) {
      stored.forEach(id -> shown.add(user(id.asText())));
    }
    return shown;
  }

  private ArrayNode relation(JsonNode stored) {
    ArrayNode shown = World.JSON.arrayNode();
    if (stored != null) {
      stored.forEach(
          id -> {
            Page page = world.pages().get(id.asText());
            if (page != null && !page.state().inTrash() && !world.sharing().hides(page)) {
              shown.addObject().put("id", id.asText());
            }
          });
    }
    return shown;
  }

  private ObjectNode user(String id) {
    User user = world.users().get(id);
    return user == null ? User.reference(id) : user.json();
  }
}
