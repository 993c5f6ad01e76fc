package caravan.store;

import java.time.Instant;

/**
 * Something that a webhook asks for: to look again at a page, an issue or a data source.
 *
 * @param system who sent it: notion or linear
 * @param worker on whose behalf: an integration, or for a data source the connection
 * @param kind what is looked at
 * @param subject its id
 * @param mark how many events named it so far
 * @param attempts how often it was tried in vain
 * @param firstAt when the first of the events came that are still waiting
 */
public record WebhookWork(
    String system,
    String worker,
    Kind kind,
    String subject,
    int mark,
    int attempts,
    Instant firstAt) {

  /** What is looked at. */
  public enum Kind {
    /** A Notion page. */
    PAGE,
    /** A Linear issue. */
    ISSUE,
    /** The schema of a Notion data source. */
    DATA_SOURCE
  }

  /** Work that an event asks for. */
  public static WebhookWork asked(String system, String worker, Kind kind, String subject) {
    return new WebhookWork(system, worker, kind, subject, 1, 0, Instant.EPOCH);
  }
}
