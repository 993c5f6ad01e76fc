package caravan.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records as JSON and as the maps that route expressions yield, without loss: an absent body stays
 * apart from an empty one, a cleared property from an absent one.
 *
 * <p>Numbers come back as Long, or as BigInteger or BigDecimal where they need it.
 */
public final class RecordJson {
  private static final List<String> FIELDS =
      List.of("externalId", "properties", "body", "deleted", "version", "source");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RecordJson() {}

  /** The record as a JSON text; null fields are left out, null property values are kept. */
  public static String write(Record record) {
    try {
      return MAPPER.writeValueAsString(toMap(record));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "record " + record.externalId() + " holds a value that JSON can't", e);
    }
  }

  /**
   * Reads what {@link #write} wrote, or any JSON object of the same fields.
   *
   * @throws IllegalArgumentException if it is no record; the message names the field
   */
  public static Record read(String json) {
    try {
      return read(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "expected a record as JSON, got none: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Reads a JSON object as a record.
   *
   * @throws IllegalArgumentException if it is no record; the message names the field
   */
  public static Record read(JsonNode json) {
    if (!(PlainValues.plain(json, "the record") instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "expected a record as a JSON object, got " + json.getNodeType());
    }
    return record(map);
  }

  /**
   * Makes a record of what a route's expression yields.
   *
   * @throws IllegalArgumentException if it is no record; the message names the field
   */
  public static Record fromMap(Map<String, Object> map) {
    return record(map);
  }

  /** The record as a map: fresh, with null fields left out and null property values kept. */
  public static Map<String, Object> toMap(Record record) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("externalId", record.externalId());
    map.put("properties", PlainValues.plain(record.properties(), "properties"));
    putUnlessNull(map, "body", record.body());
    map.put("deleted", record.deleted());
    putUnlessNull(map, "version", record.version());
    putUnlessNull(map, "source", record.source());
    return map;
  }

  private static void putUnlessNull(Map<String, Object> map, String field, String value) {
    if (value != null) {
      map.put(field, value);
    }
  }

  private static Record record(Map<?, ?> map) {
    for (Object field : map.keySet()) {
      if (!(field instanceof String name) || !FIELDS.contains(name)) {
        throw new IllegalArgumentException(
            "a record has no field \"%s\"; its fields are %s"
                .formatted(field, String.join(", ", FIELDS)));
      }
    }
    String externalId = text(map, "externalId");
    if (externalId == null || externalId.isBlank()) {
      throw new IllegalArgumentException(
          "the record's \"externalId\" is missing or blank; map it to what identifies the record"
              + " in its source");
    }
    return new Record(
        externalId,
        properties(map.get("properties"), externalId),
        text(map, "body"),
        deleted(map.get("deleted"), externalId),
        text(map, "version"),
        text(map, "source"));
  }

  private static String text(Map<?, ?> map, String field) {
    Object value = PlainValues.plain(map.get(field), field);
    if (value != null && !(value instanceof String)) {
      throw new IllegalArgumentException(
          "the record's \"%s\" must be a text, not %s; map it with tostring in jq"
              .formatted(field, value));
    }
    return (String) value;
  }

  private static Map<String, Object> properties(Object value, String externalId) {
    Map<String, Object> properties = new LinkedHashMap<>();
    Object plain = PlainValues.plain(value, "record " + externalId + ": properties");
    if (plain == null) {
      return properties;
    }
    if (!(plain instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          "record %s: \"properties\" must be an object of property name to value"
              .formatted(externalId));
    }
    map.forEach((name, property) -> properties.put(String.valueOf(name), property));
    return properties;
  }

  private static boolean deleted(Object value, String externalId) {
    Object plain = PlainValues.plain(value, "deleted");
    if (plain != null && !(plain instanceof Boolean)) {
      throw new IllegalArgumentException(
          "record %s: \"deleted\" must be true or false, not %s".formatted(externalId, plain));
    }
    return Boolean.TRUE.equals(plain);
  }
}
