package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;

/** Databases, the containers of data sources (Notion: database). */
final class DatabaseEndpoints {

  private final World world;
  private final Shapes shapes;
  private final DataSourceEndpoints dataSources;
  private final RichText richText;

  DatabaseEndpoints(World world, Shapes shapes, DataSourceEndpoints dataSources) {
    this.world = world;
    this.shapes = shapes;
    this.dataSources = dataSources;
    this.richText = new RichText(world);
  }

  Reply retrieve(Call call) {
    return Reply.of(shapes.database(world.database(call.allowing().id("database_id")), call.old()));
  }

  Reply create(Call call) {
    In body =
        call.allowing()
            .body()
            .only(
                "parent",
                "title",
                "description",
                "is_inline",
                "icon",
                "cover",
                "initial_data_source",
                "database_type");
    In in = body.at("parent").only("type", "page_id", "workspace");
    Parent parent =
        in.at("page_id").given()
            ? new Parent(Parent.Kind.PAGE, world.sharedPage(in.at("page_id").id()).id())
            : Parent.workspace();
    ArrayNode title =
        body.at("title").given() ? richText.read(body.at("title")) : World.JSON.arrayNode();
    In initial = body.at("initial_data_source");
    In sourceBody =
        initial.given()
            ? initial.only("properties", "title", "icon")
            : new In(initial.path(), World.JSON.objectNode());
    Database database = create(parent, title, sourceBody);
    apply(database, body);
    return Reply.saved(shapes.database(database, call.old()), database.id(), List.of());
  }

  /** Creates a database with one data source. */
  Database create(Parent parent, ArrayNode title, In initialDataSource) {
    Database database = new Database(world.ids().uuid(), parent, title, world.now());
    world.databases().put(database.id(), database);
    try {
      dataSources.create(database, initialDataSource);
    } catch (ApiError e) {
      world.databases().remove(database.id());
      throw e;
    }
    if (parent.kind() == Parent.Kind.PAGE) {
      world.page(parent.id()).children().add(database.id());
    }
    return database;
  }

  Reply update(Call call) {
    Database database = world.database(call.allowing().id("database_id"));
    In body =
        call.body()
            .only(
                "parent",
                "title",
                "description",
                "is_inline",
                "icon",
                "cover",
                "in_trash",
                "is_locked",
                "archived");
    apply(database, body);
    database.touch(world.now());
    return Reply.changed(shapes.database(database, call.old()));
  }

  private void apply(Database database, In body) {
    database.name(
        body.at("title").given() ? richText.read(body.at("title")) : database.title(),
        body.at("description").given()
            ? richText.read(body.at("description"))
            : database.description());
    database.dress(
        body.at("icon").present() ? Icons.read(body.at("icon")) : database.icon(),
        body.at("cover").present() ? Icons.read(body.at("cover")) : database.cover());
    boolean trashed = body.at("in_trash").given() ? body.at("in_trash").bool() : database.inTrash();
    database.flags(
        body.at("is_inline").given() ? body.at("is_inline").bool() : database.inline(),
        body.at("is_locked").given() ? body.at("is_locked").bool() : database.locked(),
        trashed);
    database.dataSources().forEach(id -> world.dataSource(id).trash(trashed));
  }
}
