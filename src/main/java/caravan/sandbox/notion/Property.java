package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * A property in a data source's schema.
 *
 * @param id as Notion shows it, URL-encoded; stays the same when the property is renamed
 * @param name unique in its data source
 * @param type such as {@code rich_text}
 * @param config what stands under the type in the schema, such as options
 */
record Property(String id, String name, String type, ObjectNode config) {

  Property named(String newName) {
    return new Property(id, newName, type, config);
  }

  Property with(ObjectNode newConfig) {
    return new Property(id, name, type, newConfig);
  }

  /** The options of a select, multi_select or status; empty for other types. */
  ArrayNode options() {
    JsonNode options = config.get("options");
    return options == null ? JsonNodeFactory.instance.arrayNode() : (ArrayNode) options;
  }

  Optional<JsonNode> option(String field, String value) {
    for (JsonNode option : options()) {
      if (option.path(field).asText().equals(value)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  /** An option as page values show it: id, name and colour. */
  Optional<ObjectNode> shown(String optionId) {
    return option("id", optionId)
        .map(
            option ->
                JsonNodeFactory.instance
                    .objectNode()
                    .put("id", option.path("id").asText())
                    .put("name", option.path("name").asText())
                    .put("color", option.path("color").asText("default")));
  }

  ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("name", name)
            .putNull("description")
            .put("type", type);
    ObjectNode shown = config.deepCopy();
    for (String field : List.of("rollup_property_id", "relation_property_id")) {
      if (shown.has(field)) {
        // Inside a rollup Notion shows ids that are not encoded.
        shown.put(field, Ids.decoded(shown.path(field).asText()));
      }
    }
    node.set(type, shown);
    return node;
  }
}
