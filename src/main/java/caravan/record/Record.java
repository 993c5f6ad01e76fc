package caravan.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The canonical message body between any source and any sink.
 *
 * @param externalId the record's identity in its source; never blank
 * @param properties property name to plain value: string, number, boolean, ISO date or {@code
 *     {start,end}}, list of strings, an e-mail address for people, {@code {externalIds:[…]}} for
 *     relations; a null value clears the property, an absent one leaves it alone
 * @param body Markdown; {@code ""} empties the body, null leaves it alone
 * @param deleted whether the record is gone from its source
 * @param version the source's own updated-at or revision, for ordering; null if it has none
 * @param source a link back to the record in its source; null if there is none
 */
public record Record(
    String externalId,
    Map<String, Object> properties,
    String body,
    boolean deleted,
    String version,
    String source) {

  /**
   * Refuses a blank External ID, and takes blanks from its ends: nobody sees them in Notion, where
   * it is looked up. Keeps the order of the properties.
   */
  public Record {
    if (externalId == null || externalId.isBlank()) {
      throw new IllegalArgumentException("a record needs an externalId that is not blank");
    }
    externalId = externalId.strip();
    properties =
        properties == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /** The same record, leaving the body alone. */
  public Record withoutBody() {
    return new Record(externalId, properties, null, deleted, version, source);
  }
}
