package caravan.sandbox.notion;

import caravan.sandbox.SandboxOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everything that exists in the workspace. Not safe by itself: whoever uses it holds the sandbox's
 * lock.
 */
final class World {

  static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Supplier<SandboxOptions> options;
  private final Ids ids;
  private final Map<String, User> users = new LinkedHashMap<>();
  private final Map<String, Database> databases = new LinkedHashMap<>();
  private final Map<String, DataSource> dataSources = new LinkedHashMap<>();
  private final Map<String, Page> pages = new LinkedHashMap<>();
  private final Map<String, Block> blocks = new LinkedHashMap<>();
  private final List<ObjectNode> comments = new ArrayList<>();
  private final Set<String> hidden = new HashSet<>();
  private final NotionFiles files;
  private final Sharing sharing = new Sharing();
  private final User bot;
  private Changes changes = Changes.UNHEARD;

  World(Supplier<SandboxOptions> options) {
    this.options = options;
    this.ids = new Ids(options.get().seed());
    this.files = new NotionFiles(options);
    this.bot = User.bot(ids.uuid(), "Caravan sandbox", null);
    users.put(bot.id(), bot);
  }

  SandboxOptions options() {
    return options.get();
  }

  Ids ids() {
    return ids;
  }

  /** The connection's own user. */
  User bot() {
    return bot;
  }

  Map<String, User> users() {
    return users;
  }

  Map<String, Database> databases() {
    return databases;
  }

  Map<String, DataSource> dataSources() {
    return dataSources;
  }

  Map<String, Page> pages() {
    return pages;
  }

  Map<String, Block> blocks() {
    return blocks;
  }

  List<ObjectNode> comments() {
    return comments;
  }

  /** The blocks that stand in pages which the connection sees, and which it does not see itself. */
  Set<String> hidden() {
    return hidden;
  }

  NotionFiles files() {
    return files;
  }

  /** Who is told of changes; before the first page is made. */
  void tell(Changes listener) {
    changes = listener;
  }

  Changes changes() {
    return changes;
  }

  /** What is shared with which connection. */
  Sharing sharing() {
    return sharing;
  }

  Instant now() {
    return options.get().clock().instant();
  }

  /** An instant as Notion knows it, rounded down (Notion: last-edited-time is now rounded). */
  Instant floored(Instant instant) {
    long floor = Math.max(1, options.get().timeFloor().toMillis());
    return Instant.ofEpochMilli(Math.floorDiv(instant.toEpochMilli(), floor) * floor);
  }

  String shown(Instant instant) {
    return SHOWN.format(floored(instant));
  }

  Page page(String id) {
    Page page = pages.get(id);
    if (page == null) {
      throw ApiError.notFound("page", id);
    }
    return page;
  }

  /**
   * The page, for a connection: one that is not shared with it answers as one that does not exist.
   */
  Page sharedPage(String id) {
    Page page = page(id);
    if (sharing.hides(page)) {
      throw ApiError.notFound("page", id);
    }
    return page;
  }

  /** The data source, for a connection. */
  DataSource sharedDataSource(String id) {
    if (sharing.hides(id)) {
      throw ApiError.notFound("database", id);
    }
    return dataSource(id);
  }

  /** Notion says "database" here too. */
  DataSource dataSource(String id) {
    DataSource source = dataSources.get(id);
    if (source == null) {
      throw ApiError.notFound("database", id);
    }
    return source;
  }

  Database database(String id) {
    Database database = databases.get(id);
    if (database == null) {
      throw ApiError.notFound("database", id);
    }
    return database;
  }

  Block block(String id) {
    Block block = blocks.get(id);
    if (block == null) {
      throw ApiError.notFound("block", id);
    }
    return block;
  }

  /** A block that the connection sees. */
  Block visible(String id) {
    if (hidden.contains(id)) {
      throw ApiError.notFound("block", id);
    }
    return block(id);
  }

  User user(String id) {
    User user = users.get(id);
    if (user == null || user.kind() == User.Kind.GROUP) {
      throw ApiError.notFound("user", id);
    }
    return user;
  }

  /** The group, where a value says that it is one. */
  User group(String id) {
    User group = users.get(id);
    if (group == null || group.kind() != User.Kind.GROUP) {
      throw ApiError.notFound("group", id);
    }
    return group;
  }

  /** The data source whose row this page is; null if it is none. */
  DataSource sourceOf(Page.State state) {
    return state.parent().kind() == Parent.Kind.DATA_SOURCE
        ? dataSources.get(state.parent().id())
        : null;
  }

  /** The title of a page as plain text. */
  String title(Page.State state) {
    JsonNode title = state.values().get("title");
    return title == null ? "" : RichText.plain(title);
  }
}
