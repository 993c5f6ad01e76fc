package caravan.sandbox.notion;

import caravan.sandbox.Answer;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.SandboxSystem;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Notion in memory: the API under {@code /notion/v1}, and the same workspace from Java, as a person
 * would edit it.
 *
 * <p>Safe for use by several threads. Methods that are given something Notion would refuse throw an
 * IllegalArgumentException with Notion's message. Ids are uuids with dashes.
 */
public final class NotionSandbox implements SandboxSystem {

  private final Lock lock = new ReentrantLock();
  private final AtomicReference<Supplier<SandboxOptions>> options;
  private final World world;
  private final Workspace workspace;
  private final Door door = new Door();
  private final NotionApi api;
  private final NotionOverview overview;
  private final User editor;

  /** With default options until it is started. */
  public NotionSandbox() {
    this(SandboxOptions.defaults());
  }

  /** With these options until it is started; the seed decides the ids. */
  public NotionSandbox(SandboxOptions initial) {
    this.options = new AtomicReference<>(() -> initial);
    this.world = new World(() -> options.get().get());
    this.workspace = Workspace.of(world);
    this.api = new NotionApi(world, lock, door);
    this.overview = new NotionOverview(workspace);
    this.editor = new User(world.ids().uuid(), "Editor One", "editor.one@example.com");
    world.users().put(editor.id(), editor);
  }

  /**
   * One entry of a page's history.
   *
   * @param at when it happened, to the millisecond
   * @param kind {@code create}, {@code properties}, {@code body}, {@code trash}, {@code restore},
   *     {@code move}, {@code relation}, {@code retype}, {@code looks}, {@code flags} or {@code fix}
   * @param page as the API would have shown it, properties untruncated only up to Notion's limits
   * @param body as markdown
   */
  public record Change(Instant at, String kind, ObjectNode page, String body) {}

  @Override
  public String name() {
    return "notion";
  }

  @Override
  public void attach(Supplier<SandboxOptions> live) {
    options.set(live);
  }

  @Override
  public void mount(Router router) {
    api.mount(router, workspace);
  }

  @Override
  public Optional<Answer> admit(HttpServerRequest request) {
    return locked(
        () -> {
          long seconds = door.spend(world.options());
          return seconds == 0
              ? Optional.empty()
              : Optional.of(
                  api.refusal(ApiError.rateLimited(seconds))
                      .with(Map.of("Retry-After", String.valueOf(seconds))));
        });
  }

  @Override
  public Answer failure(int status) {
    return locked(
        () -> {
          Answer answer = api.refusal(ApiError.ofStatus(status));
          return status == 429 || status == 529 ? answer.with(Map.of("Retry-After", "1")) : answer;
        });
  }

  @Override
  public Answer savedButUnavailable(Answer saved) {
    if (saved.saved() == null) {
      return failure(503);
    }
    ObjectNode data = World.JSON.objectNode();
    data.putArray("retry_guidance")
        .add("Read the object again to confirm the saved change.")
        .add("Do not repeat the write.");
    data.put("committed_resource_id", saved.saved().id());
    if (!saved.saved().childIds().isEmpty()) {
      saved.saved().childIds().forEach(data.putArray("committed_child_ids")::add);
    }
    String message =
        "The change was saved, but the response could not be built in time. Read the object again instead of repeating the write.";
    return locked(() -> api.refusal(new ApiError(503, "service_unavailable", message, data)));
  }

  @Override
  public String overviewHtml() {
    return locked(overview::html);
  }

  @Override
  public Optional<String> pageHtml(String id) {
    return locked(() -> overview.page(id));
  }

  /** Adds a person; gives the user's id. */
  public String user(String name, String email) {
    return locked(() -> addUser(name, email));
  }

  /** Adds a bot; gives the user's id. */
  public String bot(String name) {
    return locked(() -> addUser(name, null));
  }

  private String addUser(String name, String email) {
    User user = new User(world.ids().uuid(), name, email);
    world.users().put(user.id(), user);
    return user.id();
  }

  /** The id of the user that the API's own writes carry. */
  public String botId() {
    return world.bot().id();
  }

  /**
   * Creates a database with one data source; gives the data source's id.
   *
   * @param properties the schema in the shape of {@code initial_data_source.properties}; see {@link
   *     SchemaBuilder}
   */
  public String createDataSource(String title, ObjectNode properties) {
    return locked(
        () -> {
          ObjectNode body = World.JSON.objectNode();
          body.set("properties", properties.deepCopy());
          Database database =
              workspace
                  .databases()
                  .create(
                      Parent.workspace(), RichText.of(title), new In("initial_data_source", body));
          return database.dataSources().get(0);
        });
  }

  /** The ids of all data sources by title, in the order of creation. */
  public Map<String, String> dataSources() {
    return locked(
        () -> {
          Map<String, String> all = new java.util.LinkedHashMap<>();
          world
              .dataSources()
              .values()
              .forEach(source -> all.put(RichText.plain(source.title()), source.id()));
          return all;
        });
  }

  /** The data source as the newest API version shows it. */
  public ObjectNode dataSource(String dataSourceId) {
    return locked(() -> workspace.shapes().dataSource(world.dataSource(dataSourceId), false));
  }

  /** Changes a schema with {@code properties} in the shape of a PATCH of a data source. */
  public void patchSchema(String dataSourceId, ObjectNode properties) {
    locked(
        () -> {
          DataSource source = world.dataSource(dataSourceId);
          workspace.schemas().patch(source, new In("properties", properties.deepCopy()));
          source.touch(world.now());
          return source;
        });
  }

