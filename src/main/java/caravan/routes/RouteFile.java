package caravan.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows the steps of an integration's routes and pairs each sink with the mappings whose Records
 * reach it: through choices, nested steps, and {@code direct:} addresses of the same file.
 */
final class RouteFile {

  private static final String DIRECT = "direct:";
  private static final List<String> BRANCHES =
      List.of("when", "otherwise", "doCatch", "doFinally", "onFallback");

  /** A step that calls an endpoint. */
  record Call(String address, Map<String, String> parameters) {}

  /** A call, and the mappings whose Records reach it. */
  record Arrival(Call call, Set<JqMapping> mappings) {}

  private final Map<String, JsonNode> byAddress = new LinkedHashMap<>();
  private final List<JsonNode> routes = new ArrayList<>();
  private final Map<String, JqMapping> mappings = new LinkedHashMap<>();
  private final List<Arrival> arrivals = new ArrayList<>();
  private final Set<String> followed = new LinkedHashSet<>();

  /**
   * @param file the file as a tree: a list of routes
   */
  RouteFile(JsonNode file) {
    for (JsonNode entry : file) {
      JsonNode from = entry.path("route").path("from");
      from = from.isMissingNode() ? entry.path("from") : from;
      if (from.isObject()) {
        routes.add(from);
        byAddress.put(call(from).address(), from);
      }
    }
    routes.forEach(route -> steps(route.path("steps"), Set.of()));
  }

  /** The calls of every route, in order. */
  List<Arrival> arrivals() {
    return arrivals;
  }

  /** Where the routes begin. */
  List<Call> sources() {
    return routes.stream().map(RouteFile::call).toList();
  }

  /** The jq expressions that build Records. */
  List<JqMapping> mappings() {
    return mappings.values().stream().filter(JqMapping::buildsRecord).toList();
  }

  private Set<JqMapping> steps(JsonNode steps, Set<JqMapping> arriving) {
    Set<JqMapping> now = arriving;
    for (JsonNode step : steps) {
      for (Map.Entry<String, JsonNode> one : step.properties()) {
        now = step(one.getKey(), one.getValue(), now);
      }
    }
    return now;
  }

  private Set<JqMapping> step(String name, JsonNode step, Set<JqMapping> arriving) {
    if (name.equals("setBody") || name.equals("transform")) {
      JqMapping mapping = mapping(step);
      return mapping == null || !mapping.buildsRecord() ? arriving : Set.of(mapping);
    }
    if (name.equals("to") || name.equals("toD") || name.equals("wireTap")) {
      called(call(step), arriving);
      return arriving;
    }
    Set<JqMapping> leaving = new LinkedHashSet<>();
    for (String branch : BRANCHES) {
      JsonNode found = step.path(branch);
      for (JsonNode one : found.isObject() ? List.of(found) : found) {
        leaving.addAll(steps(one.path("steps"), arriving));
      }
    }
    boolean everyWayIsABranch = step.has("when") && step.has("otherwise");
    if (!everyWayIsABranch) {
      leaving.addAll(arriving);
      leaving.addAll(steps(step.path("steps"), arriving));
    }
    return leaving;
  }

  private void called(Call call, Set<JqMapping> arriving) {
    arrivals.add(new Arrival(call, arriving));
    JsonNode next = byAddress.get(call.address());
    boolean known = !followed.add(call.address() + " " + arriving);
    if (next != null && call.address().startsWith(DIRECT) && !known) {
      steps(next.path("steps"), arriving);
    }
  }

  /** The same expression is the same mapping, so that a loop of routes ends. */
  private JqMapping mapping(JsonNode step) {
    JsonNode jq = step.has("jq") ? step.path("jq") : step.path("expression").path("jq");
    String text = jq.isTextual() ? jq.asText() : jq.path("expression").asText();
    return text.isBlank() ? null : mappings.computeIfAbsent(text, JqMapping::new);
  }

  /** An endpoint with its parameters, whether they stand in the address or below it. */
  private static Call call(JsonNode step) {
    String uri = step.isTextual() ? step.asText() : step.path("uri").asText();
    Map<String, String> parameters = new LinkedHashMap<>();
    int query = uri.indexOf('?');
    if (query >= 0) {
      for (String pair : uri.substring(query + 1).split("&")) {
        String[] parts = pair.split("=", 2);
        parameters.put(
            parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    step.path("parameters")
        .properties()
        .forEach(entry -> parameters.put(entry.getKey(), entry.getValue().asText()));
    return new Call(query < 0 ? uri : uri.substring(0, query), parameters);
  }
}
