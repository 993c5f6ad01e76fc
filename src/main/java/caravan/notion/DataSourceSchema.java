package caravan.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Notion data source looks like.
 *
 * @param id the data source's id (not its database's)
 * @param title its title as plain text
 * @param databaseId the database that holds it; null if the answer does not say
 * @param place where that database lies, such as {@code page_id 1234…} or {@code workspace}; null
 *     if the answer does not say
 * @param inTrash whether it is in the trash
 * @param properties its properties by name, in Notion's order
 */
public record DataSourceSchema(
    String id,
    String title,
    String databaseId,
    String place,
    boolean inTrash,
    Map<String, SchemaProperty> properties) {

  /** Keeps its own copy of the properties, in order. */
  public DataSourceSchema {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /**
   * Reads the answer of {@code GET /v1/data_sources/{id}}; fields that it does not know are left
   * aside.
   *
   * @throws IllegalArgumentException if the answer is not a data source
   */
  public static DataSourceSchema read(JsonNode dataSource) {
    if (!"data_source".equals(dataSource.path("object").asText())
        || !dataSource.path("properties").isObject()) {
      throw new IllegalArgumentException(
          "expected a data source with its properties, got an object of type \""
              + dataSource.path("object").asText("unknown")
              + "\"; a database's id is not the id of its data source");
    }
    Map<String, SchemaProperty> properties = new LinkedHashMap<>();
    dataSource
        .path("properties")
        .properties()
        .forEach(entry -> properties.put(entry.getKey(), property(entry)));
    JsonNode trash = dataSource.path(dataSource.has("in_trash") ? "in_trash" : "archived");
    return new DataSourceSchema(
        dataSource.path("id").asText(),
        PropertyReader.plainText(dataSource.path("title")),
        dataSource.path("parent").path("database_id").asText(null),
        place(dataSource.path("database_parent")),
        trash.asBoolean(),
        properties);
  }

  private static String place(JsonNode parent) {
    String kind = parent.path("type").asText(null);
    if (kind == null || !parent.path(kind).isTextual()) {
      return kind;
    }
    return kind + " " + NotionId.canonical(parent.path(kind).asText());
  }

  private static SchemaProperty property(Map.Entry<String, JsonNode> entry) {
    JsonNode json = entry.getValue();
    String type = json.path("type").asText();
    JsonNode config = json.path(type);
    List<SchemaProperty.Option> options = new ArrayList<>();
    config
        .path("options")
        .forEach(
            option ->
                options.add(
                    new SchemaProperty.Option(
                        option.path("id").asText(), option.path("name").asText())));
    return new SchemaProperty(
        json.path("id").asText(),
        entry.getKey(),
        type,
        options,
        config.path("data_source_id").asText(null));
  }

  /** The property of that id, in either of its spellings. */
  public Optional<SchemaProperty> byId(String propertyId) {
    return properties.values().stream()
        .filter(property -> NotionId.sameProperty(property.id(), propertyId))
        .findFirst();
  }

  /** The property that holds the pages' titles; every data source has exactly one. */
  public Optional<SchemaProperty> titleProperty() {
    return properties.values().stream().filter(p -> p.is(PropertyType.TITLE)).findFirst();
  }
}
