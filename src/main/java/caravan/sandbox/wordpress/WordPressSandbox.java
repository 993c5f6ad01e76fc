package caravan.sandbox.wordpress;

import caravan.sandbox.Answer;
import caravan.sandbox.Html;
import caravan.sandbox.SandboxSystem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A WordPress site at {@code /wordpress}: the REST API for posts, media, categories, tags and the
 * own user, with an application password over Basic authentication.
 */
public final class WordPressSandbox implements SandboxSystem {

  private static final String API = "/wp-json/wp/v2";

  /** What a handler does with a request. */
  private interface Deed {
    Answer done(RoutingContext ctx, Map<String, String> query) throws WpFailure;
  }

  private final WordPressOptions options;
  private final WordPressSite site;
  private final PostEndpoints posts;
  private final MediaUploads uploads;
  private final ObjectMapper json = new ObjectMapper();
  private volatile Shapes shapes;

  /** An empty site. */
  public WordPressSandbox(Clock clock) {
    this(WordPressOptions.defaults(), clock);
  }

  public WordPressSandbox(WordPressOptions options, Clock clock) {
    this.options = options;
    this.site = new WordPressSite(clock);
    this.posts = new PostEndpoints(site, options.zone());
    this.uploads = new MediaUploads(site);
    this.shapes = new Shapes(options.zone(), "http://127.0.0.1");
  }

  /** What the site holds; tests and the demo look and write here. */
  public WordPressSite site() {
    return site;
  }

  @Override
  public String name() {
    return "wordpress";
  }

  @Override
  public void listening(String url) {
    shapes = new Shapes(options.zone(), url + "/" + name());
  }

  @Override
  public void mount(Router router) {
    router.get("/wp-json/").handler(ctx -> index().send(ctx));
    router.get(API + "/posts").handler(ctx -> answer(ctx, this::list));
    router.post(API + "/posts").handler(ctx -> answer(ctx, this::create));
    router.get(API + "/posts/:id").handler(ctx -> answer(ctx, this::one));
    router.post(API + "/posts/:id").handler(ctx -> answer(ctx, this::update));
    router.delete(API + "/posts/:id").handler(ctx -> answer(ctx, this::delete));
    router.get(API + "/media").handler(ctx -> answer(ctx, this::listMedia));
    router.post(API + "/media").handler(ctx -> answer(ctx, this::upload));
    for (String taxonomy : List.of("categories", "tags")) {
      router
          .get(API + "/" + taxonomy)
          .handler(ctx -> answer(ctx, (it, query) -> listTerms(taxonomy, query)));
      router
          .post(API + "/" + taxonomy)
          .handler(ctx -> answer(ctx, (it, query) -> createTerm(it, taxonomy)));
    }
    router.delete(API + "/media/:id").handler(ctx -> answer(ctx, this::remove));
    router.delete(API + "/tags/:id").handler(ctx -> answer(ctx, this::remove));
    router.get(API + "/users/me").handler(ctx -> answer(ctx, this::me));
    router.getWithRegex("/wp-content/uploads/(?<path>.+)").handler(ctx -> file(ctx).send(ctx));
  }

  private void answer(RoutingContext ctx, Deed deed) {
    Map<String, String> query = new LinkedHashMap<>();
    ctx.queryParams().forEach(entry -> query.put(entry.getKey(), entry.getValue()));
    Answer answer;
    try {
      boolean edits = "edit".equals(query.get("context"));
      if (edits && !isKnown(ctx.request())) {
        throw new WpFailure(
            401,
            "rest_forbidden_context",
            "Sorry, you are not allowed to edit posts in this post type.");
      }
      if (!ctx.request().method().name().equals("GET") && !isKnown(ctx.request())) {
        throw new WpFailure(
            401, "rest_cannot_create", "Sorry, you are not allowed to create posts as this user.");
      }
      answer = deed.done(ctx, query);
    } catch (WpFailure failure) {
      answer = json(failure.status(), failure.json());
    }
    answer.send(ctx);
  }

