package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The workspace from Java, as a person would edit it and as a test would look at it.
 *
 * <p>Safe for use by several threads. Methods that are given something Notion would refuse throw an
 * IllegalArgumentException with Notion's message. Ids are uuids with dashes.
 */
public abstract class NotionWorkspace {

  private final Lock lock = new ReentrantLock();
  private final World world;
  private final Workspace workspace;
  private final User editor;

  NotionWorkspace(World world) {
    this.world = world;
    this.workspace = Workspace.of(world);
    this.editor = User.person(world.ids().uuid(), "Editor One", "editor.one@example.com");
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

  final Lock lock() {
    return lock;
  }

  final Workspace workspace() {
    return workspace;
  }

  final User editor() {
    return editor;
  }

  final String editorId() {
    return editor.id();
  }

  /** Adds a person; gives the user's id. */
  public String user(String name, String email) {
    return locked(() -> add(User.person(world.ids().uuid(), name, email)));
  }

  /** Everybody as the API shows them, people and bots, by id. */
  public Map<String, ObjectNode> users() {
    return locked(
        () -> {
          Map<String, ObjectNode> all = new LinkedHashMap<>();
          world.users().forEach((id, user) -> all.put(id, user.json()));
          return all;
        });
  }

  /** Gives a person or a bot another name; no page is edited by it. */
  public void renameUser(String userId, String name) {
    locked(
        () -> {
          world.users().put(userId, world.user(userId).named(name));
          return userId;
        });
  }

  /** Adds a guest, whom the list of users does not show; gives the user's id. */
  public String guest(String name, String email) {
    return locked(() -> add(new User(world.ids().uuid(), name, email, User.Kind.GUEST, null)));
  }

  /** Adds a bot that the workspace owns; gives the user's id. */
  public String bot(String name) {
    return locked(() -> add(User.bot(world.ids().uuid(), name, null)));
  }

  /** Adds a bot that a person owns; gives the user's id. */
  public String botOf(String userId, String name) {
    return locked(() -> add(User.bot(world.ids().uuid(), name, world.user(userId))));
  }

  /** Adds a group of people, which is no user; gives its id. */
  public String group(String name) {
    return locked(() -> add(new User(world.ids().uuid(), name, null, User.Kind.GROUP, null)));
  }

  private String add(User user) {
    world.users().put(user.id(), user);
    return user.id();
  }

  /** A user leaves the workspace: the list shows it no more, and nobody can assign it. */
  public void removeUser(String userId) {
    locked(() -> world.users().remove(userId));
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
          Map<String, String> all = new LinkedHashMap<>();
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

  /** Gives a page a cover: an uploaded file or an image from elsewhere. */
  public void cover(String pageId, String url) {
    locked(
        () -> {
          Page page = world.page(pageId);
          ObjectNode cover = World.JSON.objectNode();
          world.files().hold(cover, url);
          Page.State state = page.state().withLooks(page.state().icon(), cover);
          workspace.pages().become(page, "looks", state, editor.id());
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
   * Fixes the value of a formula, rollup or verification, in the read shape that stands under the
   * type; null lets it go again. A rollup that is fixed as incomplete is calculated by the
   * property-item endpoint.
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
          Map<String, JsonNode> values = new HashMap<>();
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

  /** The ids of all pages of a data source, those in the trash too, in the order of creation. */
  public List<String> rows(String dataSourceId) {
    return locked(() -> List.copyOf(world.dataSource(dataSourceId).rows()));
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

  /** The text of a body without any marks, one line for each block. */
  public String plainText(String pageId) {
    return locked(() -> workspace.bodies().plain(world.page(pageId).children()));
  }

  /**
   * How often each text occurs in a title or text property of the pages that are not in the trash.
   */
  public Map<String, Integer> counts(String dataSourceId, String property) {
    return locked(
        () -> {
          DataSource source = world.dataSource(dataSourceId);
          String id =
              source
                  .find(property)
                  .orElseThrow(() -> ApiError.validation("No property " + property))
                  .id();
          Map<String, Integer> counts = new LinkedHashMap<>();
          for (String row : source.rows()) {
            Page.State state = world.page(row).state();
            if (!state.inTrash() && state.values().containsKey(id)) {
              counts.merge(RichText.plain(state.values().get(id)), 1, Integer::sum);
            }
          }
          return counts;
        });
  }

  final <T> T locked(Supplier<T> action) {
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
