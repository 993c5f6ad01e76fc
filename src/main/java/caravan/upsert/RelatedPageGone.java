package caravan.upsert;

import caravan.sync.RetryAt;
import java.time.Instant;

/**
 * A page that a record is related to is gone; what is known of it was put right, so that the record
 * is written without it on the next attempt, and the relation waits for it.
 */
public final class RelatedPageGone extends RuntimeException implements RetryAt {

  private static final long serialVersionUID = 1L;

  private final Instant retryAt;

  RelatedPageGone(String externalId, String related, Instant retryAt, Throwable cause) {
    super(
        ("Record %s is related to %s, whose page is gone, in another data source, or not shared with"
                + " the connection any more. It is written without it on the next attempt.")
            .formatted(externalId, related),
        cause);
    this.retryAt = retryAt;
  }

  @Override
  public Instant retryAt() {
    return retryAt;
  }
}
