package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What people do to databases in Notion that breaks those who rely on them: options renamed and
 * removed, relations pointed elsewhere, data sources trashed, moved and joined.
 *
 * <p>Safe for use by several threads. What Notion would refuse is an IllegalArgumentException.
 */
public final class SchemaEditor {

  private final World world;
  private final NotionWorkspace notion;

  SchemaEditor(World world, NotionWorkspace notion) {
    this.world = world;
    this.notion = notion;
  }

  /** Renames an option; its id stays, and every page that has it shows the new name. */
  public void renameOption(String dataSourceId, String property, String option, String newName) {
    notion.locked(
        () -> {
          Property found = property(dataSourceId, property);
          ObjectNode config = found.config().deepCopy();
          for (JsonNode one : config.path("options")) {
            if (one.path("name").asText().equals(option)) {
              ((ObjectNode) one).put("name", newName);
            }
          }
          return put(dataSourceId, found.with(config));
        });
  }

  /** Removes an option, also from the pages that have it. */
  public void removeOption(String dataSourceId, String property, String option) {
    notion.locked(
        () -> {
          Property found = property(dataSourceId, property);
          ObjectNode config = found.config().deepCopy();
          ArrayNode kept = World.JSON.arrayNode();
          for (JsonNode one : config.path("options")) {
            if (!one.path("name").asText().equals(option)) {
              kept.add(one);
            }
          }
          config.set("options", kept);
          return put(dataSourceId, found.with(config));
        });
  }

  /** Adds an option; one that was removed before gets another id. */
  public void addOption(String dataSourceId, String property, String option) {
    notion.locked(
        () -> {
          Property found = property(dataSourceId, property);
          ObjectNode config = found.config().deepCopy();
          config
              .withArray("options")
              .addObject()
              .put("id", world.ids().uuid())
              .put("name", option)
              .put("color", "default");
          return put(dataSourceId, found.with(config));
        });
  }

  /** Points a relation to another data source. */
  public void pointRelation(String dataSourceId, String property, String targetId) {
    ObjectNode properties = SchemaBuilder.titled("-").relation(property, targetId).build();
    properties.remove("-");
    notion.patchSchema(dataSourceId, properties);
  }

  /** Puts a data source into the trash, or brings it back. */
  public void trash(String dataSourceId, boolean trashed) {
    notion.locked(
        () -> {
          world.dataSource(dataSourceId).trash(trashed);
          return touched(dataSourceId);
        });
  }

  /** The id of the database that holds the data source. */
  public String databaseOf(String dataSourceId) {
    return notion.locked(() -> world.dataSource(dataSourceId).databaseId());
  }

  /** Moves a data source into another database. */
  public void moveInto(String dataSourceId, String databaseId) {
    notion.locked(
        () -> {
          DataSource source = world.dataSource(dataSourceId);
          List<String> siblings = world.database(source.databaseId()).dataSources();
          siblings.remove(source.id());
          world.database(databaseId).dataSources().add(source.id());
          source.moveTo(databaseId);
          return touched(dataSourceId);
        });
  }

  /** Moves the database of a data source onto a page. */
  public void moveDatabaseOnto(String dataSourceId, String pageId) {
    notion.locked(
        () -> {
          Database database = world.database(world.dataSource(dataSourceId).databaseId());
          database.move(new Parent(Parent.Kind.PAGE, world.page(pageId).id()));
          return touched(dataSourceId);
        });
  }

  private Property property(String dataSourceId, String name) {
    return world
        .dataSource(dataSourceId)
        .find(name)
        .orElseThrow(() -> ApiError.validation("No property " + name));
  }

  private DataSource put(String dataSourceId, Property property) {
    world.dataSource(dataSourceId).put(property);
    return touched(dataSourceId);
  }

  private DataSource touched(String dataSourceId) {
    DataSource source = world.dataSource(dataSourceId);
    source.touch(world.now());
    return source;
  }
}
