package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One property of a page, whole, in pages of a list where its type is one (Notion: retrieve a page
 * property item).
 */
final class PropertyItems {

  private static final Set<String> LISTS = Set.of("title", "rich_text", "people", "relation");

  private final PropertyReads reads;

  PropertyItems(PropertyReads reads) {
    this.reads = reads;
  }

  ObjectNode read(Page page, Property property, Paging paging) {
    JsonNode value = reads.value(page, page.state(), property);
    return switch (property.type()) {
      case "title", "rich_text", "people", "relation" -> {
        List<JsonNode> items = new ArrayList<>();
        value.forEach(item -> items.add(item(property.id(), property.type(), item)));
        yield list(page, property, items, World.JSON.objectNode(), paging);
      }
      case "rollup" -> rollup(page, property, value, paging);
      default -> item(property.id(), property.type(), value);
    };
  }

  private ObjectNode rollup(Page page, Property property, JsonNode value, Paging paging) {
    List<JsonNode> items = new ArrayList<>();
    for (JsonNode rolled : reads.rollups().items(page.state(), property, Integer.MAX_VALUE)) {
      String type = rolled.path("type").asText();
      JsonNode content = rolled.get(type);
      if (LISTS.contains(type)) {
        // Flattened: one item for each element of the list.
        content.forEach(element -> items.add(item(property.id(), type, element)));
      } else {
        items.add(item(property.id(), type, content));
      }
    }
    // What a row did not finish calculating is finished here.
    boolean unfinished = value.path("type").asText().equals("incomplete");
    ObjectNode calculation =
        unfinished
            ? reads.rollups().value(page.state(), property, Integer.MAX_VALUE)
            : value.deepCopy();
    if (calculation.has("array")) {
      calculation.putArray("array");
    }
    return list(page, property, items, calculation, paging);
  }

  private static ObjectNode list(
      Page page, Property property, List<JsonNode> items, ObjectNode meta, Paging paging) {
    List<Integer> places = java.util.stream.IntStream.range(0, items.size()).boxed().toList();
    Paging.Slice<Integer> slice = paging.cut(places, page.id() + property.id(), String::valueOf);
    ObjectNode answer =
        Shapes.list("property_item", slice.items().stream().map(items::get).toList(), slice.next());
    ObjectNode head = answer.putObject("property_item").put("id", property.id());
    if (slice.next() == null) {
      head.putNull("next_url");
    } else {
      head.put(
          "next_url",
          "https://api.notion.com/v1/pages/"
              + Ids.plain(page.id())
              + "/properties/"
              + property.id()
              + "?start_cursor="
              + slice.next()
              + "&page_size="
              + paging.size());
    }
    head.put("type", property.type());
    boolean unfinished =
        slice.next() != null && property.type().equals("rollup") && !meta.has("array");
    if (unfinished) {
      ObjectNode incomplete = World.JSON.objectNode().put("type", "incomplete");
      incomplete.putObject("incomplete");
      head.set("rollup", incomplete.put("function", meta.path("function").asText()));
    } else {
      head.set(property.type(), meta);
    }
    return answer;
  }

  private static ObjectNode item(String id, String type, JsonNode value) {
    ObjectNode item =
        World.JSON.objectNode().put("object", "property_item").put("type", type).put("id", id);
    item.set(type, value);
    return item;
  }
}
