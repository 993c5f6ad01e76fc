package caravan.hub;

import caravan.changes.BodyPlan;
import caravan.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the enabled integrations' route files ask of the Kamelet notion-changes-source about bodies.
 * Camel takes any text for a Kamelet's parameter; a list of blocks with a slip of the pen must not
 * start.
 */
final class SourceParameters {

  private static final String SOURCE = "kamelet:notion-changes-source";

  private final Map<String, BodyPlan> plans = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Settings settings;

  SourceParameters(Path routes, Settings settings) {
    this.settings = settings;
    YAMLMapper yaml = new YAMLMapper();
    for (String integration : settings.enabled()) {
      Path file = routes.resolve(integration + ".camel.yaml");
      try {
        collect("routes/" + file.getFileName(), yaml.readTree(file.toFile()));
      } catch (IOException e) {
        problems.add(
            "routes/%s cannot be read as YAML: %s"
                .formatted(file.getFileName(), e.getMessage().lines().findFirst().orElse("")));
      }
    }
  }

  /** By the integration's name, as the Kamelet is given it. */
  Map<String, BodyPlan> plans() {
    return Map.copyOf(plans);
  }

  /** One sentence for each parameter that says something unknown. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  private void collect(String file, JsonNode node) {
    String uri = node.path("uri").asText();
    if (uri.equals(SOURCE) || uri.startsWith(SOURCE + "?") || uri.startsWith(SOURCE + "/")) {
      read(file, parameters(uri, node.path("parameters")));
    }
    node.forEach(child -> collect(file, child));
  }

  /** The parameters of the node and of its address. */
  static ObjectNode parameters(String uri, JsonNode node) {
    ObjectNode all =
        node instanceof ObjectNode object ? object.deepCopy() : new YAMLMapper().createObjectNode();
    int query = uri.indexOf('?');
    if (query >= 0) {
      for (String pair : uri.substring(query + 1).split("&")) {
        String[] parts = pair.split("=", 2);
        all.put(
            parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return all;
  }

  private void read(String file, ObjectNode parameters) {
    String integration = settings.resolve(parameters.path("integration").asText());
    for (String name : List.of("blocks", "bodyFormats")) {
      if (parameters.path(name).isContainerNode()) {
        problems.add(
            "%s: notion-changes-source, %s: write the names as one text with commas between them."
                .formatted(file, name));
        return;
      }
    }
    try {
      BodyPlan plan =
          BodyPlan.of(
              settings.resolve(parameters.path("blocks").asText()),
              settings.resolve(parameters.path("bodyFormats").asText()));
      BodyPlan other = plans.putIfAbsent(integration, plan);
      if (other != null && !other.equals(plan)) {
        problems.add(
            "%s: notion-changes-source is used twice for %s, with different blocks or bodyFormats; use the same ones."
                .formatted(file, integration));
      }
    } catch (IllegalArgumentException e) {
      problems.add("%s: notion-changes-source, %s".formatted(file, e.getMessage()));
    }
  }
}
