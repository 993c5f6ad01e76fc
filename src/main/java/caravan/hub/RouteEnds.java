package caravan.hub;

import caravan.changes.FetchedPages.Source;
import caravan.notion.NotionId;
import caravan.settings.Problems;
import caravan.settings.Settings;
import caravan.webhooks.Listeners;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the enabled integrations read and write, by their route files: so that a webhook finds whom
 * it concerns, and a new route file needs no list of that anywhere else.
 */
final class RouteEnds {

  private static final String NOTION_SOURCE = "kamelet:notion-changes-source";
  private static final String NOTION_SINK = "kamelet:notion-upsert-sink";
  private static final String LINEAR_SOURCE = "kamelet:linear-issues-source";

  private final Settings settings;
  private final Map<String, Source> notionSources = new TreeMap<>();
  private final Set<String> linearReaders = new TreeSet<>();
  private final Map<String, Set<String>> connections = new TreeMap<>();

  RouteEnds(Path routes, Settings settings) {
    this.settings = settings;
    YAMLMapper yaml = new YAMLMapper();
    for (String integration : settings.enabled()) {
      Path file = routes.resolve(integration + ".camel.yaml");
      try {
        collect(integration, yaml.readTree(file.toFile()));
      } catch (IOException e) {
        String reason = "routes/%s cannot be read as YAML.".formatted(file.getFileName());
        throw new Problems(List.of(reason), e);
      }
    }
  }

  /** By the name of an integration that reads Notion, what it reads. */
  Map<String, Source> notionSources() {
    return Map.copyOf(notionSources);
  }

  /** Whom webhooks concern. */
  Listeners listeners() {
    Map<String, List<String>> dataSources = new TreeMap<>();
    notionSources.forEach(
        (integration, source) -> dataSources.put(integration, source.dataSources()));
    return new Listeners(dataSources, linearReaders, connections);
  }

  private void collect(String integration, JsonNode node) {
    String uri = node.path("uri").asText();
    String kamelet = uri.split("[?/]", 2)[0];
    JsonNode parameters = SourceParameters.parameters(uri, node.path("parameters"));
    List<String> dataSources =
        NotionId.list(settings.resolve(parameters.path("dataSource").asText()));
    switch (kamelet) {
      case NOTION_SOURCE -> {
        String bodies = settings.resolve(parameters.path("bodies").asText());
        notionSources.put(
            integration, new Source(dataSources, bodies.isBlank() ? "false" : bodies));
        look(integration, dataSources);
      }
      case NOTION_SINK -> look(integration, dataSources);
      case LINEAR_SOURCE -> linearReaders.add(integration);
      default -> {
        // It is no end that webhooks are about.
      }
    }
    node.forEach(child -> collect(integration, child));
  }

  private void look(String integration, List<String> dataSources) {
    for (String id : dataSources) {
      connections
          .computeIfAbsent(id, key -> new TreeSet<>())
          .add(settings.connectionOf(integration));
    }
  }
}
