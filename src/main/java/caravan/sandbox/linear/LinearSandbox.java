package caravan.sandbox.linear;

import caravan.sandbox.Answer;
import caravan.sandbox.SandboxSystem;
import caravan.sandbox.WebhookSource;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/**
 * Linear at {@code POST /linear/graphql}. Takes {@code Authorization: KEY} and {@code
 * Authorization: Bearer TOKEN}; every answer carries the hourly limits in its headers, and a key
 * that has spent them gets HTTP 400 with the code RATELIMITED.
 */
public final class LinearSandbox implements SandboxSystem {
  private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();
  private final LinearWorkspace workspace;
  private final LinearApi api;
  private final LinearBudget budget;
  private final LinearWebhooks webhooks;

  /** An empty workspace with the service's own limits. */
  public LinearSandbox(Clock clock) {
    this(LinearOptions.defaults(), clock);
  }

  public LinearSandbox(LinearOptions options, Clock clock) {
    this.webhooks = new LinearWebhooks(clock);
    this.workspace = new LinearWorkspace(clock, webhooks::changed);
    this.api = new LinearApi(workspace, clock);
    this.budget = new LinearBudget(options, clock);
  }

  /** What the sandbox holds; tests and the demo change it here. */
  public LinearWorkspace workspace() {
    return workspace;
  }

  /** Puts other limits and keys in force; what was spent stays spent. */
  public void options(LinearOptions next) {
    budget.options(next);
  }

  /** The webhooks that it sends, once somebody subscribes. */
  @Override
  public Optional<WebhookSource> webhooks() {
    return Optional.of(webhooks);
  }

  /** The same with what tests want to know of them. */
  public LinearWebhooks sentWebhooks() {
    return webhooks;
  }

  @Override
  public void closed() {
    webhooks.close();
  }

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public void mount(Router router) {
    router.post("/graphql").blockingHandler(this::answer, false);
  }

  @Override
  public Optional<Answer> admit(HttpServerRequest request) {
    String key = key(request);
    if (!budget.knows(key)) {
      return Optional.empty();
    }
    if (budget.take(key)) {
      return Optional.empty();
    }
    String sentence =
        "Rate limit exceeded. Only "
            + budget.options().requests()
            + " requests are allowed per window.";
    return Optional.of(
        answer(
            400,
            LinearErrors.body("Rate limit exceeded", LinearErrors.rateLimited(sentence)),
            budget.headers(key)));
  }

  @Override
  public Answer failure(int status) {
    return answer(
        status,
        LinearErrors.body("Internal server error", LinearErrors.internal(status)),
        Map.of());
  }

  @Override
  public String overviewHtml() {
    return new LinearOverview(workspace).html();
  }

  private void answer(RoutingContext ctx) {
    String key = key(ctx.request());
    if (!budget.knows(key)) {
      unauthenticated().send(ctx);
      return;
    }
    Optional<JsonNode> request = read(ctx.body().asString());
    if (request.isEmpty()) {
      String message = "The body must be a JSON object with a query.";
      answer(400, LinearErrors.body(message, LinearErrors.input(message)), budget.headers(key))
          .send(ctx);
      return;
    }
    JsonNode document = request.get();
    Map<String, Object> variables =
        document.path("variables").isObject()
            ? json.convertValue(document.get("variables"), VARIABLES)
            : Map.of();
    LinearAnswer answer =
        api.execute(
            document.get("query").asText(), variables, document.path("operationName").asText(null));
    budget.spend(key, answer.complexity());
    answer(answer.status(), answer.body(), budget.headers(key))
        .with(Map.of("X-Complexity", Integer.toString(answer.complexity())))
        .send(ctx);
  }

  private Answer unauthenticated() {
    String sentence = "You need to authenticate to access this operation.";
    Map<String, Object> extensions = LinearErrors.authentication(sentence);
    return answer(
        401, LinearErrors.body("Authentication required, not authenticated", extensions), Map.of());
  }

  private Optional<JsonNode> read(String body) {
    if (body == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(json.readTree(body)).filter(node -> node.path("query").isTextual());
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  private Answer answer(int status, Map<String, Object> body, Map<String, String> headers) {
    try {
      return Answer.json(status, json.writeValueAsString(body), headers);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer of the sandbox can't be written as JSON", e);
    }
  }

  private static String key(HttpServerRequest request) {
    String header = request.getHeader("Authorization");
    return header == null ? "" : header.replaceFirst("^Bearer(\\s+|$)", "").strip();
  }
}
