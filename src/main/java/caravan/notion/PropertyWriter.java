package caravan.notion;

import caravan.record.Record;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns a record's plain values into the property JSON that a data source's schema asks for.
 *
 * <p>The whole record or nothing: a value that can't be written refuses the record. The External ID
 * goes into the contract's key property by itself. A null value clears a property; what clears a
 * status is refused, because Notion would set the default option instead.
 */
public final class PropertyWriter {
  private final Contract contract;

  /**
   * Writes under one contract.
   *
   * @param contract says which properties the hub may write and where it may add options
   */
  public PropertyWriter(Contract contract) {
    this.contract = contract;
  }

  /**
   * Writes every property of the record, keyed by the schema's property ids.
   *
   * @param schema the data source as it is now
   * @param people finds the users of e-mail addresses
   * @param targets finds the pages of related records
   * @throws RecordRefused if a value can't be written as it is
   */
  public WrittenProperties write(
      Record record, DataSourceSchema schema, People people, RelationTargets targets) {
    PropertyEncoder encoder = new PropertyEncoder(people, targets);
    ObjectNode written = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, Object> entry : valuesWithKey(record).entrySet()) {
      WriteTarget target = target(record.externalId(), entry.getKey(), schema);
      written.set(target.property().id(), encoder.encode(target, entry.getValue()));
    }
    return new WrittenProperties(written, encoder.unknownPeople(), encoder.unresolved());
  }

  private Map<String, Object> valuesWithKey(Record record) {
    Map<String, Object> values = new LinkedHashMap<>(record.properties());
    contract
        .key()
        .map(ContractProperty::name)
        .ifPresent(
            key -> {
              Object own = values.put(key, record.externalId());
              if (own != null && !own.equals(record.externalId())) {
                throw new RecordRefused(
                    record.externalId(),
                    key,
                    "holds the External ID, but the record gives it another value",
                    "Leave the property out of the route's mapping: the hub fills it in");
              }
            });
    return values;
  }

  private WriteTarget target(String externalId, String name, DataSourceSchema schema) {
    if (!contract.hubWrites(name)) {
      boolean named = contract.properties().containsKey(name);
      throw new RecordRefused(
          externalId,
          name,
          named ? "belongs to people, so the hub does not write it" : "is not in the contract",
          "Leave it out of the route's mapping, or %s in %s"
              .formatted(named ? "set \"owner: hub\" for it" : "add it", contract.file()));
    }
    SchemaProperty property = schema.properties().get(name);
    if (property == null) {
      throw new RecordRefused(
          externalId,
          name,
          "does not exist in the data source \"%s\" (%s)".formatted(schema.title(), schema.id()),
          "Add or rename the property in Notion, or change " + contract.file());
    }
    WriteTarget target =
        new WriteTarget(externalId, property, contract.properties().get(name), contract.file());
    if (!property.knownType().map(target.rules()::writable).orElse(false)) {
      String instead = property.knownType().map(PropertyType::instead).orElse("");
      throw target.refused(
          "has the type %s, which only Notion itself fills in".formatted(property.type()),
          "Change the property's type in Notion, or leave it out of the route's mapping"
              + (instead.isEmpty() ? "" : " and " + instead));
    }
    return target;
  }
}
