package caravan.sandbox.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One index in memory. A deleted document's version is remembered for ever, as OpenSearch does for
 * {@code index.gc_deletes}. Not safe for use by several threads: its cluster is.
 */
final class SearchIndex {

  /** How the version of a write compares with the one that is there. */
  enum VersionType {
    /** The index counts by itself. */
    INTERNAL,
    /** The write's version must be higher. */
    EXTERNAL,
    /** The write's version must not be lower. */
    EXTERNAL_GTE
  }

  private final ObjectMapper json = new ObjectMapper();
  private final String name;
  private final ObjectNode settings;
  private final ObjectNode mappings;
  private final Map<String, SearchDocument> documents = new LinkedHashMap<>();
  private final Map<String, Long> versions = new LinkedHashMap<>();

  SearchIndex(String name, JsonNode definition) {
    this.name = name;
    this.settings = object(definition.path("settings"));
    this.mappings = object(definition.path("mappings"));
  }

  String name() {
    return name;
  }

  ObjectNode settings() {
    return settings;
  }

  ObjectNode mappings() {
    return mappings;
  }

  List<SearchDocument> documents() {
    return new ArrayList<>(documents.values());
  }

  SearchDocument document(String id) {
    return documents.get(id);
  }

  /** Stores a document; true if there was none with that id. */
  boolean index(String id, VersionType type, long version, ObjectNode source) throws SearchFailure {
    checkFields(id, source);
    long next = next(id, type, version);
    versions.put(id, next);
    return documents.put(id, new SearchDocument(id, next, source)) == null;
  }

  /** Deletes a document; true if there was one with that id. */
  boolean delete(String id, VersionType type, long version) throws SearchFailure {
    versions.put(id, next(id, type, version));
    return documents.remove(id) != null;
  }

  long version(String id) {
    return versions.getOrDefault(id, 0L);
  }

  private long next(String id, VersionType type, long version) throws SearchFailure {
    long present = versions.getOrDefault(id, 0L);
    if (type == VersionType.INTERNAL) {
      return present + 1;
    }
    boolean known = versions.containsKey(id);
    boolean wins = type == VersionType.EXTERNAL ? version > present : version >= present;
    if (known && !wins) {
      throw new SearchFailure(
          409,
          "version_conflict_engine_exception",
          "[%s]: version conflict, current version [%d] is higher than the one provided [%d]"
              .formatted(id, present, version));
    }
    return version;
  }

  /** What the mapping says of a field must fit its value; a field it does not name fits. */
  private void checkFields(String id, ObjectNode source) throws SearchFailure {
    for (var field : source.properties()) {
      String type = mappings.path("properties").path(field.getKey()).path("type").asText("");
      List<JsonNode> values = new ArrayList<>();
      if (field.getValue().isArray()) {
        field.getValue().forEach(values::add);
      } else {
        values.add(field.getValue());
      }
      for (JsonNode value : values) {
        if (!fits(type, value)) {
          throw new SearchFailure(
              400,
              "mapper_parsing_exception",
              "failed to parse field [%s] of type [%s] in document with id '%s'. Preview of field's value: '%s'"
                  .formatted(field.getKey(), type, id, value.asText()));
        }
      }
    }
  }

  private static boolean fits(String type, JsonNode value) {
    if (value.isNull()) {
      return true;
    }
    return switch (type) {
      case "date" -> value.isNumber() || isMoment(value.asText());
      case "long", "integer" -> value.isNumber() || value.asText().matches("-?\\d{1,18}");
      case "boolean" -> value.isBoolean();
      case "text", "keyword" -> value.isValueNode();
      default -> true;
    };
  }

  /** A day, or a moment with its offset: what Caravan's kind of client writes. */
  private static boolean isMoment(String text) {
    try {
      DateTimeFormatter.ofPattern("yyyy-MM-dd['T'HH:mm:ss[.SSS]XXX]", Locale.ROOT).parse(text);
      return true;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  private ObjectNode object(JsonNode node) {
    return node instanceof ObjectNode given ? given.deepCopy() : json.createObjectNode();
  }
}
