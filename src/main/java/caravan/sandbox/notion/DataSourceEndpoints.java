package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Data sources: schema and query (Notion: data source, query a data source). */
final class DataSourceEndpoints {

  private final World world;
  private final Shapes shapes;
  private final Schemas schemas;
  private final Filters filters;
  private final RichText richText;

  DataSourceEndpoints(World world, Shapes shapes, Schemas schemas) {
    this.world = world;
    this.shapes = shapes;
    this.schemas = schemas;
    this.filters = new Filters(world);
    this.richText = new RichText(world);
  }

  Reply retrieve(Call call) {
    call.allowing();
    return Reply.of(
        shapes.dataSource(world.sharedDataSource(call.id("data_source_id")), call.old()));
  }

  Reply update(Call call) {
    DataSource source = world.sharedDataSource(call.id("data_source_id"));
    In body =
        call.allowing()
            .body()
            .only("title", "icon", "properties", "in_trash", "archived", "parent", "description");
    if (body.at("title").given()) {
      source.rename(richText.read(body.at("title")));
    }
    if (body.at("icon").present()) {
      source.dress(Icons.read(body.at("icon")));
    }
    if (body.at("properties").given()) {
      schemas.patch(source, body.at("properties"));
    }
    if (body.at("in_trash").given()) {
      source.trash(body.at("in_trash").bool());
    }
    source.touch(world.now());
    return Reply.changed(shapes.dataSource(source, call.old()));
  }

  Reply create(Call call) {
    In body = call.allowing().body().only("parent", "properties", "title", "icon");
    In parent = body.at("parent").only("type", "database_id");
    Database database = world.database(parent.at("database_id").id());
    body.at("properties").object();
    DataSource source = create(database, body);
    return Reply.saved(shapes.dataSource(source, call.old()), source.id(), List.of());
  }

  /** Adds a data source with {@code properties}, {@code title} and {@code icon} from the body. */
  DataSource create(Database database, In body) {
    ArrayNode title =
        body.at("title").given() ? richText.read(body.at("title")) : database.title().deepCopy();
    JsonNode icon = body.at("icon").present() ? Icons.read(body.at("icon")) : World.JSON.nullNode();
    DataSource source = new DataSource(world.ids().uuid(), database.id(), title, icon, world.now());
    world.dataSources().put(source.id(), source);
    try {
      schemas.create(source, body.at("properties"));
    } catch (ApiError e) {
      world.dataSources().remove(source.id());
      throw e;
    }
    database.dataSources().add(source.id());
    return source;
  }

  Reply query(Call call) {
    DataSource source = world.sharedDataSource(call.id("data_source_id"));
    In body =
        call.allowing("filter_properties", "filter_properties[]")
            .body()
            .only("filter", "sorts", "start_cursor", "page_size", "result_type", "is_archived");
    Predicate<Row> filter = filters.read(source, body.at("filter"));
    Comparator<Row> order = Sorts.read(world, source, body.at("sorts"));
    Paging paging = Paging.of(body);
    boolean archived = body.at("is_archived").given() && body.at("is_archived").bool();
    if (body.at("result_type").present()) {
      body.at("result_type").choice(List.of("page", "data_source"));
    }
    Set<String> only = wanted(source, call.wantedProperties());

    List<Row> rows = rows(source, archived, filter, order);
    int cap = world.options().rowCap();
    boolean capped = rows.size() > cap;
    String scope = source.id() + body.at("filter").node() + body.at("sorts").node();
    Paging.Slice<Row> slice =
        paging.cut(capped ? rows.subList(0, cap) : rows, scope, row -> row.page().id());

    List<ObjectNode> results =
        slice.items().stream()
            .map(row -> shapes.page(row.page(), row.state(), only, call.old()))
            .toList();
    ObjectNode answer = Shapes.list("page_or_data_source", results, slice.next());
    if (capped) {
      answer
          .putObject("request_status")
          .put("type", "incomplete")
          .put("incomplete_reason", "query_result_limit_reached");
    }
    return Reply.of(answer);
  }

  private List<Row> rows(
      DataSource source, boolean archived, Predicate<Row> filter, Comparator<Row> order) {
    Instant indexed = world.now().minus(world.options().indexLag());
    List<Row> rows = new ArrayList<>();
    for (String id : source.rows()) {
      Page page = world.pages().get(id);
      Page.State state = page.stateAt(indexed);
      if (state == null
          || state.inTrash()
          || state.archived() != archived
          || world.sharing().hides(page)
          || world.sourceOf(state) != source) {
        continue;
      }
      Row row = new Row(page, state, shapes.reads());
      if (filter.test(row)) {
        rows.add(row);
      }
    }
    rows.sort(order);
    return rows;
  }

  /** The ids of the properties asked for; null for all. */
  static Set<String> wanted(DataSource source, List<String> names) {
    if (names == null) {
      return null;
    }
    Set<String> ids = new HashSet<>();
    for (String name : names) {
      ids.add(
          source
              .find(name)
              .orElseThrow(
                  () -> ApiError.validation("Could not find property with name or id: " + name))
              .id());
    }
    return ids;
  }
}
