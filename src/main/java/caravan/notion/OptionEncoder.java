package caravan.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the options of select, status and multi_select.
 *
 * <p>A blank name is no option: it empties a select and adds nothing to a multi_select, as an empty
 * cell of a table means it. An option that exists is written by its id, so a name that Notion would
 * not take for a new one (with a comma, say) does no harm.
 */
final class OptionEncoder {

  /**
   * Notion refuses longer ones ({@code name.length should be ≤ 100}; its OpenAPI document says
   * 2,000), counted in UTF-16 units as JavaScript does.
   */
  private static final int NAME_LIMIT = 100;

  private static final int OPTIONS_SHOWN = 20;

  private OptionEncoder() {}

  /** The only option of a select or status; null clears a select. */
  static JsonNode one(WriteTarget target, Object value) {
    Object one = value;
    if (value instanceof List<?> list && list.size() <= 1) {
      one = list.isEmpty() ? null : list.get(0);
    }
    boolean empty = one == null || isBlank(one);
    if (empty && target.property().is(PropertyType.STATUS)) {
      throw target.refused(
          "can't be cleared: it is a status, and Notion would set its default option instead",
          "Map every state to an option (it has: %s), or leave the property out"
              .formatted(names(target.property())));
    }
    return empty ? JsonNodeFactory.instance.nullNode() : option(target, one);
  }

  /** The options of a multi_select, each once, in the record's order. */
  static Set<JsonNode> all(WriteTarget target, Object value) {
    Set<JsonNode> chosen = new LinkedHashSet<>();
    for (Object name : PropertyEncoder.listOf(value)) {
      if (!isBlank(name)) {
        chosen.add(option(target, name));
      }
    }
    return chosen;
  }

  private static boolean isBlank(Object name) {
    return name instanceof String text && text.isBlank();
  }

  // By id where the option exists: a name would bring an option back that somebody just renamed.
  private static JsonNode option(WriteTarget target, Object value) {
    SchemaProperty property = target.property();
    String name = target.text(value, "the name of an option");
    Optional<SchemaProperty.Option> known = property.option(name);
    if (known.isPresent()) {
      return JsonNodeFactory.instance.objectNode().put("id", known.get().id());
    }
    boolean creatable = property.knownType().map(PropertyType::createsOptions).orElse(false);
    if (!creatable || !target.rules().createOptions()) {
      throw target.refused(
          "has no option %s (it has: %s)".formatted(WriteTarget.quoted(name), names(property)),
          creatable
              ? "Add the option in Notion, or set \"create-options: true\" for the property in "
                  + target.contractFile()
              : "Add the option in Notion; a status takes no new options through its pages");
    }
    if (name.indexOf(',') >= 0 || name.length() > NAME_LIMIT) {
      throw target.refused(
          "can't get the new option %s: Notion takes no comma in its name and at most %d characters"
              .formatted(WriteTarget.quoted(name), NAME_LIMIT),
          "Map it to another name in the route, such as gsub(\",\"; \" \") in jq");
    }
    return JsonNodeFactory.instance.objectNode().put("name", name);
  }

  private static String names(SchemaProperty property) {
    String shown =
        String.join(
            ", ",
            property.options().stream()
                .limit(OPTIONS_SHOWN)
                .map(SchemaProperty.Option::name)
                .toList());
    int more = property.options().size() - OPTIONS_SHOWN;
    return more > 0 ? "%s and %d more".formatted(shown, more) : shown;
  }
}
