package caravan.sync;

import caravan.record.Record;
import java.util.List;

/**
 * The idempotent consumer's key: which record of which integration, with which content.
 *
 * @param integration the integration
 * @param externalId the record's External ID; {@code kind/External ID} where an integration has
 *     records of several kinds
 * @param hash the content hash
 * @param version the source's version; blank if it has none
 */
public record DeliveryKey(String integration, String externalId, String hash, String version) {

  private static final String SEPARATOR = "\u001f";

  /** The key of a record whose content has the given hash. */
  public static DeliveryKey of(String integration, Record record, String hash) {
    return of(integration, record.externalId(), record.version(), hash);
  }

  /**
   * The key of what is kept under that name.
   *
   * @param subject the External ID, with the record's kind before it where there are several
   * @param version null if the source has none
   */
  static DeliveryKey of(String integration, String subject, String version, String hash) {
    return new DeliveryKey(integration, subject, hash, version == null ? "" : version);
  }

  /** Reads what {@link #toString} wrote. */
  public static DeliveryKey parse(String key) {
    List<String> parts = List.of(key.split(SEPARATOR, -1));
    if (parts.size() != 4) {
      throw new IllegalArgumentException(
          "an idempotent key has four parts (integration, External ID, hash, version): " + key);
    }
    return new DeliveryKey(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
  }

  /** The record, whatever its content: what two deliveries may not work on at once. */
  String subject() {
    return integration + SEPARATOR + externalId;
  }

  @Override
  public String toString() {
    return String.join(SEPARATOR, integration, externalId, hash, version);
  }
}
