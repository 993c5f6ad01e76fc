package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Pages and rows: create, retrieve, update, move (Notion: page). */
final class PageEndpoints {

  private final World world;
  private final Shapes shapes;
  private final Pages pages;
  private final Bodies bodies;
  private final PropertyWrites writes;
  private final BlockRules blockRules;
  private final MarkdownReader markdown;

  PageEndpoints(World world, Shapes shapes, Pages pages, Bodies bodies, PropertyWrites writes) {
    this.world = world;
    this.shapes = shapes;
    this.pages = pages;
    this.bodies = bodies;
    this.writes = writes;
    this.blockRules = new BlockRules(world);
    this.markdown = new MarkdownReader(world);
  }

  Reply create(Call call) {
    In body =
        call.allowing("filter_properties", "filter_properties[]")
            .body()
            .only(
                "parent",
                "properties",
                "icon",
                "cover",
                "children",
                "content",
                "markdown",
                "allow_async",
                "template",
                "position");
    refuseUnsupported(body);
    Parent parent = parent(body.at("parent"));
    DataSource source =
        parent.kind() == Parent.Kind.DATA_SOURCE ? world.dataSource(parent.id()) : null;
    if (!body.at("properties").present() && !body.at("markdown").present()) {
      body.at("properties").required();
    }
    PropertyWrites.Written written = writes.read(source, body.at("properties"));
    List<NewBlock> blocks = content(body);
    if (body.at("markdown").given() && !written.values().containsKey("title")) {
      written = titled(written, blocks);
      blocks =
          blocks.isEmpty() || !isTitle(blocks.get(0)) ? blocks : blocks.subList(1, blocks.size());
    }
    Instant now = world.now();
    Page page =
        pages.create(
            parent,
            written,
            Icons.read(body.at("icon")),
            Icons.read(body.at("cover")),
            blocks,
            world.bot().id(),
            now,
            now);
    Set<String> only =
        source == null ? null : DataSourceEndpoints.wanted(source, call.wantedProperties());
    return Reply.saved(shapes.page(page, page.state(), only, call.old()), page.id(), List.of());
  }

  private static void refuseUnsupported(In body) {
    long contents =
        Stream.of("children", "content", "markdown").filter(name -> body.at(name).given()).count();
    if (contents > 1) {
      throw ApiError.validation("Only one of children, content or markdown can be given.");
    }
    refuseAsync(body);
    In template = body.at("template");
    if (template.given() && !template.object().at("type").text().equals("none")) {
      throw ApiError.validation("Templates are not supported by the sandbox: leave template out.");
    }
  }

  static void refuseAsync(In body) {
    if (body.at("allow_async").given() && body.at("allow_async").bool()) {
      throw ApiError.validation("allow_async is not supported by the sandbox: leave it out.");
    }
  }

  private List<NewBlock> content(In body) {
    if (body.at("markdown").given()) {
      return markdown.read(body.at("markdown").text());
    }
    In children = body.at("children").given() ? body.at("children") : body.at("content");
    return children.given() ? blockRules.read(children) : List.of();
  }

  private static boolean isTitle(NewBlock block) {
    return block.type().equals("heading_1");
  }

  /**
   * The first heading becomes the title if the request brings none (Notion: working with markdown
   * content).
   */
  private static PropertyWrites.Written titled(
      PropertyWrites.Written written, List<NewBlock> blocks) {
    if (blocks.isEmpty() || !isTitle(blocks.get(0))) {
      return written;
    }
    Map<String, JsonNode> values = new HashMap<>(written.values());
    values.put("title", blocks.get(0).payload().get("rich_text"));
    return new PropertyWrites.Written(values, written.options());
  }

  private Parent parent(In in) {
    in.required().only("type", "page_id", "data_source_id", "database_id", "workspace");
    if (in.at("page_id").given()) {
      Page page = world.sharedPage(in.at("page_id").id());
      refuseTrashed(page);
      return new Parent(Parent.Kind.PAGE, page.id());
    }
    if (in.at("data_source_id").given()) {
      return living(world.sharedDataSource(in.at("data_source_id").id()));
    }
    if (in.at("database_id").given()) {
      Database database = world.database(in.at("database_id").id());
      if (database.dataSources().size() != 1) {
        throw ApiError.validation(
            "Databases with multiple data sources are not supported in this API version.");
      }
      return living(world.dataSource(database.dataSources().get(0)));
    }
    if (in.at("workspace").given()) {
      throw ApiError.validation(
          "Provided parent.workspace is not supported: internal connections need a page or data source as the parent.");
    }
    throw in.at("page_id").required().should("be defined");
  }

