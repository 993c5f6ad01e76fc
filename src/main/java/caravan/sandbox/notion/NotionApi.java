package caravan.sandbox.notion;

import caravan.sandbox.Answer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.concurrent.locks.Lock;

/**
 * The routes of Notion's API: each request passes the door, is read, answered under the lock, and
 * worded.
 */
final class NotionApi {

  private static final int BODY_LIMIT_BYTES = 500 * 1024;

  private final World world;
  private final Lock lock;
  private final Door door;
  private final ObjectMapper json = new ObjectMapper();

  NotionApi(World world, Lock lock, Door door) {
    this.world = world;
    this.lock = lock;
    this.door = door;
  }

  /** What an endpoint does; called under the lock. */
  @FunctionalInterface
  interface Endpoint {
    Reply handle(Call call);
  }

  void mount(Router router, Workspace workspace) {
    pages(router, workspace);
    DataSourceEndpoints sources = workspace.dataSources();
    route(router, HttpMethod.GET, "/v1/data_sources/:data_source_id", sources::retrieve);
    route(router, HttpMethod.PATCH, "/v1/data_sources/:data_source_id", sources::update);
    route(router, HttpMethod.POST, "/v1/data_sources", sources::create);
    route(router, HttpMethod.POST, "/v1/data_sources/:data_source_id/query", sources::query);
    DatabaseEndpoints databases = workspace.databases();
    route(router, HttpMethod.GET, "/v1/databases/:database_id", databases::retrieve);
    route(router, HttpMethod.PATCH, "/v1/databases/:database_id", databases::update);
    route(router, HttpMethod.POST, "/v1/databases", databases::create);
    PeopleEndpoints people = new PeopleEndpoints(world);
    route(router, HttpMethod.GET, "/v1/users", people::users);
    route(router, HttpMethod.GET, "/v1/users/me", people::me);
    route(router, HttpMethod.GET, "/v1/users/:user_id", people::user);
    route(router, HttpMethod.GET, "/v1/comments", people::comments);
    route(router, HttpMethod.POST, "/v1/comments", people::comment);
    route(
        router,
        HttpMethod.POST,
        "/v1/search",
        new SearchEndpoint(world, workspace.shapes())::search);
    router.route().handler(ctx -> answer(ctx, NotionApi::nowhere));
  }

  private void pages(Router router, Workspace workspace) {
    PageEndpoints pages =
        new PageEndpoints(
            world, workspace.shapes(), workspace.pages(), workspace.bodies(), workspace.writes());
    route(router, HttpMethod.POST, "/v1/pages", pages::create);
    route(router, HttpMethod.GET, "/v1/pages/:page_id", pages::retrieve);
    route(router, HttpMethod.PATCH, "/v1/pages/:page_id", pages::update);
    route(router, HttpMethod.POST, "/v1/pages/:page_id/move", pages::move);
    route(router, HttpMethod.GET, "/v1/pages/:page_id/properties/:prop_id", pages::property);
    MarkdownEndpoints markdown =
        new MarkdownEndpoints(world, workspace.pages(), workspace.bodies());
    route(router, HttpMethod.GET, "/v1/pages/:page_id/markdown", markdown::retrieve);
    route(router, HttpMethod.PATCH, "/v1/pages/:page_id/markdown", markdown::update);
    BlockEndpoints blocks =
        new BlockEndpoints(world, workspace.shapes(), workspace.pages(), workspace.bodies());
    route(router, HttpMethod.GET, "/v1/blocks/:block_id", blocks::retrieve);
    route(router, HttpMethod.PATCH, "/v1/blocks/:block_id", blocks::update);
    route(router, HttpMethod.DELETE, "/v1/blocks/:block_id", blocks::delete);
    route(router, HttpMethod.GET, "/v1/blocks/:block_id/children", blocks::children);
    route(router, HttpMethod.PATCH, "/v1/blocks/:block_id/children", blocks::append);
  }

  private static Reply nowhere(Call call) {
    throw ApiError.invalidUrl();
  }

  private void route(Router router, HttpMethod method, String path, Endpoint endpoint) {
    router.route(method, path).handler(ctx -> answer(ctx, endpoint));
  }

  private void answer(RoutingContext ctx, Endpoint endpoint) {
    Answer answer;
    lock.lock();
    try {
      answer = handle(ctx, endpoint);
    } finally {
      lock.unlock();
    }
    answer.send(ctx);
  }

  private Answer handle(RoutingContext ctx, Endpoint endpoint) {
    String requestId = world.ids().uuid();
    try {
      world.sharing().lookAs(door.authorize(ctx.request(), world.options().tokens()));
      boolean old = door.old(ctx.request());
      Reply reply =
          endpoint.handle(
              new Call(
                  ctx.pathParams(),
                  ctx.queryParams(),
                  In.body(body(ctx)),
                  old,
                  Door.connection(Door.token(ctx.request()), world.options())));
      reply.json().put("request_id", requestId);
      Answer answer = Answer.json(200, reply.json().toString(), headers(requestId));
      return reply.savedId() == null ? answer : answer.saving(reply.savedId(), reply.childIds());
    } catch (ApiError e) {
      return refusal(e, requestId);
    } finally {
      world.sharing().lookAsPerson();
    }
  }

  Answer refusal(ApiError error) {
    return refusal(error, world.ids().uuid());
  }

  private static Answer refusal(ApiError error, String requestId) {
    return Answer.json(error.status(), error.json(requestId).toString(), headers(requestId));
  }

  static Map<String, String> headers(String requestId) {
    return Map.of("x-notion-request-id", requestId);
  }

  private JsonNode body(RoutingContext ctx) {
    Buffer buffer = ctx.body() == null ? null : ctx.body().buffer();
    if (buffer == null || buffer.length() == 0) {
      return World.JSON.objectNode();
    }
    if (buffer.length() > BODY_LIMIT_BYTES) {
      throw ApiError.body(
          "body size should be ≤ `500 KB`, instead was `" + buffer.length() / 1024 + " KB`.");
    }
    try {
      JsonNode node = json.readTree(buffer.getBytes());
      if (!node.isObject()) {
        throw ApiError.body("body should be an object, instead was `" + node + "`.");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new ApiError(400, "invalid_json", "Error parsing JSON body.", null);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
