package caravan.digest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A page of the knowledge base that was edited in a digest's window.
 *
 * @param editor the id of the last one who did
 */
record PageChange(String title, String url, String editor) {

  /**
   * What a digest says of a row, as Notion gives it; empty if it was edited after the window, which
   * is the next digest's matter, or lies in the trash.
   */
  static Optional<PageChange> of(JsonNode row, DigestWindow window) {
    Instant edited = OffsetDateTime.parse(row.path("last_edited_time").asText()).toInstant();
    if (row.path("in_trash").asBoolean() || !window.contains(edited)) {
      return Optional.empty();
    }
    return Optional.of(
        new PageChange(
            title(row), row.path("url").asText(), row.at("/last_edited_by/id").asText()));
  }

  private static String title(JsonNode row) {
    StringBuilder title = new StringBuilder();
    for (JsonNode property : row.path("properties")) {
      if (property.path("type").asText().equals("title")) {
        property.path("title").forEach(run -> title.append(run.path("plain_text").asText()));
      }
    }
    return title.isEmpty() ? "Page without a title" : title.toString();
  }
}
