package caravan.notion;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One request to Notion, as a decision: the gateway route sends it.
 *
 * @param method GET, POST, PATCH or DELETE
 * @param path the path and query below the service's root, such as {@code /v1/pages}
 * @param body the JSON body; null for none
 * @param repeat whether a repeat after an unknown outcome (time-out, reset, 5xx) is harmless
 */
public record NotionRequest(String method, String path, JsonNode body, Repeat repeat) {

  /** Whether a request whose outcome is unknown may be sent again. */
  public enum Repeat {
    /** Reading, deleting, or setting values: twice is the same as once. */
    SAFE,
    /** Creating or appending: twice may be two. */
    UNSAFE
  }

  /** A read. */
  public static NotionRequest get(String path) {
    return new NotionRequest("GET", path, null, Repeat.SAFE);
  }

  /** A POST that reads, such as a query. */
  public static NotionRequest query(String path, JsonNode body) {
    return new NotionRequest("POST", path, body, Repeat.SAFE);
  }

  /** A POST or PATCH that adds something each time it is sent. */
  public static NotionRequest adding(String method, String path, JsonNode body) {
    return new NotionRequest(method, path, body, Repeat.UNSAFE);
  }

  /** A PATCH that sets values. */
  public static NotionRequest setting(String path, JsonNode body) {
    return new NotionRequest("PATCH", path, body, Repeat.SAFE);
  }

  /**
   * What is asked, whatever it is asked of: method and path with a star for each id, such as {@code
   * GET /v1/blocks/*}{@code /children}.
   */
  public String endpoint() {
    int query = path.indexOf('?');
    String[] parts = (query < 0 ? path : path.substring(0, query)).split("/");
    // Notion's paths are /v1/things/{id}/parts/{id}; only users/me has a word in the id's place.
    for (int i = 3; i < parts.length; i += 2) {
      if (!"me".equals(parts[i])) {
        parts[i] = "*";
      }
    }
    return method + " " + String.join("/", parts);
  }
}