  /** Renames a property; its id stays. */
  public void renameProperty(String dataSourceId, String property, String newName) {
    patchSchema(
        dataSourceId,
        World.JSON.objectNode().set(property, World.JSON.objectNode().put("name", newName)));
  }

  /** Gives a property another type; its id and name stay, its values go. */
  public void retypeProperty(String dataSourceId, String property, String newType) {
    ObjectNode change = World.JSON.objectNode();
    change.putObject(newType);
    patchSchema(dataSourceId, World.JSON.objectNode().set(property, change));
  }

  /** Deletes a property. */
  public void deleteProperty(String dataSourceId, String property) {
    patchSchema(dataSourceId, World.JSON.objectNode().putNull(property));
  }

  /** Creates a row now, as the person {@code Editor One}; gives the page's id. */
  public String createPage(String dataSourceId, ObjectNode properties, String markdown) {
    return locked(
        () -> {
          Instant now = world.now();
          return create(dataSourceId, properties, markdown, now, now);
        });
  }

  /**
   * Creates a row as if at that time; queries see it from {@code lastEdited} on, plus the index
   * lag.
   */
  public String createPage(
      String dataSourceId,
      ObjectNode properties,
      String markdown,
      Instant created,
      Instant lastEdited) {
    return locked(() -> create(dataSourceId, properties, markdown, created, lastEdited));
  }

  private String create(
      String dataSourceId,
      ObjectNode properties,
      String markdown,
      Instant created,
      Instant edited) {
    PropertyWrites.Written written =
        workspace
            .writes()
            .read(world.dataSource(dataSourceId), new In("properties", properties.deepCopy()));
    return workspace
        .pages()
        .create(
            new Parent(Parent.Kind.DATA_SOURCE, dataSourceId),
            written,
            World.JSON.nullNode(),
            World.JSON.nullNode(),
            new MarkdownReader(world).read(markdown == null ? "" : markdown),
            editor.id(),
            created,
            edited)
        .id();
  }

  /** Sets properties, in the shape of a PATCH of a page; see {@link ValueBuilder}. */
  public void editProperties(String pageId, ObjectNode properties) {
    locked(
        () -> {
          Page page = world.page(pageId);
          PropertyWrites.Written written =
              workspace
                  .writes()
                  .read(world.sourceOf(page.state()), new In("properties", properties.deepCopy()));
          workspace.pages().write(page, written, editor.id());
          return page;
        });
  }

  /** Replaces the whole body. */
  public void replaceBody(String pageId, String markdown) {
    locked(
        () -> {
          Page page = world.page(pageId);
          new MarkdownEdits(world, workspace.pages(), workspace.bodies())
              .replaceAll(page, markdown, true, editor.id());
          return page;
        });
  }

  /**
   * Fixes the value of a formula or rollup, in the read shape that stands under the type; null lets
   * it go again.
   */
  public void fixValue(String pageId, String property, JsonNode value) {
    locked(
        () -> {
          Page page = world.page(pageId);
          Property found =
              world
                  .sourceOf(page.state())
                  .find(property)
                  .orElseThrow(() -> ApiError.validation("No property " + property));
          Map<String, JsonNode> values = new java.util.HashMap<>();
          values.put(found.id(), value);
          page.become(world.now(), "fix", page.state().withValues(values));
          return page;
        });
  }

  /** Moves a page to the trash. */
  public void trash(String pageId) {
    locked(
        () -> {
          workspace.pages().trash(world.page(pageId), true, editor.id());
          return pageId;
        });
  }

  /** Brings a page back from the trash. */
  public void restore(String pageId) {
    locked(
        () -> {
          workspace.pages().trash(world.page(pageId), false, editor.id());
          return pageId;
        });
  }

  /** The ids of a data source's pages that are not in the trash, in the order of creation. */
  public List<String> pages(String dataSourceId) {
    return locked(
        () ->
            world.dataSource(dataSourceId).rows().stream()
                .filter(id -> !world.page(id).state().inTrash())
                .toList());
  }

  /** A page as the newest API version shows it, without any lag. */
  public ObjectNode page(String pageId) {
    return locked(
        () -> {
          Page page = world.page(pageId);
          return workspace.shapes().page(page, page.state(), null, false);
        });
  }

  /** A body as enhanced markdown. */
  public String body(String pageId) {
    return locked(() -> workspace.bodies().markdown(world.page(pageId)));
  }

  /** How many pages, not in the trash, have exactly this text in a title or text property. */
  public long count(String dataSourceId, String property, String text) {
    return find(dataSourceId, property, text).size();
  }

  /**
   * The ids of the pages, not in the trash, that have exactly this text in a title or text
   * property.
   */
  public List<String> find(String dataSourceId, String property, String text) {
    return locked(
        () -> {
          DataSource source = world.dataSource(dataSourceId);
          String id =
              source
                  .find(property)
                  .orElseThrow(() -> ApiError.validation("No property " + property))
                  .id();
          return source.rows().stream()
              .filter(
                  row -> {
                    Page.State state = world.page(row).state();
                    JsonNode value = state.values().get(id);
                    return !state.inTrash() && value != null && RichText.plain(value).equals(text);
                  })
              .toList();
        });
  }

  /** How many pages were ever created, by anyone. */
  public long createdCount() {
    return locked(() -> workspace.pages().created());
  }

  /** Everything that happened to a page, oldest first. */
  public List<Change> history(String pageId) {
    return locked(
        () -> {
          Page page = world.page(pageId);
          return page.changes().stream()
              .map(
                  change ->
                      new Change(
                          change.at(),
                          change.kind(),
                          workspace.shapes().page(page, change.state(), null, false),
                          change.state().body()))
              .toList();
        });
  }

  private <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } catch (ApiError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}
