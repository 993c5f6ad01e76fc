package caravan.notion;

import caravan.notion.Truncation.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the answers of {@code GET /v1/pages/{id}/properties/{property}}, which has no 25-reference
 * cap, into the same plain values as {@link PropertyReader}.
 */
public final class PropertyItems {
  private static final Set<String> LISTED = Set.of("title", "rich_text", "people", "relation");

  private PropertyItems() {}

  /**
   * The cursor of the next page of the list; empty if this answer was the last or is no list.
   *
   * @throws AnswerIncomplete if a list does not say how to go on
   */
  public static Optional<String> nextCursor(JsonNode answer) {
    return "list".equals(answer.path("object").asText())
        ? AnswerIncomplete.nextCursor(answer, "the items of a property")
        : Optional.empty();
  }

  /**
   * Reads a whole property from its answers, first to last.
   *
   * @param answers one property item, or every page of a list; never empty
   * @return the value; doubted if the last answer says that there are more
   */
  public static PlainValue read(List<JsonNode> answers) {
    JsonNode last = answers.get(answers.size() - 1);
    if (!"list".equals(last.path("object").asText())) {
      return PropertyReader.read(last);
    }
    boolean more = last.path("has_more").asBoolean();
    JsonNode about = last.path("property_item");
    String type = about.path("type").asText();
    List<JsonNode> items = new ArrayList<>();
    answers.forEach(answer -> answer.path("results").forEach(items::add));
    return switch (type) {
      case "title", "rich_text" -> doubted(text(items, type), more);
      case "people" ->
          doubted(items.stream().map(i -> PropertyReader.person(i.path(type))).toList(), more);
      case "relation" ->
          doubted(
              PropertyReader.pageIds(
                  items.stream().map(i -> PropertyReader.referencedPage(i.path(type))).toList(),
                  more),
              more);
      case "rollup" -> rollup(about.path("rollup"), items, more);
      default ->
          throw new IllegalArgumentException(
              "a property-item list of type \"%s\" is not one that Notion documents"
                  .formatted(type));
    };
  }

  private static PlainValue doubted(Object value, boolean more) {
    return new PlainValue(value, more ? Reason.MORE_ITEMS : null);
  }

  private static String text(List<JsonNode> items, String type) {
    StringBuilder text = new StringBuilder();
    items.forEach(item -> text.append(item.path(type).path("plain_text").asText()));
    return text.toString();
  }

  // Notion: property item object. Only the last page's calculation is final; the values of
  // show_original are the results, while the rollup's own array stays empty.
  private static PlainValue rollup(JsonNode rollup, List<JsonNode> items, boolean more) {
    if (more) {
      return new PlainValue(null, Reason.INCOMPLETE);
    }
    if (!"array".equals(rollup.path("type").asText())) {
      return PropertyReader.calculated(rollup);
    }
    List<Object> values = new ArrayList<>();
    Reason doubt = null;
    for (JsonNode item : items) {
      PlainValue value = PropertyReader.read(whole(item));
      values.add(value.value());
      doubt = doubt == null ? value.doubt() : doubt;
    }
    return new PlainValue(values, doubt);
  }

  /**
   * Items are flattened: one of a list's elements stands where a page would have the whole list
   * (Notion: property item object).
   */
  private static JsonNode whole(JsonNode item) {
    String type = item.path("type").asText();
    boolean listed = LISTED.contains(type) && item.path(type).isObject();
    if (!listed) {
      return item;
    }
    ObjectNode whole = item.deepCopy();
    whole.putArray(type).add(item.path(type));
    return whole;
  }
}
