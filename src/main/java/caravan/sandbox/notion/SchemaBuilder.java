package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Builds the properties of a data source in the shape of the API. */
public final class SchemaBuilder {

  private final ObjectNode properties = World.JSON.objectNode();

  private SchemaBuilder() {}

  /** Starts with a title property of that name. */
  public static SchemaBuilder titled(String name) {
    return new SchemaBuilder().plain(name, "title");
  }

  /**
   * A property that needs no configuration, such as {@code rich_text}, {@code people}, {@code date}
   * or {@code checkbox}.
   */
  public SchemaBuilder plain(String name, String type) {
    properties.putObject(name).putObject(type);
    return this;
  }

  /** A select, multi_select or status property with these options. */
  public SchemaBuilder options(String name, String type, String... options) {
    ArrayNode list = properties.putObject(name).putObject(type).putArray("options");
    for (String option : options) {
      list.addObject().put("name", option);
    }
    return this;
  }

  /** A one-way relation. */
  public SchemaBuilder relation(String name, String dataSourceId) {
    ObjectNode relation = properties.putObject(name).putObject("relation");
    relation
        .put("data_source_id", dataSourceId)
        .put("type", "single_property")
        .putObject("single_property");
    return this;
  }

  /** A two-way relation; the other side gets that name. */
  public SchemaBuilder twoWay(String name, String dataSourceId, String otherName) {
    ObjectNode relation = properties.putObject(name).putObject("relation");
    relation.put("data_source_id", dataSourceId).put("type", "dual_property");
    relation.putObject("dual_property").put("synced_property_name", otherName);
    return this;
  }

  /** A rollup of a property of the related pages. */
  public SchemaBuilder rollup(String name, String relation, String property, String function) {
    properties
        .putObject(name)
        .putObject("rollup")
        .put("relation_property_name", relation)
        .put("rollup_property_name", property)
        .put("function", function);
    return this;
  }

  /** The properties. */
  public ObjectNode build() {
    return properties.deepCopy();
  }
}
