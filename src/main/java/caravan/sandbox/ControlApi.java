package caravan.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sandbox's own routes below {@code /sandbox}: options, faults, log and statistics while it
 * runs.
 */
final class ControlApi {

  private final Sandbox sandbox;
  private final List<SandboxSystem> systems;
  private final ObjectMapper json = new ObjectMapper();
  private final ControlJson shapes = new ControlJson(json);

  ControlApi(Sandbox sandbox, List<SandboxSystem> systems) {
    this.sandbox = sandbox;
    this.systems = systems;
  }

  void mount(Router root) {
    root.get("/sandbox/options")
        .handler(ctx -> answer(ctx, 200, shapes.options(sandbox.options())));
    root.patch("/sandbox/options").handler(ctx -> change(ctx, this::patchOptions));
    root.get("/sandbox/faults").handler(ctx -> answer(ctx, 200, rules()));
    root.post("/sandbox/faults").handler(ctx -> change(ctx, this::addFaults));
    root.delete("/sandbox/faults")
        .handler(
            ctx -> {
              sandbox.faults().clear();
              answer(ctx, 200, rules());
            });
    root.post("/sandbox/webhooks").handler(ctx -> change(ctx, this::webhooks));
    root.get("/sandbox/stats").handler(ctx -> answer(ctx, 200, stats()));
    root.get("/sandbox/log")
        .handler(ctx -> answer(ctx, 200, log(ctx.request().getParam("system"))));
    root.delete("/sandbox/log")
        .handler(
            ctx -> {
              sandbox.log().clear();
              answer(ctx, 200, json.createObjectNode());
            });
  }

  /** What a change answers, or why it is refused. */
  private interface Change {
    JsonNode apply(JsonNode body);
  }

  private void change(RoutingContext ctx, Change change) {
    JsonNode answer;
    try {
      answer =
          change.apply(
              json.readTree(ctx.body().buffer() == null ? "" : ctx.body().buffer().toString()));
    } catch (JsonProcessingException e) {
      answer(
          ctx,
          400,
          json.createObjectNode().put("error", "The body is not JSON: " + e.getOriginalMessage()));
      return;
    } catch (IllegalArgumentException e) {
      answer(ctx, 400, json.createObjectNode().put("error", e.getMessage()));
      return;
    }
    answer(ctx, 200, answer);
  }

  private JsonNode patchOptions(JsonNode body) {
    sandbox.options(shapes.patch(sandbox.options(), body));
    return shapes.options(sandbox.options());
  }

  private JsonNode addFaults(JsonNode body) {
    List<FaultRule> added = shapes.faults(body);
    added.forEach(sandbox.faults()::add);
    return rules();
  }

  /**
   * {@code {system, url, delay_ms?, duplicates?}} subscribes; {@code {system, verify}} confirms.
   */
  private JsonNode webhooks(JsonNode body) {
    String name = body.path("system").asText();
    WebhookSource source =
        systems.stream()
            .filter(system -> system.name().equals(name))
            .findFirst()
            .flatMap(SandboxSystem::webhooks)
            .orElseThrow(() -> new IllegalArgumentException("No webhooks of a system " + name));
    if (body.hasNonNull("verify")) {
      return json.createObjectNode().put("verified", source.verify(body.get("verify").asText()));
    }
    WebhookOptions options =
        WebhookOptions.defaults()
            .withDelay(Duration.ofMillis(body.path("delay_ms").asLong()))
            .withDuplicates(body.path("duplicates").asDouble());
    return json.createObjectNode()
        .put("secret", source.subscribe(body.path("url").asText(), options));
  }

  private ArrayNode rules() {
    ArrayNode rules = json.createArrayNode();
    sandbox.faults().rules().forEach(rule -> rules.add(shapes.fault(rule)));
    return rules;
  }

  private ObjectNode stats() {
    ObjectNode all = json.createObjectNode();
    for (SandboxSystem system : systems) {
      RequestLog.Counts counts = sandbox.log().counts(system.name());
      all.putObject(system.name())
          .put("requests", counts.requests())
          .put("refused", counts.refused())
          .put("status_429", counts.status429())
          .put(
              "max_in_10s",
              sandbox.log().maxInAnyWindow(system.name(), Duration.ofSeconds(10), entry -> true))
          .put(
              "max_in_60s",
              sandbox.log().maxInAnyWindow(system.name(), Duration.ofSeconds(60), entry -> true));
    }
    return all;
  }

  private ArrayNode log(String system) {
    ArrayNode lines = json.createArrayNode();
    for (RequestLog.Entry entry :
        sandbox.log().entries(e -> system == null || e.system().equals(system))) {
      ObjectNode line =
          lines
              .addObject()
              .put("time", entry.time().toString())
              .put("system", entry.system())
              .put("method", entry.method())
              .put("path", entry.path())
              .put("query", entry.query())
              .put("status", entry.status())
              .put("caller", entry.caller())
              .put("user_agent", entry.userAgent())
              .put("refused", entry.refused())
              .put("duration_ms", entry.duration().toMillis())
              .put(
                  "fault",
                  entry.fault() == null ? null : entry.fault().name().toLowerCase(Locale.ROOT));
      if (!entry.body().isEmpty()) {
        line.put("body", entry.body());
      }
    }
    return lines;
  }

  private void answer(RoutingContext ctx, int status, JsonNode body) {
    Answer.json(status, body.toString(), Map.of()).write(ctx);
  }
}
