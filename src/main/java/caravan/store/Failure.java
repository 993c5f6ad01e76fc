package caravan.store;

import java.time.Instant;

/**
 * A record that could not be delivered.
 *
 * @param integration the integration it belongs to
 * @param externalId the record's External ID, or the source's own id if it could not be mapped
 * @param kind what kind of error, the exception's simple name; {@code drift} or {@code paused} for
 *     a record that was on its way when its integration was paused
 * @param item what the source gave, as JSON: a retry maps and delivers it again
 * @param record the record it was mapped to, as JSON; null if mapping failed
 * @param version the source's version of the record; null if it has none
 * @param error what went wrong, in words
 * @param attempts how often delivery was tried and failed; 0 if it only waits
 * @param firstAt the first failure
 * @param lastAt the latest failure
 * @param nextAt when it is tried again
 */
public record Failure(
    String integration,
    String externalId,
    String kind,
    String item,
    String record,
    String version,
    String error,
    int attempts,
    Instant firstAt,
    Instant lastAt,
    Instant nextAt) {

  /** The same record, waiting for its integration; what happened to it was no attempt. */
  public Failure waiting(String waitsAs, Instant from) {
    return new Failure(
        integration,
        externalId,
        waitsAs,
        item,
        record,
        version,
        error,
        attempts - 1,
        firstAt,
        lastAt,
        from);
  }
}
