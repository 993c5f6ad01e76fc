package caravan.hub;

import caravan.store.RunReport;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * A run that ended, as operators see it.
 *
 * @param id its number
 * @param cause what it was: poll, sweep, reconcile, retry
 * @param state how it ended: done, failed, asks, lost
 * @param startedAt ISO 8601
 * @param finishedAt ISO 8601
 * @param requests sent to Notion
 * @param notes what people should know; may be empty
 */
public record RunLine(
    long id,
    String cause,
    String state,
    String startedAt,
    String finishedAt,
    int read,
    int created,
    int updated,
    int unchanged,
    int deleted,
    int skipped,
    int failed,
    int requests,
    String notes) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static RunLine of(RunReport run) {
    return new RunLine(
        run.id(),
        run.cause(),
        run.state(),
        run.startedAt().toString(),
        run.finishedAt().toString(),
        run.readCount(),
        run.createdCount(),
        run.updatedCount(),
        run.unchangedCount(),
        run.deletedCount(),
        run.skippedCount(),
        run.failedCount(),
        run.requests(),
        run.notes());
  }

  /** What it did, on one line. */
  public String counts() {
    return ("read %d, created %d, updated %d, unchanged %d, deleted %d, skipped %d, failed %d;"
            + " requests %d")
        .formatted(read, created, updated, unchanged, deleted, skipped, failed, requests);
  }

  /** Runs as a JSON array. */
  static String write(List<RunReport> runs) {
    try {
      return JSON.writeValueAsString(runs.stream().map(RunLine::of).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("runs cannot be shown as JSON", e);
    }
  }

  /**
   * Reads what JMX gave.
   *
   * @throws IllegalArgumentException if it is no such array
   */
  public static List<RunLine> read(String json) {
    try {
      return JSON.readValue(json, new TypeReference<List<RunLine>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the hub's answer is no list of runs", e);
    }
  }
}
