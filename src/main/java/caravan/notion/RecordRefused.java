package caravan.notion;

/** A record that can't be written whole, so nothing of it is written. */
public class RecordRefused extends RuntimeException {
  private final String externalId;
  private final String property;

  /**
   * Says what stopped the record.
   *
   * @param externalId the record
   * @param property the property's name
   * @param problem what is wrong, as the rest of a sentence that starts with the property
   * @param remedy what the reader can do, as a sentence without its full stop
   */
  public RecordRefused(String externalId, String property, String problem, String remedy) {
    super(
        "record %s: property \"%s\" %s. Nothing of the record was written. %s."
            .formatted(externalId, property, problem, remedy));
    this.externalId = externalId;
    this.property = property;
  }

  /** The record that was refused. */
  public String externalId() {
    return externalId;
  }

  /** The name of the property that stopped it. */
  public String property() {
    return property;
  }
}
