package caravan.sandbox.opensearch;

import caravan.sandbox.Answer;
import caravan.sandbox.Html;
import caravan.sandbox.SandboxSystem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * OpenSearch at {@code /opensearch}: what the cluster is, indexes with their mappings, bulk writes
 * with external versions, single documents, and a simple search with highlights.
 */
public final class OpenSearchSandbox implements SandboxSystem {

  private final ObjectMapper json = new ObjectMapper();
  private final SearchCluster cluster = new SearchCluster();
  private final BulkWrites bulk = new BulkWrites(json, cluster);
  private final SearchAnswers searches = new SearchAnswers(json);
  private final String credentials;

  /** A cluster that lets everybody in. */
  public OpenSearchSandbox() {
    this.credentials = "";
  }

  /** A cluster that lets only this user in. */
  public OpenSearchSandbox(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    this.credentials = "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  /** What it holds; tests and the demo look here. */
  public SearchCluster cluster() {
    return cluster;
  }

  @Override
  public String name() {
    return "opensearch";
  }

  @Override
  public Optional<Answer> admit(HttpServerRequest request) {
    String given = request.getHeader("Authorization");
    return credentials.isEmpty() || credentials.equals(given)
        ? Optional.empty()
        : Optional.of(failure(401));
  }

  @Override
  public Answer failure(int status) {
    String type =
        switch (status) {
          case 401, 403 -> "security_exception";
          case 429 -> "rejected_execution_exception";
          case 503 -> "cluster_manager_not_discovered_exception";
          default -> "status_exception";
        };
    return answer(new SearchFailure(status, type, "status " + status));
  }

  @Override
  public void mount(Router router) {
    router.get("/").handler(ctx -> serve(ctx, this::about));
    router.post("/_bulk").handler(ctx -> serve(ctx, it -> bulk.answer("", body(it))));
    router.put("/_bulk").handler(ctx -> serve(ctx, it -> bulk.answer("", body(it))));
    router.post("/:index/_bulk").handler(ctx -> serve(ctx, it -> bulk.answer(index(it), body(it))));
    router.get("/:index/_mapping").handler(ctx -> serve(ctx, this::mapping));
    router.get("/:index/_doc/:id").handler(this::document);
    router.get("/:index/_search").handler(ctx -> serve(ctx, this::search));
    router.post("/:index/_search").handler(ctx -> serve(ctx, this::search));
    router.get("/:index/_count").handler(ctx -> serve(ctx, this::count));
    router.post("/:index/_refresh").handler(ctx -> serve(ctx, this::refresh));
    router.put("/:index").handler(ctx -> serve(ctx, this::create));
    router.get("/:index").handler(ctx -> serve(ctx, this::describe));
    router.delete("/:index").handler(ctx -> serve(ctx, this::delete));
  }

  @Override
  public String overviewHtml() {
    StringBuilder html = new StringBuilder(4096).append("<h2>OpenSearch</h2>\n");
    for (String index : cluster.names()) {
      html.append("<h3>").append(Html.text(index)).append("</h3>\n<ul>\n");
      for (SearchDocument document : cluster.documents(index)) {
        html.append("<li><a href=\"/page/").append(Html.text(document.id())).append("\">");
        html.append(Html.text(document.source().path("title").asText(document.id())));
        html.append("</a></li>\n");
      }
      html.append("</ul>\n");
    }
    return html.toString();
  }

  /** What a request is answered with, 200. */
  private interface Work {
    ObjectNode answer(RoutingContext ctx) throws SearchFailure;
  }

  private void serve(RoutingContext ctx, Work work) {
    Answer answer;
    try {
      answer = Answer.json(200, work.answer(ctx).toString(), Map.of());
    } catch (SearchFailure failure) {
      answer = answer(failure);
    }
    answer.send(ctx);
  }

  private Answer answer(SearchFailure failure) {
    ObjectNode body = json.createObjectNode();
    ObjectNode error = body.putObject("error");
    error
        .putArray("root_cause")
        .addObject()
        .put("type", failure.type())
        .put("reason", failure.getMessage());
    error.put("type", failure.type()).put("reason", failure.getMessage());
    body.put("status", failure.status());
    return Answer.json(failure.status(), body.toString(), Map.of());
  }

  private ObjectNode about(RoutingContext ctx) {
    ObjectNode about =
        json.createObjectNode().put("name", "sandbox").put("cluster_name", "sandbox");
    about.putObject("version").put("distribution", "opensearch").put("number", "3.0.0");
    return about;
  }

  private ObjectNode create(RoutingContext ctx) throws SearchFailure {
    cluster.create(index(ctx), object(ctx));
    return json.createObjectNode()
        .put("acknowledged", true)
        .put("shards_acknowledged", true)
        .put("index", index(ctx));
  }

  private ObjectNode delete(RoutingContext ctx) throws SearchFailure {
    cluster.found(index(ctx));
    return json.createObjectNode().put("acknowledged", cluster.delete(index(ctx)));
  }

  private ObjectNode describe(RoutingContext ctx) throws SearchFailure {
    SearchIndex index = cluster.found(index(ctx));
    ObjectNode answer = json.createObjectNode();
    ObjectNode described = answer.putObject(index.name());
    described.putObject("aliases");
    described.set("mappings", index.mappings());
    described.set("settings", index.settings());
    return answer;
  }

  private ObjectNode mapping(RoutingContext ctx) throws SearchFailure {
    SearchIndex index = cluster.found(index(ctx));
    ObjectNode answer = json.createObjectNode();
    answer.putObject(index.name()).set("mappings", index.mappings());
    return answer;
  }

  private void document(RoutingContext ctx) {
    try {
      cluster.found(index(ctx));
    } catch (SearchFailure failure) {
      answer(failure).send(ctx);
      return;
    }
    String id = ctx.pathParam("id");
    Optional<SearchDocument> found = cluster.document(index(ctx), id);
    ObjectNode body = json.createObjectNode().put("_index", index(ctx)).put("_id", id);
    found.ifPresent(it -> body.put("_version", it.version()));
    body.put("found", found.isPresent());
    found.ifPresent(it -> body.set("_source", it.source()));
    Answer.json(found.isPresent() ? 200 : 404, body.toString(), Map.of()).send(ctx);
  }

  private ObjectNode search(RoutingContext ctx) throws SearchFailure {
    return searches.answer(cluster.found(index(ctx)), object(ctx));
  }

  private ObjectNode count(RoutingContext ctx) throws SearchFailure {
    cluster.found(index(ctx));
    return json.createObjectNode().put("count", cluster.documents(index(ctx)).size());
  }

  private ObjectNode refresh(RoutingContext ctx) throws SearchFailure {
    cluster.found(index(ctx));
    return json.createObjectNode();
  }

  private static String index(RoutingContext ctx) {
    return ctx.pathParam("index");
  }

  private static String body(RoutingContext ctx) {
    String text = ctx.body() == null ? null : ctx.body().asString();
    return text == null ? "" : text;
  }

  private JsonNode object(RoutingContext ctx) throws SearchFailure {
    String text = body(ctx);
    if (text.isBlank()) {
      return json.createObjectNode();
    }
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new SearchFailure(400, "parse_exception", e.getOriginalMessage());
    }
  }
}
