package caravan.sync;

import java.time.Instant;

/** An error that knows when trying the record again makes sense. */
public interface RetryAt {

  /** Not before this moment. */
  Instant retryAt();
}
