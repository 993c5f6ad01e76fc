package caravan.sandbox.opensearch;

import caravan.sandbox.opensearch.SearchIndex.VersionType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The bulk endpoint: actions as lines of JSON, each with a verdict of its own. */
final class BulkWrites {

  private static final int LONGEST_ID = 512;

  private final ObjectMapper json;
  private final SearchCluster cluster;

  BulkWrites(ObjectMapper json, SearchCluster cluster) {
    this.json = json;
    this.cluster = cluster;
  }

  /** Carries the actions out; one that is refused does not concern the others. */
  ObjectNode answer(String defaultIndex, String body) throws SearchFailure {
    if (!body.endsWith("\n")) {
      throw new SearchFailure(
          400,
          "illegal_argument_exception",
          "The bulk request must be terminated by a newline [\\n]");
    }
    List<String> lines = body.lines().filter(line -> !line.isBlank()).toList();
    checkAll(lines);
    ObjectNode answer = json.createObjectNode().put("took", 1).put("errors", false);
    ArrayNode items = answer.putArray("items");
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = read(lines.get(i));
      String action = line.fieldNames().next();
      JsonNode meta = line.path(action);
      String source = action.equals("delete") ? null : lines.get(++i);
      ObjectNode item = items.addObject().putObject(action);
      String index = meta.path("_index").asText(defaultIndex);
      item.put("_index", index).put("_id", meta.path("_id").asText());
      try {
        apply(action, index, meta, source, item);
      } catch (SearchFailure failure) {
        answer.put("errors", true);
        item.put("status", failure.status());
        item.putObject("error").put("type", failure.type()).put("reason", failure.getMessage());
      }
    }
    return answer;
  }

  /** OpenSearch reads all actions before it carries out the first. */
  private void checkAll(List<String> lines) throws SearchFailure {
    if (lines.isEmpty()) {
      throw new SearchFailure(400, "parse_exception", "request body is required");
    }
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = read(lines.get(i));
      String action = line.isObject() && line.size() == 1 ? line.fieldNames().next() : "";
      if (!List.of("index", "create", "delete").contains(action)) {
        throw new SearchFailure(
            400,
            "illegal_argument_exception",
            "Malformed action/metadata line [%d], expected one of [create, delete, index] but found [%s]"
                .formatted(i + 1, action));
      }
      if (line.path(action).path("_id").asText().length() > LONGEST_ID) {
        throw new SearchFailure(
            400,
            "action_request_validation_exception",
            "Validation Failed: 1: id is too long, must be no longer than 512 bytes;");
      }
      if (!action.equals("delete") && ++i >= lines.size()) {
        throw new SearchFailure(400, "parse_exception", "a source line is missing");
      }
    }
  }

  private void apply(String action, String index, JsonNode meta, String source, ObjectNode item)
      throws SearchFailure {
    String id = meta.path("_id").asText();
    if (cluster.rejects(id)) {
      throw new SearchFailure(
          429, "rejected_execution_exception", "rejected execution of coordinating operation");
    }
    VersionType type = versionType(meta.path("version_type").asText("internal"));
    long version = meta.path("version").asLong();
    SearchIndex target = cluster.foundOrMade(index);
    synchronized (cluster) {
      if (action.equals("delete")) {
        boolean deleted = target.delete(id, type, version);
        item.put("result", deleted ? "deleted" : "not_found").put("status", deleted ? 200 : 404);
      } else {
        if (!(read(source) instanceof ObjectNode document)) {
          throw new SearchFailure(400, "mapper_parsing_exception", "failed to parse");
        }
        boolean created = target.index(id, type, version, document);
        item.put("result", created ? "created" : "updated").put("status", created ? 201 : 200);
      }
      item.put("_version", target.version(id));
    }
  }

  private static VersionType versionType(String name) throws SearchFailure {
    return switch (name) {
      case "internal" -> VersionType.INTERNAL;
      case "external", "external_gt" -> VersionType.EXTERNAL;
      case "external_gte" -> VersionType.EXTERNAL_GTE;
      default ->
          throw new SearchFailure(
              400, "illegal_argument_exception", "No version type match [" + name + "]");
    };
  }

  private JsonNode read(String line) throws SearchFailure {
    try {
      return json.readTree(line);
    } catch (JsonProcessingException e) {
      throw new SearchFailure(400, "parse_exception", e.getOriginalMessage());
    }
  }
}
