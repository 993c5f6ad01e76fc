package caravan.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Pages and blocks that a dry run would have created: the sinks have to be answered with ids, and
 * ask for what is in those.
 */
final class MadeUpPages {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, ArrayNode> below = new ConcurrentHashMap<>();

  /** The answer to the create of a page. */
  ObjectNode page(JsonNode request) {
    String id = UUID.randomUUID().toString();
    below.put(id, blocks(request.path("children")));
    ObjectNode page = JSON.objectNode().put("object", "page").put("id", id);
    page.set("parent", request.path("parent"));
    page.putObject("properties");
    return page.put("in_trash", false);
  }

  /** The answer to an append: the new blocks of the first level, with ids. */
  ObjectNode appended(String parent, JsonNode children) {
    ArrayNode added = blocks(children);
    below.computeIfAbsent(parent, key -> JSON.arrayNode()).addAll(added);
    return list(added);
  }

  /** What is below a made-up page or block; empty for one that is real. */
  Optional<JsonNode> children(String parent) {
    return Optional.ofNullable(below.get(parent)).map(MadeUpPages::list);
  }

  /** Whether it is made up. */
  boolean contains(String id) {
    return below.containsKey(id);
  }

  /** The blocks inside a block that is sent. */
  static JsonNode inside(JsonNode block) {
    JsonNode content = block.path(block.path("type").asText());
    if (content.isObject()) {
      return content.path("children");
    }
    for (var field : block.properties()) {
      if (field.getValue().has("children")) {
        return field.getValue().path("children");
      }
    }
    return JSON.arrayNode();
  }

  private ArrayNode blocks(JsonNode children) {
    ArrayNode made = JSON.arrayNode();
    for (JsonNode child : children) {
      String id = UUID.randomUUID().toString();
      JsonNode inside = inside(child);
      ObjectNode block = made.addObject().put("object", "block").put("id", id);
      block.put("type", child.path("type").asText()).put("has_children", !inside.isEmpty());
      below.put(id, blocks(inside));
    }
    return made;
  }

  private static ObjectNode list(ArrayNode results) {
    ObjectNode list = JSON.objectNode().put("object", "list");
    list.set("results", results.deepCopy());
    return list.put("has_more", false).putNull("next_cursor");
  }
}
