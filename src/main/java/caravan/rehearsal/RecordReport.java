package caravan.rehearsal;

import java.util.List;

/**
 * What would become of one record.
 *
 * @param record its External ID; blank for what belongs to no single record
 * @param title what people call it; may be empty
 * @param content the Record as JSON text, where a single one was asked for; else empty
 * @param source where it comes from; may be empty
 * @param outcome created, updated, unchanged, deleted, skipped or failed
 * @param remoteId the page or message that is changed; empty for a new one
 * @param properties the property values that would differ
 * @param body what would become of the body; null if it is not written
 * @param message the text of the Slack message; empty if none is sent
 * @param writes how many requests would change something
 * @param error why it would fail; empty if it would not
 */
public record RecordReport(
    String record,
    String title,
    String content,
    String source,
    String outcome,
    String remoteId,
    List<Change> properties,
    Body body,
    String message,
    int writes,
    String error) {

  /**
   * A property's value.
   *
   * @param property its name
   * @param before as it is; empty for none
   * @param after as it would be; empty for none
   */
  public record Change(String property, String before, String after) {}

  /**
   * Blocks of a page's body.
   *
   * @param kept they stay as they are
   * @param changed they stay and say something else
   * @param inserted they are new
   * @param deleted they go
   */
  public record Body(int kept, int changed, int inserted, int deleted) {}

  /** Keeps its own copy of the list. */
  public RecordReport {
    properties = List.copyOf(properties);
  }
}
