package caravan.slack;

import caravan.sync.RetryAt;
import java.time.Instant;

/**
 * A message was posted and nobody knows whether it arrived. The channel's history does not show it
 * yet; it is looked for once more before it is posted again.
 */
public final class PostOutcomeUnknown extends RuntimeException implements RetryAt {

  private static final long serialVersionUID = 1L;

  private final Instant retryAt;

  PostOutcomeUnknown(String externalId, Instant retryAt) {
    super(
        ("It is not known yet whether the message of record %s was posted: the channel does not"
                + " show it, but it may still be on its way. It is looked for again before anything"
                + " is posted.")
            .formatted(externalId));
    this.retryAt = retryAt;
  }

  @Override
  public Instant retryAt() {
    return retryAt;
  }
}
