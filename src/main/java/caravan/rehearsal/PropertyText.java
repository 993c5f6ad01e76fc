package caravan.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A property value as text for people: the same for one that Notion gives and one that it is sent
 * (Notion: property value object).
 */
final class PropertyText {

  private PropertyText() {}

  /**
   * The text of a value; empty for none.
   *
   * @param names what people call options and users, by id
   */
  static String of(JsonNode property, Map<String, String> names) {
    String type = type(property);
    JsonNode value = property.path(type);
    return switch (type) {
      case "title", "rich_text" -> joined(value, "", PropertyText::run);
      case "select", "status" -> name(value, names);
      case "multi_select" -> joined(value, ", ", it -> name(it, names));
      case "people" -> joined(value, ", ", it -> name(it, names));
      case "relation" -> joined(value, ", ", it -> it.path("id").asText());
      case "files" -> joined(value, ", ", it -> it.path("name").asText());
      case "date" -> date(value);
      case "" -> "";
      default -> value.isNull() || value.isMissingNode() ? "" : scalar(value);
    };
  }

  private static String name(JsonNode value, Map<String, String> names) {
    String id = value.path("id").asText("");
    return names.getOrDefault(id, value.path("name").asText(id));
  }

  /** A number is the same number whatever it looks like. */
  private static String scalar(JsonNode value) {
    if (value.isNumber()) {
      return value.decimalValue().stripTrailingZeros().toPlainString();
    }
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** What is sent names its type by the only key that is no id. */
  private static String type(JsonNode property) {
    if (property.has("type")) {
      return property.path("type").asText();
    }
    for (var field : property.properties()) {
      if (!field.getKey().equals("id")) {
        return field.getKey();
      }
    }
    return "";
  }

  private static String run(JsonNode run) {
    return run.has("plain_text")
        ? run.path("plain_text").asText()
        : run.path("text").path("content").asText();
  }

  private static String date(JsonNode date) {
    String start = date.path("start").asText("");
    String end = date.path("end").asText("");
    return end.isEmpty() || end.equals("null") ? start : start + " to " + end;
  }

  private static String joined(JsonNode list, String between, Function<JsonNode, String> text) {
    List<String> parts = new ArrayList<>();
    list.forEach(each -> parts.add(text.apply(each)));
    return String.join(between, parts);
  }
}
