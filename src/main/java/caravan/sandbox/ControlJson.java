package caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Options and fault rules as JSON and back; unknown fields are refused with an
 * IllegalArgumentException.
 */
final class ControlJson {

  private static final Set<String> FAULT_FIELDS =
      Set.of(
          "system",
          "method",
          "path",
          "caller",
          "probability",
          "times",
          "kind",
          "status",
          "body",
          "headers",
          "delay_ms");

  private final ObjectMapper json;

  ControlJson(ObjectMapper json) {
    this.json = json;
  }

  ObjectNode options(SandboxOptions options) {
    ObjectNode node =
        json.createObjectNode()
            .put("port", options.port())
            .put("latency_ms", options.latency().toMillis())
            .put("jitter_ms", options.jitter().toMillis())
            .put("seed", options.seed())
            .put("log_limit", options.logLimit())
            .put("log_bodies", options.logBodies())
            .put("budget_requests", options.budgetRequests())
            .put("budget_window_ms", options.budgetWindow().toMillis())
            .put("workspace_requests", options.workspaceRequests())
            .put("index_lag_ms", options.indexLag().toMillis())
            .put("time_floor_ms", options.timeFloor().toMillis())
            .put("row_cap", options.rowCap())
            .put("markdown_cap", options.markdownCap())
            .put("file_expiry_ms", options.fileExpiry().toMillis());
    // Tokens are secrets even here: only how many are accepted is shown.
    ObjectNode connections = node.put("tokens", options.tokens().size()).putObject("connections");
    for (SandboxConnection connection : options.connections().values()) {
      connections
          .putObject(connection.name())
          .put("budget_requests", connection.budgetRequests())
          .put("workspace", connection.workspace());
    }
    return node;
  }

  SandboxOptions patch(SandboxOptions before, JsonNode body) {
    if (!body.isObject()) {
      throw new IllegalArgumentException("The body is a JSON object of options");
    }
    SandboxOptions.Builder builder = before.toBuilder();
    body.properties().forEach(field -> set(builder, field.getKey(), field.getValue()));
    return builder.build();
  }

  private static void set(SandboxOptions.Builder builder, String name, JsonNode value) {
    switch (name) {
      case "latency_ms" -> builder.latency(millis(name, value));
      case "jitter_ms" -> builder.jitter(millis(name, value));
      case "seed" -> builder.seed(whole(name, value));
      case "log_limit" -> builder.logLimit((int) whole(name, value));
      case "log_bodies" -> {
        if (!value.isBoolean()) {
          throw new IllegalArgumentException(name + " is true or false, not " + value);
        }
        builder.logBodies(value.booleanValue());
      }
      case "budget_requests" -> builder.budgetRequests((int) whole(name, value));
      case "budget_window_ms" -> builder.budgetWindow(millis(name, value));
      case "workspace_requests" -> builder.workspaceRequests((int) whole(name, value));
      case "index_lag_ms" -> builder.indexLag(millis(name, value));
      case "time_floor_ms" -> builder.timeFloor(millis(name, value));
      case "row_cap" -> builder.rowCap((int) whole(name, value));
      case "markdown_cap" -> builder.markdownCap((int) whole(name, value));
      case "file_expiry_ms" -> builder.fileExpiry(millis(name, value));
      case "tokens" -> {
        Set<String> tokens = new HashSet<>();
        value.forEach(token -> tokens.add(token.asText()));
        builder.tokens(tokens);
      }
      case "connections" -> builder.connections(connections(value));
      default ->
          throw new IllegalArgumentException(
              "There is no option " + name + " that can be changed at run time");
    }
  }

  /** By token: {@code {"token": {"name": "sales", "budget_requests": 60}}}. */
  private static Map<String, SandboxConnection> connections(JsonNode value) {
    Map<String, SandboxConnection> connections = new LinkedHashMap<>();
    value
        .properties()
        .forEach(
            entry -> {
              JsonNode connection = entry.getValue();
              connections.put(
                  entry.getKey(),
                  new SandboxConnection(
                      connection.path("name").asText("unnamed"),
                      connection.path("budget_requests").asInt(Integer.MAX_VALUE),
                      connection.path("workspace").asText(SandboxConnection.DEFAULT_WORKSPACE)));
            });
    return connections;
  }

  List<FaultRule> faults(JsonNode body) {
    List<FaultRule> rules = new ArrayList<>();
    if (body.isArray()) {
      body.forEach(item -> rules.add(fault(item)));
    } else {
      rules.add(fault(body));
    }
    return rules;
  }

  private static FaultRule fault(JsonNode node) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("A fault is a JSON object");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FAULT_FIELDS.contains(name)) {
                throw new IllegalArgumentException(
                    "A fault has no field " + name + "; it has " + FAULT_FIELDS);
              }
            });
    String kind = node.path("kind").asText("status").toUpperCase(Locale.ROOT);
    Map<String, String> headers = new LinkedHashMap<>();
    node.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
    JsonNode body = node.path("body");
    String text =
        body.isMissingNode() || body.isNull()
            ? null
            : body.isTextual() ? body.asText() : body.toString();
    return new FaultRule(
            null,
            null,
            null,
            node.path("caller").asText(null),
            node.path("probability").asDouble(1),
            node.path("times").asInt(-1),
            FaultRule.Kind.valueOf(kind),
            node.path("status").asInt(0),
            text,
            headers,
            Duration.ofMillis(node.path("delay_ms").asLong(0)))
        .on(
            node.path("system").asText(null),
            node.path("method").asText(null),
            node.path("path").asText(null));
  }

  ObjectNode fault(FaultRule rule) {
    ObjectNode node =
        json.createObjectNode()
            .put("system", rule.system())
            .put("method", rule.method())
            .put("path", rule.path() == null ? null : rule.path().pattern())
            .put("caller", rule.caller())
            .put("probability", rule.probability())
            .put("times", rule.times())
            .put("kind", rule.kind().name().toLowerCase(Locale.ROOT))
            .put("status", rule.status())
            .put("body", rule.body())
            .put("delay_ms", rule.delay().toMillis());
    ObjectNode headers = node.putObject("headers");
    rule.headers().forEach(headers::put);
    return node;
  }

  private static Duration millis(String name, JsonNode value) {
    return Duration.ofMillis(whole(name, value));
  }

  private static long whole(String name, JsonNode value) {
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new IllegalArgumentException(name + " is a whole number, not " + value);
    }
    return value.asLong();
  }
}
