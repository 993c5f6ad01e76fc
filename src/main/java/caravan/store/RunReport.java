package caravan.store;

import java.time.Duration;
import java.time.Instant;

/**
 * What a run did. {@code read = created + updated + unchanged + deleted + skipped + failed}.
 *
 * @param id the run's number
 * @param integration whose run it was
 * @param cause {@code poll}, {@code sweep}, {@code reconcile} or {@code retry}
 * @param state {@code running}, {@code done}, {@code failed}, {@code asks} (it stopped until a
 *     person decides; its notes say what), {@code paused} (its integration was paused meanwhile) or
 *     {@code lost} (the process ended first)
 * @param startedAt when it began
 * @param finishedAt when it ended; null while it runs
 * @param requests requests sent to Notion on its behalf, refused ones included
 * @param rateLimited how many of them were answered 429 or 529
 * @param complete whether the source's answer was complete
 * @param notes what people should know: people left out, relations waiting, the error; may be empty
 */
public record RunReport(
    long id,
    String integration,
    String cause,
    String state,
    Instant startedAt,
    Instant finishedAt,
    int readCount,
    int createdCount,
    int updatedCount,
    int unchangedCount,
    int deletedCount,
    int skippedCount,
    int failedCount,
    int requests,
    int rateLimited,
    boolean complete,
    String notes) {

  /** How long it took; zero while it runs. */
  public Duration duration() {
    return finishedAt == null ? Duration.ZERO : Duration.between(startedAt, finishedAt);
  }
}
