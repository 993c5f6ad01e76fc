package caravan.upsert;

import caravan.notion.SchemaProperty;
import com.fasterxml.jackson.databind.JsonNode;

/** Reads the External ID out of a row. */
final class KeyProperty {

  private KeyProperty() {}

  /** The External ID of a row; blank if it has none. */
  static String text(JsonNode row, SchemaProperty key) {
    for (JsonNode value : row.path("properties")) {
      if (value.path("id").asText().equals(key.id())) {
        return text(value.path(value.path("type").asText()));
      }
    }
    return "";
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
    }
    StringBuilder text = new StringBuilder();
    value.forEach(part -> text.append(part.path("plain_text").asText()));
    return text.toString().strip();
  }
}
