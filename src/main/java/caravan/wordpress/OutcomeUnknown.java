package caravan.wordpress;

import caravan.sync.RetryAt;
import java.time.Instant;

/**
 * A post or an image was sent and nobody knows whether it arrived. WordPress does not have it yet;
 * it is looked for once more before it is sent again.
 */
public final class OutcomeUnknown extends RuntimeException implements RetryAt {

  private static final long serialVersionUID = 1L;

  private final Instant retryAt;

  OutcomeUnknown(String what, Instant retryAt) {
    super(
        ("It is not known yet whether %s was created in WordPress: it is not there, but it may"
                + " still be on its way. It is looked for again before anything is sent.")
            .formatted(what));
    this.retryAt = retryAt;
  }

  @Override
  public Instant retryAt() {
    return retryAt;
  }
}
