package caravan.digest;

import java.time.Instant;

/**
 * What one digest covers.
 *
 * @param due the moment of the schedule that it is for
 * @param from its first moment
 * @param until the moment after its last one, where the next digest begins
 */
public record DigestWindow(Instant due, Instant from, Instant until) {

  /** Whether something happened in it; false for null, which stands for "never". */
  boolean contains(Instant moment) {
    return moment != null && !moment.isBefore(from) && moment.isBefore(until);
  }
}
