package caravan.wordpress;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * A post as it stands in WordPress.
 *
 * @param id its id
 * @param status publish, future (published at its date), draft, pending, private or trash
 * @param slug the last part of its address
 * @param date when it was, or is to be, published; null if that is not said
 * @param content as it is stored
 */
record Post(String id, String status, String slug, Instant date, String content) {

  /** The fields that are asked for. */
  static final String FIELDS = "id,status,slug,date_gmt,content,categories,tags";

  private static final String TRASHED = "__trashed";

  static Post read(JsonNode json) {
    return new Post(
        json.path("id").asText(),
        json.path("status").asText(),
        json.path("slug").asText(""),
        date(json.path("date_gmt").asText("")),
        json.at("/content/raw").asText(""));
  }

  /** In UTC, without a zone (WordPress: posts). */
  private static Instant date(String text) {
    try {
      return text.isEmpty() ? null : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException never) {
      return null; // 0000-00-00: a draft that has no date yet
    }
  }

  boolean isTrashed() {
    return status.equals("trash");
  }

  /** Whether readers do not see it, nor will. */
  boolean isDraft() {
    return status.equals("draft") || isTrashed();
  }

  /** Whether it waits for its date. */
  boolean isScheduled() {
    return status.equals("future");
  }

  /** Its slug when it is not in the trash, where WordPress adds to it. */
  String ownSlug() {
    return slug.endsWith(TRASHED) ? slug.substring(0, slug.length() - TRASHED.length()) : slug;
  }
}
