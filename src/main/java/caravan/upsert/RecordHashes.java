package caravan.upsert;

import caravan.record.Record;
import caravan.record.RecordHash;

/**
 * The hashes of a record's two halves, which are written and compared apart.
 *
 * @param properties the hash of its properties
 * @param body the hash of its body; null if the record leaves the body alone
 */
public record RecordHashes(String properties, String body) {

  /** The hashes of a record. */
  public static RecordHashes of(Record record) {
    return new RecordHashes(
        RecordHash.properties(record), record.body() == null ? null : RecordHash.body(record));
  }

  boolean samePropertiesAs(String written) {
    return properties.equals(written);
  }

  /** Whether the page's body needs nothing: it is the same, or the record leaves it alone. */
  boolean sameBodyAs(String written) {
    return body == null || body.equals(written);
  }
}
