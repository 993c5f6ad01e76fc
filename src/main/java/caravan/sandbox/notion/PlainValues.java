package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** Property values as one line of text, for people. */
final class PlainValues {

  private PlainValues() {}

  static String text(World world, Property property, JsonNode value) {
    if (value.isNull()) {
      return "";
    }
    return switch (property.type()) {
      case "title", "rich_text" -> RichText.plain(value);
      case "select", "status", "created_by", "last_edited_by" -> value.path("name").asText();
      case "multi_select", "people", "files" -> joined(value, "name");
      case "date" ->
          value.path("start").asText()
              + (value.path("end").isTextual() ? " to " + value.path("end").asText() : "");
      case "relation" -> {
        StringJoiner titles = new StringJoiner(", ");
        value.forEach(
            item -> titles.add(world.title(world.page(item.path("id").asText()).state())));
        yield titles.toString();
      }
      case "unique_id" -> value.path("prefix").asText("") + value.path("number").asText();
      case "formula", "rollup" -> value.path(value.path("type").asText()).asText();
      default -> value.isValueNode() ? value.asText() : value.toString();
    };
  }

  private static String joined(JsonNode items, String field) {
    StringJoiner all = new StringJoiner(", ");
    items.forEach(item -> all.add(item.path(field).asText()));
    return all.toString();
  }
}