  private boolean isKnown(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null || !header.startsWith("Basic ")) {
      return false;
    }
    byte[] decoded = Base64.getDecoder().decode(header.substring("Basic ".length()).strip());
    String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
    boolean given = parts.length == 2 && !parts[0].isBlank() && !parts[1].isBlank();
    return given && (options.users().isEmpty() || parts[1].equals(options.users().get(parts[0])));
  }

  private Answer list(RoutingContext ctx, Map<String, String> query) throws WpFailure {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (WpPost post : posts.list(query, isKnown(ctx.request()))) {
      all.add(shown(post, query));
    }
    return page(all, query);
  }

  private static Answer page(ArrayNode all, Map<String, String> query) {
    int size = Integer.parseInt(query.getOrDefault("per_page", "10"));
    int from = (Integer.parseInt(query.getOrDefault("page", "1")) - 1) * size;
    ArrayNode page = JsonNodeFactory.instance.arrayNode();
    for (int i = from; i < Math.min(all.size(), from + size); i++) {
      page.add(all.get(i));
    }
    int pages = (all.size() + size - 1) / size;
    return json(200, page)
        .with(
            Map.of(
                "X-WP-Total",
                Integer.toString(all.size()),
                "X-WP-TotalPages",
                Integer.toString(pages)));
  }

  private ObjectNode shown(WpPost post, Map<String, String> query) {
    return Shapes.only(
        shapes.post(post, "edit".equals(query.get("context"))), query.get("_fields"));
  }

  private Answer one(RoutingContext ctx, Map<String, String> query) throws WpFailure {
    return json(200, shown(posts.one(id(ctx)), query));
  }

  private Answer create(RoutingContext ctx, Map<String, String> query) throws WpFailure {
    WpPost post = posts.create(body(ctx));
    return json(201, shown(post, query)).saving(Long.toString(post.id()), List.of());
  }

  private Answer update(RoutingContext ctx, Map<String, String> query) throws WpFailure {
    WpPost post = posts.update(id(ctx), body(ctx));
    return json(200, shown(post, query)).saving(Long.toString(post.id()), List.of());
  }

  /** Media, categories and tags have no trash (WordPress: REST API). */
  private Answer remove(RoutingContext ctx, Map<String, String> query) throws WpFailure {
    if (!"true".equals(query.get("force"))) {
      throw new WpFailure(501, "rest_trash_not_supported", "Set 'force=true' to delete it.");
    }
    if (ctx.normalizedPath().contains("/media/")) {
      site.removeMedia(id(ctx));
    } else {
      site.removeTerm(id(ctx));
    }
    return json(200, JsonNodeFactory.instance.objectNode().put("deleted", true));
  }

  private Answer delete(RoutingContext ctx, Map<String, String> query) throws WpFailure {
    if ("true".equals(query.get("force"))) {
      site.removePost(posts.one(id(ctx)).id());
      return json(200, JsonNodeFactory.instance.objectNode().put("deleted", true));
    }
    WpPost post = posts.trash(id(ctx));
    return json(200, shown(post, query)).saving(Long.toString(post.id()), List.of());
  }

  private Answer listMedia(RoutingContext ctx, Map<String, String> query) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    List<String> slugs = List.of(query.getOrDefault("slug", "").split(","));
    for (WpMedia item : site.media()) {
      if (!query.containsKey("slug") || slugs.contains(item.slug())) {
        all.add(Shapes.only(shapes.media(item), query.get("_fields")));
      }
    }
    return page(all, query);
  }

  private Answer upload(RoutingContext ctx, Map<String, String> query) throws WpFailure {
    WpMedia item =
        uploads.take(query, ctx.request().getHeader("Content-Disposition"), ctx.body().buffer());
    return json(201, Shapes.only(shapes.media(item), query.get("_fields")))
        .saving(Long.toString(item.id()), List.of());
  }

  private Answer listTerms(String taxonomy, Map<String, String> query) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    site.terms(taxonomy)
        .forEach(term -> all.add(Shapes.only(shapes.term(term), query.get("_fields"))));
    return page(all, query);
  }

  private Answer createTerm(RoutingContext ctx, String taxonomy) throws WpFailure {
    WpTerm term = site.createTerm(taxonomy, body(ctx).path("name").asText());
    return json(201, shapes.term(term)).saving(Long.toString(term.id()), List.of());
  }

  private Answer me(RoutingContext ctx, Map<String, String> query) throws WpFailure {
    if (!isKnown(ctx.request())) {
      throw new WpFailure(401, "rest_not_logged_in", "You are not currently logged in.");
    }
    ObjectNode user = JsonNodeFactory.instance.objectNode().put("id", 2).put("name", "publisher");
    user.putArray("roles").add("editor");
    ObjectNode may = user.putObject("capabilities");
    for (String capability :
        List.of(
            "edit_others_posts",
            "publish_posts",
            "delete_published_posts",
            "upload_files",
            "manage_categories",
            "unfiltered_html")) {
      may.put(capability, true);
    }
    return json(200, Shapes.only(user, query.get("_fields")));
  }

  private Answer index() {
    ObjectNode index = JsonNodeFactory.instance.objectNode().put("name", "The sandbox's site");
    index.put("timezone_string", options.zone().getId());
    index.putArray("namespaces").add("wp/v2");
    return json(200, index);
  }

  private Answer file(RoutingContext ctx) {
    String path = ctx.pathParam("path");
    return site.media().stream()
        .filter(item -> item.path().equals(path))
        .findFirst()
        .map(item -> Answer.content(200, item.type(), item.content().getBytes(), Map.of()))
        .orElseGet(() -> failure(404));
  }

  private static long id(RoutingContext ctx) throws WpFailure {
    String id = ctx.pathParam("id");
    if (!id.matches("\\d{1,15}")) {
      throw new WpFailure(
          404, "rest_no_route", "No route was found matching the URL and request method.");
    }
    return Long.parseLong(id);
  }

  private JsonNode body(RoutingContext ctx) throws WpFailure {
    try {
      JsonNode body = json.readTree(ctx.body().asString());
      if (body != null && body.isObject()) {
        return body;
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new WpFailure(400, "rest_invalid_json", "Invalid JSON body passed.");
    }
    throw new WpFailure(400, "rest_invalid_json", "Invalid JSON body passed.");
  }

  @Override
  public Answer failure(int status) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("code", status == 404 ? "rest_no_route" : "internal_server_error");
    body.put("message", "Status " + status).putObject("data").put("status", status);
    return json(status, body);
  }

  @Override
  public String overviewHtml() {
    StringBuilder html = new StringBuilder(4096).append("<h2>WordPress</h2>\n");
    for (WpPost post : site.posts()) {
      html.append("<h3>").append(Html.text(post.title())).append("</h3>\n<p><small>");
      html.append(post.status()).append(", /").append(Html.text(post.slug()));
      html.append("</small></p>\n<pre>").append(Html.text(post.content())).append("</pre>\n");
    }
    return html.toString();
  }

  private static Answer json(int status, JsonNode body) {
    return Answer.json(status, body.toString(), Map.of());
  }
}
