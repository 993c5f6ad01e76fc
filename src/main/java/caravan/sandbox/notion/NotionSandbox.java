package caravan.sandbox.notion;

import caravan.sandbox.Answer;
import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.SandboxSystem;
import caravan.sandbox.WebhookSource;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Notion in memory: the API under {@code /notion/v1}, and the same workspace from Java, as a person
 * would edit it.
 *
 * <p>Safe for use by several threads. Methods that are given something Notion would refuse throw an
 * IllegalArgumentException with Notion's message. Ids are uuids with dashes.
 */
public final class NotionSandbox extends NotionWorkspace implements SandboxSystem {

  private final AtomicReference<Supplier<SandboxOptions>> options;
  private final World world;
  private final Door door = new Door();
  private final NotionApi api;
  private final NotionOverview overview;
  private final BodyEditor bodyEditor;
  private final SchemaEditor schemaEditor;
  private final NotionWebhooks webhooks;

  /** With default options until it is started. */
  public NotionSandbox() {
    this(SandboxOptions.defaults());
  }

  /** With these options until it is started; the seed decides the ids. */
  public NotionSandbox(SandboxOptions initial) {
    this(new AtomicReference<>(() -> initial));
  }

  private NotionSandbox(AtomicReference<Supplier<SandboxOptions>> options) {
    this(options, new World(() -> options.get().get()));
  }

  private NotionSandbox(AtomicReference<Supplier<SandboxOptions>> options, World world) {
    super(world);
    this.options = options;
    this.world = world;
    this.api = new NotionApi(world, lock(), door);
    this.overview = new NotionOverview(workspace());
    this.bodyEditor = new BodyEditor(world, this);
    this.schemaEditor = new SchemaEditor(world, this);
    this.webhooks = new NotionWebhooks(world);
    world.tell(webhooks);
  }

  /** The bodies of pages as a person edits them, block by block. */
  public BodyEditor bodyEditor() {
    return bodyEditor;
  }

  /** The databases as people change them. */
  public SchemaEditor schemaEditor() {
    return schemaEditor;
  }

  /** The webhooks that it sends, once somebody subscribes. */
  @Override
  public Optional<WebhookSource> webhooks() {
    return Optional.of(webhooks);
  }

  /** The same with what tests want to know of them. */
  public NotionWebhooks sentWebhooks() {
    return webhooks;
  }

  @Override
  public void closed() {
    webhooks.close();
  }

  /** Where the files of its pages lie. */
  public NotionFiles files() {
    return world.files();
  }

  /** Adds blocks to the end of a page, in the shape of the API, as a person; gives their ids. */
  public List<String> append(String pageId, ArrayNode children) {
    return locked(
        () -> {
          List<NewBlock> blocks = new BlockRules(world).read(new In("children", children));
          Page page = world.page(pageId);
          return workspace().append(page, blocks);
        });
  }

  /** From now on the connection does not see a block, although it sees the page around it. */
  public void hide(String blockId) {
    locked(() -> world.hidden().add(world.block(blockId).id()));
  }

  @Override
  public List<SandboxSystem> beside() {
    return List.of(world.files());
  }

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
    api.mount(router, workspace());
  }

  @Override
  public Optional<Answer> admit(HttpServerRequest request) {
    return locked(
        () ->
            door.spend(request, world.options())
                .map(it -> api.refusal(it).with(Map.of("Retry-After", it.retryAfter()))));
  }

  /**
   * A 429 with this reason, such as {@code public_api_endpoint_rate_limit} (Notion: request
   * limits).
   */
  public static FaultRule rateLimited(String reason, long retryAfterSeconds) {
    ApiError error = ApiError.rateLimited(reason, retryAfterSeconds);
    return FaultRule.status(error.status())
        .withBody(error.json("00000000-0000-4000-8000-000000000429").toString())
        .withHeaders(Map.of("Retry-After", error.retryAfter()));
  }

  @Override
  public String caller(HttpServerRequest request) {
    return Door.connection(Door.token(request), world.options()).name();
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
    if (!saved.saved().id().isEmpty()) {
      data.put("committed_resource_id", saved.saved().id());
    }
    if (!saved.saved().childIds().isEmpty()) {
      saved.saved().childIds().forEach(data.putArray("committed_child_ids")::add);
    }
    String message =
        "The change was saved, but the response could not be built in time. Read the object again"
            + " instead of repeating the write.";
    return locked(() -> api.refusal(new ApiError(503, "service_unavailable", message, data)));
  }

  /** The titles of all data sources, in the order of creation. */
  public List<String> dataSourceTitles() {
    return locked(
        () ->
            world.dataSources().values().stream()
                .map(source -> RichText.plain(source.title()))
                .toList());
  }

  /** Creates a page at the top of the workspace, as a person would; gives its id. */
  public String createWorkspacePage(String title) {
    return locked(
        () ->
            workspace()
                .pages()
                .create(
                    Parent.workspace(),
                    new PropertyWrites.Written(Map.of("title", RichText.of(title)), List.of()),
                    World.JSON.nullNode(),
                    World.JSON.nullNode(),
                    List.of(),
                    editorId(),
                    world.now(),
                    world.now())
                .id());
  }

  /** Moves a page into another data source, as a person would. */
  public void move(String pageId, String dataSourceId) {
    locked(
        () -> {
          Parent target = new Parent(Parent.Kind.DATA_SOURCE, world.dataSource(dataSourceId).id());
          workspace().pages().move(world.page(pageId), target, editorId());
          return pageId;
        });
  }

  /** Makes a data source one of a wiki, whose pages can be verified. */
  public void becomeWiki(String dataSourceId) {
    locked(
        () -> {
          world.dataSource(dataSourceId).becomeWiki();
          return dataSourceId;
        });
  }

  /** Archives a page, or brings it back; that is not the trash (Notion: archived pages). */
  public void archive(String pageId, boolean archived) {
    locked(
        () -> {
          workspace().pages().archive(world.page(pageId), archived, editorId());
          return pageId;
        });
  }

  /** Deletes a page for ever; reads of it answer as those of a page that is not shared. */
  public void deleteForEver(String pageId) {
    locked(
        () -> {
          workspace().pages().delete(world.page(pageId));
          return pageId;
        });
  }

  /**
   * A page or data source is no longer shared with the connection that has this token. Nothing of
   * the page changes by it, nor does its last edit.
   */
  public void unshare(String id, String token) {
    locked(
        () -> {
          world.sharing().take(id, token);
          return id;
        });
  }

  /** Shares what {@link #unshare} took away. */
  public void share(String id, String token) {
    locked(
        () -> {
          world.sharing().giveBack(id, token);
          return id;
        });
  }

  @Override
  public String overviewHtml() {
    return locked(overview::html);
  }

  @Override
  public Optional<String> pageHtml(String id) {
    return locked(() -> overview.page(id));
  }
}
