package caravan.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/**
 * What a run would do, record by record, and in all.
 *
 * @param integration whose
 * @param state {@code done}, or how the run would end: failed, asks, paused
 * @param notes what people should know; may be empty
 * @param requests requests to Notion that the run would take, those that read included
 * @param writes how many of them would change something
 * @param messages calls of Slack that would change something
 * @param asideReads requests that only this report took, to show values as they are
 * @param records the records that something would become of; those that are unchanged or skipped
 *     only where a single one was asked for
 */
public record RehearsalReport(
    String integration,
    String state,
    String notes,
    int read,
    int created,
    int updated,
    int unchanged,
    int deleted,
    int skipped,
    int failed,
    int requests,
    int writes,
    int messages,
    int asideReads,
    List<RecordReport> records) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keeps its own copy of the list. */
  public RehearsalReport {
    records = List.copyOf(records);
  }

  /** As JSON text. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report cannot be written as JSON", e);
    }
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static RehearsalReport read(String json) {
    try {
      return JSON.readValue(json, RehearsalReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the hub's answer is no report of a dry run", e);
    }
  }
}
