package caravan.sandbox.slack;

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
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Slack's Web API at {@code /slack/api/METHOD}: arguments as JSON, as a form or in the query, the
 * token as a bearer or as the form field {@code token}.
 */
public final class SlackSandbox implements SandboxSystem {
  private final ObjectMapper json = new ObjectMapper();
  private final AtomicReference<SlackOptions> options;
  private final SlackWorkspace workspace;
  private final SlackApi api;

  /** An empty workspace with the service's own limits. */
  public SlackSandbox(Clock clock) {
    this(SlackOptions.defaults(), clock);
  }

  public SlackSandbox(SlackOptions options, Clock clock) {
    this.options = new AtomicReference<>(options);
    this.workspace = new SlackWorkspace(clock);
    this.api = new SlackApi(workspace, this.options::get, clock);
  }

  /** What the sandbox holds; tests and the demo look and write here. */
  public SlackWorkspace workspace() {
    return workspace;
  }

  /** Puts other limits and tokens in force. */
  public void options(SlackOptions next) {
    options.set(next);
  }

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public void mount(Router router) {
    router.post("/api/:method").handler(this::answer);
    router.get("/api/:method").handler(this::answer);
  }

  @Override
  public Answer failure(int status) {
    String error = status == 429 ? "ratelimited" : "internal_error";
    Answer answer = send(status, json.createObjectNode().put("ok", false).put("error", error));
    return status == 429 ? answer.with(Map.of("Retry-After", "1")) : answer;
  }

  @Override
  public String overviewHtml() {
    StringBuilder html = new StringBuilder(4096).append("<h2>Slack</h2>\n");
    for (SlackChannel channel : workspace.channels()) {
      html.append("<h3>#").append(Html.text(channel.name())).append("</h3>\n");
      for (SlackMessage message : workspace.messages(channel.id())) {
        html.append("<p id=\"").append(message.ts()).append("\"><small>").append(message.ts());
        html.append(message.editedTs() == null ? "" : ", edited").append("</small></p>\n<pre>");
        html.append(Html.text(SlackText.of(message))).append("</pre>\n");
      }
    }
    return html.toString();
  }

  private void answer(RoutingContext ctx) {
    ObjectNode arguments = json.createObjectNode();
    ctx.queryParams().forEach(entry -> arguments.put(entry.getKey(), entry.getValue()));
    HttpServerRequest request = ctx.request();
    request.formAttributes().forEach(entry -> arguments.put(entry.getKey(), entry.getValue()));
    String type = request.getHeader("Content-Type");
    if (type != null && type.startsWith("application/json")) {
      JsonNode body = read(ctx.body().asString());
      if (!(body instanceof ObjectNode object)) {
        send(200, error("invalid_json")).send(ctx);
        return;
      }
      arguments.setAll(object);
    }
    String refusal = refusal(token(request, arguments));
    if (!refusal.isEmpty()) {
      send(200, error(refusal)).send(ctx);
      return;
    }
    SlackAnswer answer = api.call(ctx.pathParam("method"), arguments);
    send(answer.status(), answer.body()).with(answer.headers()).send(ctx);
  }

  private String refusal(String token) {
    if (token.isBlank()) {
      return "not_authed";
    }
    boolean known = options.get().tokens().isEmpty() || options.get().tokens().contains(token);
    return known ? "" : "invalid_auth";
  }

  private static String token(HttpServerRequest request, ObjectNode arguments) {
    String header = request.getHeader("Authorization");
    return header != null && header.startsWith("Bearer ")
        ? header.substring("Bearer ".length()).strip()
        : arguments.path("token").asText("");
  }

  private JsonNode read(String body) {
    try {
      return body == null ? json.missingNode() : json.readTree(body);
    } catch (JsonProcessingException notJson) {
      return json.missingNode();
    }
  }

  private ObjectNode error(String error) {
    return json.createObjectNode().put("ok", false).put("error", error);
  }

  private static Answer send(int status, ObjectNode body) {
    return Answer.json(status, body.toString(), Map.of());
  }
}
