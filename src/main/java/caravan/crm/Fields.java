package caravan.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks a record of one kind, field by field. A field that is absent is left alone in Notion; one
 * that is null or blank is cleared.
 */
final class Fields {

  private final Kind kind;

  Fields(Kind kind) {
    this.kind = kind;
  }

  /**
   * The record as an item, or everything that is wrong with it.
   *
   * @param number where it begins
   * @param given the fields by the shared names
   */
  Line check(long number, JsonNode given) {
    if (!given.isObject()) {
      return Line.broken(number, "expected a record as a JSON object");
    }
    List<Refusal> refusals = new ArrayList<>();
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> one : given.properties()) {
      FieldType type = kind.fields().get(one.getKey());
      if (type == null) {
        refusals.add(
            new Refusal(
                shortened(one.getKey()),
                "there is no such field; %s have %s"
                    .formatted(kind.label(), String.join(", ", kind.fields().keySet()))));
      } else {
        read(one.getKey(), type, one.getValue(), fields, refusals);
      }
    }
    for (String needed : List.of(Kind.EXTERNAL_ID, Kind.NAME)) {
      if (!given.has(needed)) {
        refusals.add(new Refusal(needed, "it is missing; every record needs one"));
      }
    }
    String externalId = shortened(given.path(Kind.EXTERNAL_ID).asText().strip());
    if (!refusals.isEmpty()) {
      return new Line(number, externalId, null, refusals, false);
    }
    ObjectNode item = JsonNodeFactory.instance.objectNode();
    item.put("id", kind.label() + "/" + fields.path(Kind.EXTERNAL_ID).asText());
    item.put("kind", kind.label());
    item.set("fields", fields);
    return new Line(number, externalId, item, List.of(), false);
  }

  private static void read(
      String name, FieldType type, JsonNode given, ObjectNode fields, List<Refusal> refusals) {
    boolean blank = given.isNull() || (given.isTextual() && given.asText().isBlank());
    if (blank && !type.isClearable()) {
      refusals.add(new Refusal(name, "it is blank; every record needs one"));
      return;
    }
    try {
      fields.set(name, blank ? NullNode.getInstance() : type.read(given));
    } catch (FieldRefused refused) {
      refusals.add(new Refusal(name, refused.getMessage()));
    }
  }

  /** It may be anything, and ends up in reports. */
  private static String shortened(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", " ");
    return clean.length() > 100 ? clean.substring(0, 100) + "…" : clean;
  }
}
