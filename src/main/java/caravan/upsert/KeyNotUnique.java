package caravan.upsert;

import caravan.sync.Stops;

/**
 * Two pages of a data source carry the same External ID, so that nobody knows which of them is the
 * record's: the run stops before the first write.
 */
public final class KeyNotUnique extends RuntimeException implements Stops {

  private static final long serialVersionUID = 1L;

  KeyNotUnique(String dataSource, String property, String externalId, String one, String other) {
    super(
        ("In the data source %s two pages have the %s \"%s\": %s and %s. Nothing was written. Put"
                + " one of them into the trash, or empty its %s; the next run looks again.")
            .formatted(dataSource, property, externalId, one, other, property));
  }

  @Override
  public String reason() {
    return getMessage();
  }
}
