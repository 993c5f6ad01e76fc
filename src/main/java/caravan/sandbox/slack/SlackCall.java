package caravan.sandbox.slack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The arguments of a call, whether they came as JSON or as a form with JSON inside. */
record SlackCall(JsonNode arguments, ObjectMapper json) {

  /** The argument as text; "" if it is absent. */
  String text(String name) {
    return arguments.path(name).asText("");
  }

  boolean has(String name) {
    return arguments.hasNonNull(name);
  }

  boolean flag(String name) {
    String text = text(name);
    return text.equals("true") || text.equals("1");
  }

  /** A number of rows between 1 and the most allowed. */
  int limit(int usual, int most) throws SlackFailure {
    if (text("limit").isEmpty()) {
      return usual;
    }
    try {
      int limit = Integer.parseInt(text("limit"));
      if (limit >= 1) {
        return Math.min(limit, most);
      }
    } catch (NumberFormatException notNumber) {
      throw new SlackFailure("invalid_limit");
    }
    throw new SlackFailure("invalid_limit");
  }

  /** A structured argument; null if it is absent, or an empty list or object. */
  JsonNode structure(String name, String error) throws SlackFailure {
    JsonNode value = arguments.path(name);
    if (value.isTextual()) {
      try {
        value = json.readTree(value.asText());
      } catch (JsonProcessingException notJson) {
        throw new SlackFailure(error);
      }
    }
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isContainerNode()) {
      throw new SlackFailure(error);
    }
    return value.isEmpty() ? null : value;
  }
}
