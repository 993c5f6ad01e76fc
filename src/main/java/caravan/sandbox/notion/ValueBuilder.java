package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Builds the property values of a page in the shape of the API. */
public final class ValueBuilder {

  private final ObjectNode properties = World.JSON.objectNode();

  private ValueBuilder() {}

  /** Starts with a title. */
  public static ValueBuilder titled(String property, String text) {
    return new ValueBuilder().rich(property, "title", text);
  }

  /** Starts with nothing. */
  public static ValueBuilder values() {
    return new ValueBuilder();
  }

  /** A rich_text value. */
  public ValueBuilder text(String property, String text) {
    return rich(property, "rich_text", text);
  }

  private ValueBuilder rich(String property, String type, String text) {
    properties.putObject(property).set(type, RichText.of(text));
    return this;
  }

  /** A number. */
  public ValueBuilder number(String property, double number) {
    ObjectNode value = properties.putObject(property);
    if (number == Math.rint(number)) {
      value.put("number", (long) number);
    } else {
      value.put("number", number);
    }
    return this;
  }

  /** A checkbox. */
  public ValueBuilder checkbox(String property, boolean checked) {
    properties.putObject(property).put("checkbox", checked);
    return this;
  }

  /** A url, email or phone_number. */
  public ValueBuilder scalar(String property, String type, String value) {
    properties.putObject(property).put(type, value);
    return this;
  }

  /** A select or status, by name. */
  public ValueBuilder option(String property, String type, String name) {
    properties.putObject(property).putObject(type).put("name", name);
    return this;
  }

  /** A multi_select, by names. */
  public ValueBuilder options(String property, String... names) {
    ArrayNode list = properties.putObject(property).putArray("multi_select");
    for (String name : names) {
      list.addObject().put("name", name);
    }
    return this;
  }

  /** A date, or with an end a range; the end may be null. */
  public ValueBuilder date(String property, String start, String end) {
    properties.putObject(property).putObject("date").put("start", start).put("end", end);
    return this;
  }

  /** People or a relation, by ids. */
  public ValueBuilder references(String property, String type, String... ids) {
    ArrayNode list = properties.putObject(property).putArray(type);
    for (String id : ids) {
      list.addObject().put("id", id);
    }
    return this;
  }

  /** One file, by its address. */
  public ValueBuilder file(String property, String name, String url) {
    ObjectNode file = properties.putObject(property).putArray("files").addObject();
    file.put("name", name).putObject("external").put("url", url);
    return this;
  }

  /** Empties a property of that type. */
  public ValueBuilder empty(String property, String type) {
    ObjectNode value = properties.putObject(property);
    switch (type) {
      case "title", "rich_text", "multi_select", "people", "files", "relation" ->
          value.putArray(type);
      default -> value.putNull(type);
    }
    return this;
  }

  /** The values. */
  public ObjectNode build() {
    return properties.deepCopy();
  }
}
