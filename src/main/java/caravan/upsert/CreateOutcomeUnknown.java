package caravan.upsert;

import caravan.sync.RetryAt;
import java.time.Instant;

/**
 * A create was sent and nobody knows whether it was carried out. The record is tried again soon:
 * its External ID is looked up first, and only when the index had time to show the page and does
 * not is the create sent again.
 */
public final class CreateOutcomeUnknown extends RuntimeException implements RetryAt {

  private static final long serialVersionUID = 1L;

  private final Instant retryAt;

  CreateOutcomeUnknown(String externalId, Instant retryAt, Throwable cause) {
    super(
        "It is not known yet whether the page of record %s was created; it will be looked up"
                .formatted(externalId)
            + " before anything is sent again.",
        cause);
    this.retryAt = retryAt;
  }

  @Override
  public Instant retryAt() {
    return retryAt;
  }
}
