package caravan.notion;

import caravan.notion.Truncation.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A page, as a row of a query or a read of its own carries it.
 *
 * @param id the page's id
 * @param url where people open it; may change its shape, so never a key (Notion: versioning)
 * @param createdTime when it was created, rounded down to the minute by Notion
 * @param lastEditedTime when it was last edited, rounded down to the minute by Notion: an edit in
 *     the minute of a read does not show
 * @param inTrash whether it is in the trash
 * @param archived whether it is archived, which is a state of its own and not the trash
 * @param dataSourceId the data source that it is a row of; null if its parent is something else
 * @param properties its properties by name as plain values (see {@link PropertyReader}); an unknown
 *     value is left out and stands among the truncations
 * @param truncations the properties whose values may be incomplete or are unknown
 * @param derived the names of its formulas and rollups, whether their values are known or not
 * @param icon its icon as Notion's JSON; null for none
 * @param cover its cover as Notion's JSON; null for none
 */
public record NotionPage(
    String id,
    String url,
    Instant createdTime,
    Instant lastEditedTime,
    boolean inTrash,
    boolean archived,
    String dataSourceId,
    Map<String, Object> properties,
    List<Truncation> truncations,
    Set<String> derived,
    JsonNode icon,
    JsonNode cover) {

  /** Keeps its own copies of the properties, truncations and names. */
  public NotionPage {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    truncations = List.copyOf(truncations);
    derived = Collections.unmodifiableSet(new LinkedHashSet<>(derived));
  }

  /**
   * Reads a page object.
   *
   * @throws IllegalArgumentException if it is no page with properties
   */
  public static NotionPage read(JsonNode page) {
    if (!"page".equals(page.path("object").asText()) || !page.path("properties").isObject()) {
      throw new IllegalArgumentException(
          "expected a page with its properties, got an object of type \""
              + page.path("object").asText("unknown")
              + "\"");
    }
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Truncation> truncations = new ArrayList<>();
    Map<String, String> derived = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : page.path("properties").properties()) {
      if (PropertyType.of(entry.getValue().path("type").asText())
          .map(PropertyType::derived)
          .orElse(false)) {
        derived.put(entry.getKey(), entry.getValue().path("id").asText());
      }
      PlainValue value = PropertyReader.read(entry.getValue());
      if (value.known()) {
        properties.put(entry.getKey(), value.value());
      }
      if (value.doubt() != null) {
        truncations.add(
            new Truncation(entry.getKey(), entry.getValue().path("id").asText(), value.doubt()));
      }
    }
    doubtDerived(derived, truncations);
    return new NotionPage(
        page.path("id").asText(),
        page.path("url").asText(null),
        time(page, "created_time"),
        time(page, "last_edited_time"),
        // Up to version 2025-09-03 "archived" was the old name of "in_trash".
        page.path(page.has("in_trash") ? "in_trash" : "archived").asBoolean(),
        page.path("is_archived").asBoolean(),
        page.path("parent").path("data_source_id").asText(null),
        properties,
        truncations,
        derived.keySet(),
        present(page.path("icon")),
        present(page.path("cover")));
  }

  /**
   * Only the schema says which relation is behind a derived value, so a cut one doubts them all.
   */
  private static void doubtDerived(Map<String, String> derived, List<Truncation> truncations) {
    if (truncations.stream().anyMatch(one -> one.reason() == Reason.MORE_RELATIONS)) {
      List<String> doubted = truncations.stream().map(Truncation::property).toList();
      derived.forEach(
          (name, id) -> {
            if (!doubted.contains(name)) {
              truncations.add(new Truncation(name, id, Reason.MORE_REFERENCES));
            }
          });
    }
  }

  /**
   * Where its cover comes from: the lasting address of a file that Notion hosts, or a link; null
   * without a cover (Notion: file object).
   */
  public String coverAddress() {
    return cover == null ? null : cover.path(cover.path("type").asText()).path("url").asText(null);
  }

  /**
   * The same page with a property completed by the property-item endpoint.
   *
   * @param property the property's name
   * @param completed what {@link PropertyItems} read; if it is still doubted, the truncation stays
   */
  public NotionPage with(String property, PlainValue completed) {
    Map<String, Object> values = new LinkedHashMap<>(properties);
    if (completed.known()) {
      values.put(property, completed.value());
    } else {
      values.remove(property);
    }
    List<Truncation> left = new ArrayList<>();
    for (Truncation truncation : truncations) {
      if (!truncation.property().equals(property)) {
        left.add(truncation);
      } else if (completed.doubt() != null) {
        left.add(new Truncation(property, truncation.id(), completed.doubt()));
      }
    }
    return with(values, left);
  }

  /**
   * The same page as it looks to somebody who sees only some of its properties.
   *
   * @param hidden the names of those that are left out, with what is doubted of them
   */
  public NotionPage without(Collection<String> hidden) {
    Map<String, Object> values = new LinkedHashMap<>(properties);
    values.keySet().removeAll(hidden);
    return with(
        values, truncations.stream().filter(one -> !hidden.contains(one.property())).toList());
  }

  private NotionPage with(Map<String, Object> values, List<Truncation> left) {
    return new NotionPage(
        id,
        url,
        createdTime,
        lastEditedTime,
        inTrash,
        archived,
        dataSourceId,
        values,
        left,
        derived,
        icon,
        cover);
  }

  private static Instant time(JsonNode page, String field) {
    return OffsetDateTime.parse(page.path(field).asText()).toInstant();
  }

  private static JsonNode present(JsonNode node) {
    return node.isNull() || node.isMissingNode() ? null : node;
  }
}
