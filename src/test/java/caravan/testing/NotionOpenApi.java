package caravan.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Notion's own OpenAPI document of the version that the hub speaks, as a judge of request bodies.
 * It is read once in a test run; safe for use by several threads.
 */
public final class NotionOpenApi {

  private static final Path DOCUMENT =
      Path.of("../shared/reference/notion/openapi-2026-03-11.json").toAbsolutePath().normalize();

  private static final int SHOWN = 300;

  private static final class Loaded {
    private static final Optional<NotionOpenApi> DOCUMENT_IF_THERE =
        Files.exists(DOCUMENT) ? Optional.of(new NotionOpenApi()) : Optional.empty();
  }

  /** An operation of the document whose request has a JSON body. */
  private record Operation(String method, Pattern path, String pointer) {}

  private final ObjectMapper json = new ObjectMapper();
  private final JsonSchemaFactory schemas =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private final Map<String, JsonSchema> loaded = new ConcurrentHashMap<>();
  private final List<Operation> operations = new ArrayList<>();

  private NotionOpenApi() {
    JsonNode paths;
    try {
      paths = json.readTree(DOCUMENT.toFile()).path("paths");
    } catch (IOException e) {
      throw new UncheckedIOException(DOCUMENT + " cannot be read", e);
    }
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (operation.getValue().at("/requestBody/content").has("application/json")) {
          operations.add(operation(path.getKey(), operation.getKey()));
        }
      }
    }
  }

  private static Operation operation(String path, String method) {
    String pointer =
        "/paths/%s/%s/requestBody/content/application~1json/schema"
            .formatted(path.replace("~", "~0").replace("/", "~1"), method);
    // Pattern syntax in a path would be taken literally: Notion's have none but {names}.
    Pattern pattern = Pattern.compile(path.replaceAll("\\{[^}]+}", "[^/]+"));
    return new Operation(method.toUpperCase(Locale.ROOT), pattern, pointer);
  }

  /** The document; empty if ../shared is absent. */
  public static Optional<NotionOpenApi> ifThere() {
    return Loaded.DOCUMENT_IF_THERE;
  }

  /**
   * The document says nothing of writing a verification, which Notion's changelog of 2026-03-25
   * allows in wikis.
   */
  private static JsonNode withoutVerifications(JsonNode body) {
    JsonNode checked = body.deepCopy();
    if (checked.path("properties") instanceof ObjectNode properties) {
      List<String> verifications = new ArrayList<>();
      properties
          .properties()
          .forEach(
              property -> {
                if (property.getValue().has("verification")) {
                  verifications.add(property.getKey());
                }
              });
      properties.remove(verifications);
    }
    return checked;
  }

  /** What the document says against a request, a sentence each; empty if nothing. */
  public List<String> refusals(String method, String path, String body) {
    String request = method + " " + path;
    Operation operation =
        operations.stream()
            .filter(it -> it.method().equals(method) && it.path().matcher(path).matches())
            .findFirst()
            .orElse(null);
    if (operation == null) {
      return List.of(request + ": the document knows no such operation with a JSON body");
    }
    JsonNode node;
    try {
      // After this copy of the document came heading 4, and the options of a status that is made
      // (Notion: changelog 2026-03-30 and 2026-03-19).
      node =
          json.readTree(
              body.replace("\"heading_4\"", "\"heading_3\"")
                  .replaceAll("\"status\":\\{\"options\":\\[[^]]*]}", "\"status\":{}"));
    } catch (IOException e) {
      return List.of(request + ": the body is no JSON: " + e.getMessage());
    }
    JsonSchema schema = loaded.computeIfAbsent(operation.pointer(), this::schema);
    String shown = body.length() <= SHOWN ? body : body.substring(0, SHOWN) + "...";
    return schema.validate(withoutVerifications(node)).stream()
        .limit(3)
        .map(message -> request + ": " + message.getMessage() + " in " + shown)
        .toList();
  }

  private JsonSchema schema(String pointer) {
    return schemas.getSchema(SchemaLocation.of(DOCUMENT.toUri() + "#" + pointer));
  }
}
