package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The values of rollup properties, computed when they are read: over all related pages, or over the
 * first of them, as in pages and rows (Notion: page properties, 25 page references).
 */
final class Rollups {

  static final List<String> FUNCTIONS =
      List.of(
          "count",
          "count_values",
          "empty",
          "not_empty",
          "unique",
          "show_unique",
          "percent_empty",
          "percent_not_empty",
          "sum",
          "average",
          "median",
          "min",
          "max",
          "range",
          "earliest_date",
          "latest_date",
          "date_range",
          "checked",
          "unchecked",
          "percent_checked",
          "percent_unchecked",
          "count_per_group",
          "percent_per_group",
          "show_original");

  private final World world;
  private final PropertyReads reads;

  Rollups(World world, PropertyReads reads) {
    this.world = world;
    this.reads = reads;
  }

  ObjectNode value(Page.State state, Property rollup, int references) {
    String function = rollup.config().path("function").asText();
    List<JsonNode> items = items(state, rollup, references);
    return switch (function) {
      case "show_original" -> {
        ObjectNode node = World.JSON.objectNode().put("type", "array");
        ArrayNode array = node.putArray("array");
        items.forEach(array::add);
        yield node.put("function", function);
      }
      case "count" -> number(function, items.size());
      case "not_empty", "count_values" ->
          number(function, items.stream().filter(Rollups::filled).count());
      case "empty" -> number(function, items.stream().filter(item -> !filled(item)).count());
      case "checked" ->
          number(
              function, items.stream().filter(item -> item.path("checkbox").asBoolean()).count());
      case "sum" -> number(function, numbers(items).sum());
      case "average" -> number(function, numbers(items).average().orElse(0));
      case "min" -> number(function, numbers(items).min().orElse(0));
      case "max" -> number(function, numbers(items).max().orElse(0));
      default -> {
        ObjectNode node = World.JSON.objectNode().put("type", "unsupported");
        node.putObject("unsupported");
        yield node.put("function", function);
      }
    };
  }

  /** The rolled-up property of each related page, in the shape {@code {type, <type>}}. */
  List<JsonNode> items(Page.State state, Property rollup, int references) {
    List<JsonNode> items = new ArrayList<>();
    JsonNode related = state.values().get(rollup.config().path("relation_property_id").asText());
    if (related == null) {
      return items;
    }
    for (int i = 0; i < Math.min(related.size(), references); i++) {
      JsonNode id = related.get(i);
      Page page = world.pages().get(id.asText());
      DataSource source = page == null ? null : world.sourceOf(page.state());
      Property rolled =
          source == null ? null : source.byId(rollup.config().path("rollup_property_id").asText());
      if (rolled == null || page.state().inTrash() || rolled.type().equals("rollup")) {
        continue;
      }
      ObjectNode item = World.JSON.objectNode().put("type", rolled.type());
      item.set(rolled.type(), reads.value(page, page.state(), rolled));
      items.add(item);
    }
    return items;
  }

  private static ObjectNode number(String function, double value) {
    ObjectNode node = World.JSON.objectNode().put("type", "number");
    if (value == Math.rint(value)) {
      node.put("number", (long) value);
    } else {
      node.put("number", value);
    }
    return node.put("function", function);
  }

  private static DoubleStream numbers(List<JsonNode> items) {
    return items.stream()
        .map(item -> item.path("number"))
        .filter(JsonNode::isNumber)
        .mapToDouble(JsonNode::asDouble);
  }

  private static boolean filled(JsonNode item) {
    JsonNode value = item.get(item.path("type").asText());
    return value != null && !value.isNull() && !(value.isArray() && value.isEmpty());
  }
}
