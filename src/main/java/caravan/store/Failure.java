package caravan.store;

import java.time.Instant;

/**
 * A record that could not be delivered.
 *
 * @param integration the integration it belongs to
 * @param externalId the record's External ID, or the source's own id if it could not be mapped
 * @param kind what kind of error, the exception's simple name
 * @param item what the source gave, as JSON: a retry maps and delivers it again
 * @param record the record it was mapped to, as JSON; null if mapping failed
 * @param version the source's version of the record; null if it has none
 * @param error what went wrong, in words
 * @param attempts how often delivery was tried
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
    Instant nextAt) {}
