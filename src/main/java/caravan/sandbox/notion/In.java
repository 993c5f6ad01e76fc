package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A value in a request body together with its path, so that each refusal names the place in
 * Notion's words.
 *
 * @param path such as {@code body.children[0].paragraph}
 * @param node the value; null if the field is not there
 */
record In(String path, JsonNode node) {

  private static final int URL_LIMIT = 2000;

  static In body(JsonNode node) {
    return new In("body", node);
  }

  In at(String name) {
    return new In(path + "." + name, node == null ? null : node.get(name));
  }

  /** Whether the field is there, be it null. */
  boolean present() {
    return node != null;
  }

  /** Whether the field is there and not null. */
  boolean given() {
    return node != null && !node.isNull();
  }

  In required() {
    if (node == null) {
      throw ApiError.body(path + " should be defined, instead was `undefined`.");
    }
    return this;
  }

  In object() {
    required();
    if (!node.isObject()) {
      throw should("be an object");
    }
    return this;
  }

  /** Refuses every field besides these. */
  In only(Set<String> names) {
    object();
    for (String name : fields()) {
      if (!names.contains(name)) {
        throw at(name).should("be not present");
      }
    }
    return this;
  }

  In only(String... names) {
    return only(Set.of(names));
  }

  List<String> fields() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  String text() {
    required();
    if (!node.isTextual()) {
      throw should("be a string");
    }
    return node.textValue();
  }

  String text(int limit) {
    String text = text();
    length(text.length(), limit);
    return text;
  }

  String url() {
    return text(URL_LIMIT);
  }

  boolean bool() {
    required();
    if (!node.isBoolean()) {
      throw should("be a boolean");
    }
    return node.booleanValue();
  }

  /** A page, block or other id, in the form with dashes. */
  String id() {
    String text = text();
    String id = Ids.dashed(text);
    if (id == null) {
      throw should("be a valid uuid");
    }
    return id;
  }

  String choice(Iterable<String> choices) {
    String text = text();
    List<String> quoted = new ArrayList<>();
    for (String choice : choices) {
      if (choice.equals(text)) {
        return text;
      }
      quoted.add("`\"" + choice + "\"`");
    }
    String list =
        quoted.size() == 1
            ? quoted.get(0)
            : quoted.subList(0, quoted.size() - 1).stream().collect(Collectors.joining(", "))
                + ", or "
                + quoted.get(quoted.size() - 1);
    throw should("be " + list);
  }

  List<In> items(int limit) {
    required();
    if (!node.isArray()) {
      throw should("be an array");
    }
    length(node.size(), limit);
    List<In> items = new ArrayList<>();
    for (int i = 0; i < node.size(); i++) {
      items.add(new In(path + "[" + i + "]", node.get(i)));
    }
    return items;
  }

  void length(int length, int limit) {
    if (length > limit) {
      throw ApiError.body(
          path + ".length should be ≤ `" + limit + "`, instead was `" + length + "`.");
    }
  }

  ApiError should(String what) {
    return ApiError.body(
        path
            + " should "
            + what
            + ", instead was `"
            + (node == null ? "undefined" : node.toString())
            + "`.");
  }
}
