package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Objects as Notion shows them, in the API version that the request asked for. */
final class Shapes {

  private final World world;
  private final PropertyReads reads;

  Shapes(World world) {
    this.world = world;
    this.reads = new PropertyReads(world);
  }

  PropertyReads reads() {
    return reads;
  }

  /**
   * A page.
   *
   * @param only the ids of the wanted properties; null for all
   * @param old whether the version is one that still shows {@code archived}
   */
  ObjectNode page(Page page, Page.State state, Set<String> only, boolean old) {
    ObjectNode node = World.JSON.objectNode().put("object", "page").put("id", page.id());
    node.put("created_time", world.shown(page.created()));
    node.put("last_edited_time", world.shown(state.lastEdited()));
    node.set("created_by", User.reference(page.createdBy()));
    node.set("last_edited_by", User.reference(state.lastEditedBy()));
    JsonNode cover = state.cover().deepCopy();
    node.set("cover", cover instanceof ObjectNode it ? world.files().shown(it) : cover);
    node.set("icon", state.icon().deepCopy());
    ObjectNode parent = state.parent().json();
    DataSource source = world.sourceOf(state);
    if (source != null) {
      parent.put("database_id", source.databaseId());
    }
    node.set("parent", parent);
    trash(node, state.inTrash(), old);
    node.put("is_archived", state.archived());
    node.put("is_locked", state.locked());
    node.set("properties", reads.properties(page, state, only));
    return node.put("url", Ids.url(page.id())).putNull("public_url");
  }

  ObjectNode block(Block block, boolean old) {
    ObjectNode node = World.JSON.objectNode().put("object", "block").put("id", block.id());
    node.set("parent", block.parent().json());
    node.put("created_time", world.shown(block.created()));
    node.put("last_edited_time", world.shown(block.lastEdited()));
    node.set("created_by", User.reference(block.createdBy()));
    node.set("last_edited_by", User.reference(block.lastEditedBy()));
    node.put("has_children", !block.children().isEmpty() || block.copiesAnother());
    trash(node, block.inTrash(), old);
    node.put("type", block.type());
    node.set(block.type(), world.files().shown(block.payload().deepCopy()));
    return node;
  }

  /** A page as a block of the page above it. */
  ObjectNode childPage(Page page, boolean old) {
    Page.State state = page.state();
    ObjectNode node = World.JSON.objectNode().put("object", "block").put("id", page.id());
    node.set("parent", state.parent().json());
    node.put("created_time", world.shown(page.created()));
    node.put("last_edited_time", world.shown(state.lastEdited()));
    node.set("created_by", User.reference(page.createdBy()));
    node.set("last_edited_by", User.reference(state.lastEditedBy()));
    node.put("has_children", !page.children().isEmpty());
    trash(node, state.inTrash(), old);
    node.put("type", "child_page").putObject("child_page").put("title", world.title(state));
    return node;
  }

  ObjectNode childDatabase(Database database, boolean old) {
    ObjectNode node = World.JSON.objectNode().put("object", "block").put("id", database.id());
    node.set("parent", database.parent().json());
    node.put("created_time", world.shown(database.created()));
    node.put("last_edited_time", world.shown(database.lastEdited()));
    node.set("created_by", User.reference(world.bot().id()));
    node.set("last_edited_by", User.reference(world.bot().id()));
    node.put("has_children", false);
    trash(node, database.inTrash(), old);
    node.put("type", "child_database")
        .putObject("child_database")
        .put("title", RichText.plain(database.title()));
    return node;
  }

  ObjectNode dataSource(DataSource source, boolean old) {
    ObjectNode node = World.JSON.objectNode().put("object", "data_source").put("id", source.id());
    Database database = world.database(source.databaseId());
    node.putNull("cover");
    node.set("icon", source.icon().deepCopy());
    node.put("created_time", world.shown(source.created()));
    node.set("created_by", User.reference(world.bot().id()));
    node.set("last_edited_by", User.reference(world.bot().id()));
    node.put("last_edited_time", world.shown(source.lastEdited()));
    node.set("title", source.title().deepCopy());
    node.putArray("description");
    node.put("is_inline", database.inline());
    ObjectNode properties = node.putObject("properties");
    source.properties().forEach(property -> properties.set(property.name(), property.json()));
    node.putObject("parent").put("type", "database_id").put("database_id", source.databaseId());
    node.set("database_parent", database.parent().json());
    node.put("url", Ids.url(source.databaseId())).putNull("public_url");
    return trash(node, source.inTrash(), old);
  }

  ObjectNode database(Database database, boolean old) {
    ObjectNode node = World.JSON.objectNode().put("object", "database").put("id", database.id());
    node.set("title", database.title().deepCopy());
    node.set("description", database.description().deepCopy());
    node.set("parent", database.parent().json());
    node.put("is_inline", database.inline());
    trash(node, database.inTrash(), old);
    node.put("is_locked", database.locked());
    node.put("created_time", time(database.created(), old));
    node.put("last_edited_time", time(database.lastEdited(), old));
    for (String id : database.dataSources()) {
      DataSource source = world.dataSource(id);
      node.withArray("data_sources")
          .addObject()
          .put("id", id)
          .put("name", RichText.plain(source.title()));
    }
    node.set("icon", database.icon().deepCopy());
    node.set("cover", database.cover().deepCopy());
    return node.put("url", Ids.url(database.id())).putNull("public_url");
  }

  /** Databases of the older version carry milliseconds and an offset, as recorded. */
  private String time(Instant instant, boolean old) {
    return old ? Dates.precise(instant) : world.shown(instant);
  }

  private static ObjectNode trash(ObjectNode node, boolean inTrash, boolean old) {
    if (old) {
      node.put("archived", inTrash);
    }
    return node.put("in_trash", inTrash);
  }

  /** A list answer. */
  static ObjectNode list(String type, List<? extends JsonNode> results, String nextCursor) {
    ObjectNode node = World.JSON.objectNode().put("object", "list");
    node.putArray("results").addAll(List.copyOf(results));
    node.put("next_cursor", nextCursor).put("has_more", nextCursor != null).put("type", type);
    node.putObject(type);
    return node;
  }
}
