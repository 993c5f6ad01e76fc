package caravan.notion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of a data source when a contract last held: only what the contract speaks of, so
 * that additions are no difference. Ids stay the same when people rename something (Notion:
 * property object), so it tells a rename from a deletion.
 *
 * @param databaseId the database that held the data source; null if it was not said
 * @param place where that database lay; null if it was not said
 * @param properties the properties by their names in the contract, with the options that it needs
 */
public record Baseline(String databaseId, String place, Map<String, SchemaProperty> properties) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Keeps its own copy of the properties, in order. */
  public Baseline {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** What the contract speaks of, as the schema shows it. */
  public static Baseline of(Contract contract, DataSourceSchema schema) {
    Map<String, SchemaProperty> properties = new LinkedHashMap<>();
    for (ContractProperty wanted : contract.properties().values()) {
      SchemaProperty found = schema.properties().get(wanted.name());
      if (found != null) {
        List<SchemaProperty.Option> options =
            found.options().stream()
                .filter(
                    option -> needsAll(wanted, found) || wanted.options().contains(option.name()))
                .toList();
        properties.put(
            wanted.name(),
            new SchemaProperty(
                found.id(), found.name(), found.type(), options, found.relationTarget()));
      }
    }
    return new Baseline(schema.databaseId(), schema.place(), properties);
  }

  /** A status gets no option back by writing it, so one that vanished stops the hub at once. */
  static boolean needsAll(ContractProperty wanted, SchemaProperty found) {
    return found.is(PropertyType.STATUS) && wanted.hubWrites();
  }

  /** What was seen of the property that the contract calls so. */
  public Optional<SchemaProperty> property(String name) {
    return Optional.ofNullable(properties.get(name));
  }

  /** As it is kept. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("what was seen of a data source cannot be written", e);
    }
  }

  /**
   * Reads what was kept.
   *
   * @throws UncheckedIOException if it is not what {@link #toJson} wrote
   */
  public static Baseline read(String json) {
    try {
      return JSON.readValue(json, Baseline.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("what was seen of a data source cannot be read", e);
    }
  }
}
