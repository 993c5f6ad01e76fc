package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The options of select, multi_select and status properties in a schema. */
final class OptionLists {

  private static final int LIMIT = 100;
  private static final List<String> GROUPS = List.of("To-do", "In progress", "Complete");
  private static final Set<String> COLOURS =
      Set.of(
          "default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red");

  private final World world;

  OptionLists(World world) {
    this.world = world;
  }

  /** The options after a change: those named again keep their ids, those left out are gone. */
  ArrayNode read(ArrayNode before, In in) {
    ArrayNode options = World.JSON.arrayNode();
    if (!in.given()) {
      return before.deepCopy();
    }
    Set<String> names = new HashSet<>();
    for (In item : in.items(LIMIT)) {
      item.only("id", "name", "color", "description", "group");
      Optional<JsonNode> old = existing(before, item);
      String name =
          item.at("name").given()
              ? item.at("name").text(LIMIT)
              : old.map(o -> o.path("name").asText()).orElse("");
      refuseCommas(name);
      if (name.isEmpty() || !names.add(name)) {
        throw item.at("name").should("be a name of its own");
      }
      String colour =
          item.at("color").given()
              ? item.at("color").choice(COLOURS)
              : old.map(o -> o.path("color").asText()).orElse("default");
      options.add(
          option(old.map(o -> o.path("id").asText()).orElseGet(world.ids()::uuid), name, colour));
    }
    return options;
  }

  private static Optional<JsonNode> existing(ArrayNode before, In item) {
    for (JsonNode option : before) {
      boolean sameId =
          item.at("id").given() && option.path("id").asText().equals(item.at("id").text());
      boolean sameName =
          item.at("name").given() && option.path("name").asText().equals(item.at("name").text());
      if (sameId || sameName) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  ObjectNode option(String id, String name, String colour) {
    return World.JSON
        .objectNode()
        .put("id", id)
        .put("name", name)
        .put("color", colour)
        .putNull("description");
  }

  static void refuseCommas(String name) {
    if (name.contains(",")) {
      throw ApiError.validation("Invalid select option, commas not allowed: " + name);
    }
  }

  /** The configuration of a status property; without options Notion's own three. */
  ObjectNode status(Property property, In in) {
    ObjectNode config = World.JSON.objectNode();
    ArrayNode options;
    if (in.at("options").given()) {
      options = read(property.options(), in.at("options"));
    } else if (property.options().isEmpty()) {
      options = World.JSON.arrayNode();
      options.add(option(world.ids().uuid(), "Not started", "default"));
      options.add(option(world.ids().uuid(), "In progress", "blue"));
      options.add(option(world.ids().uuid(), "Done", "green"));
    } else {
      options = property.options().deepCopy();
    }
    config.set("options", options);
    ArrayNode groups = config.putArray("groups");
    for (int g = 0; g < GROUPS.size(); g++) {
      ObjectNode group =
          groups.addObject().put("id", world.ids().uuid()).put("name", GROUPS.get(g));
      group.put("color", List.of("gray", "blue", "green").get(g));
      ArrayNode members = group.putArray("option_ids");
      for (int i = 0; i < options.size(); i++) {
        if (group(in, options.get(i), i, options.size()).equals(GROUPS.get(g))) {
          members.add(options.get(i).path("id").asText());
        }
      }
    }
    return config;
  }

  private static String group(In in, JsonNode option, int index, int size) {
    if (in.at("options").given()) {
      for (In item : in.at("options").items(LIMIT)) {
        if (item.at("name").given()
            && item.at("name").text().equals(option.path("name").asText())
            && item.at("group").given()) {
          return item.at("group").text();
        }
      }
    }
    return index == 0 ? GROUPS.get(0) : index == size - 1 ? GROUPS.get(2) : GROUPS.get(1);
  }
}