  private static Parent living(DataSource source) {
    if (source.inTrash()) {
      throw ApiError.trashed();
    }
    return new Parent(Parent.Kind.DATA_SOURCE, source.id());
  }

  private static void refuseTrashed(Page page) {
    if (page.state().inTrash()) {
      throw ApiError.trashed();
    }
  }

  Reply retrieve(Call call) {
    Page page =
        world.sharedPage(call.allowing("filter_properties", "filter_properties[]").id("page_id"));
    return Reply.of(shapes.page(page, page.state(), wanted(page, call), call.old()));
  }

  private Set<String> wanted(Page page, Call call) {
    DataSource source = world.sourceOf(page.state());
    return source == null ? null : DataSourceEndpoints.wanted(source, call.wantedProperties());
  }

  Reply update(Call call) {
    Page page =
        world.sharedPage(call.allowing("filter_properties", "filter_properties[]").id("page_id"));
    In body = call.body().object();
    if (call.old()) {
      body.only(
          "properties",
          "icon",
          "cover",
          "is_locked",
          "template",
          "erase_content",
          "in_trash",
          "is_archived",
          "archived");
    } else {
      body.only(
          "properties",
          "icon",
          "cover",
          "is_locked",
          "template",
          "erase_content",
          "in_trash",
          "is_archived");
    }
    refuseUnsupported(body);
    In trash = body.at("in_trash").given() ? body.at("in_trash") : body.at("archived");
    boolean wasTrashed = page.state().inTrash();
    boolean trashed = trash.given() ? trash.bool() : wasTrashed;
    if (wasTrashed && trashed) {
      throw ApiError.trashed();
    }
    PropertyWrites.Written written =
        writes.read(world.sourceOf(page.state()), body.at("properties"));
    JsonNode icon = body.at("icon").present() ? Icons.read(body.at("icon")) : page.state().icon();
    JsonNode cover =
        body.at("cover").present() ? Icons.read(body.at("cover")) : page.state().cover();
    boolean locked =
        body.at("is_locked").given() ? body.at("is_locked").bool() : page.state().locked();
    boolean archived =
        body.at("is_archived").given() ? body.at("is_archived").bool() : page.state().archived();
    String by = world.bot().id();

    if (trashed != wasTrashed) {
      pages.trash(page, trashed, by);
    }
    if (!written.values().isEmpty()) {
      pages.write(page, written, by);
    }
    if (body.at("icon").present() || body.at("cover").present()) {
      pages.become(page, "looks", page.state().withLooks(icon, cover), by);
    }
    if (body.at("is_locked").given() || body.at("is_archived").given()) {
      pages.become(
          page, "flags", page.state().withFlags(page.state().inTrash(), archived, locked), by);
    }
    if (body.at("erase_content").given() && body.at("erase_content").bool()) {
      page.children().removeIf(id -> world.blocks().containsKey(id));
      bodies.touched(new Parent(Parent.Kind.PAGE, page.id()), "body", by);
    }
    return Reply.changed(shapes.page(page, page.state(), wanted(page, call), call.old()));
  }

  Reply move(Call call) {
    Page page = world.sharedPage(call.allowing().id("page_id"));
    refuseTrashed(page);
    In body = call.body().only("parent", "position");
    Parent target = parent(body.at("parent").only("type", "page_id", "data_source_id"));
    pages.move(page, target, world.bot().id());
    return Reply.changed(shapes.page(page, page.state(), null, call.old()));
  }

  Reply property(Call call) {
    Page page = world.sharedPage(call.allowing("start_cursor", "page_size").id("page_id"));
    String asked = call.path().get("prop_id");
    DataSource source = world.sourceOf(page.state());
    Property property =
        source == null
            ? new Property("title", "title", "title", World.JSON.objectNode())
            : source
                .find(asked)
                .filter(p -> Ids.sameProperty(p.id(), asked))
                .orElseThrow(() -> ApiError.notFound("property", asked));
    return Reply.of(new PropertyItems(shapes.reads()).read(page, property, call.paging()));
  }
}
