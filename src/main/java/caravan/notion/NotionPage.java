package caravan.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    JsonNode icon,
    JsonNode cover) {

  /** Keeps its own copies of the properties and truncations. */
  public NotionPage {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    truncations = List.copyOf(truncations);
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
    for (Map.Entry<String, JsonNode> entry : page.path("properties").properties()) {
      PlainValue value = PropertyReader.read(entry.getValue());
      if (value.known()) {
        properties.put(entry.getKey(), value.value());
      }
      if (value.doubt() != null) {
        truncations.add(
            new Truncation(entry.getKey(), entry.getValue().path("id").asText(), value.doubt()));
      }
    }
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
        present(page.path("icon")),
        present(page.path("cover")));
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
