package caravan.search;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * One request to OpenSearch, or to Elasticsearch, whose endpoints of this kind are the same.
 *
 * @param method the HTTP method
 * @param path from the server's root on, such as {@code /knowledge-base/_bulk}
 * @param query what follows the question mark; null for nothing
 * @param contentType of the body
 * @param body the body; null for none
 * @param tolerated statuses that are answers like any other, such as 404 for a look at what may not
 *     be there
 */
public record OpenSearchRequest(
    String method,
    String path,
    String query,
    String contentType,
    String body,
    Set<Integer> tolerated) {

  private static final String JSON = "application/json";

  /** Lines of JSON, each ended by a line break (OpenSearch: bulk). */
  private static final String LINES = "application/x-ndjson";

  /** Keeps its own copy of the set. */
  public OpenSearchRequest {
    tolerated = Set.copyOf(tolerated);
  }

  /** Looks whether an index, or an alias of that name, is there; 404 says that it is not. */
  public static OpenSearchRequest lookAt(String index) {
    return new OpenSearchRequest(
        "GET",
        "/" + segment(index) + "/_mapping",
        "filter_path=error,*._meta",
        JSON,
        null,
        missing());
  }

  /** Makes an index; 400 with {@code resource_already_exists_exception} if somebody just did. */
  public static OpenSearchRequest make(String index, String definition) {
    return new OpenSearchRequest("PUT", "/" + segment(index), null, JSON, definition, Set.of(400));
  }

  /**
   * Writes and deletes documents of one index; it stands in the path alone, because a cluster may
   * refuse it elsewhere (OpenSearch: URL-based access control).
   */
  public static OpenSearchRequest bulk(String index, String lines) {
    return new OpenSearchRequest(
        "POST", "/" + segment(index) + "/_bulk", null, LINES, lines, Set.of());
  }

  /** Reads a document; 404 if it, or its index, is not there. */
  public static OpenSearchRequest document(String index, String id) {
    return new OpenSearchRequest(
        "GET", "/" + segment(index) + "/_doc/" + segment(id), null, JSON, null, missing());
  }

  /** Whether it only reads. */
  public boolean isReading() {
    return method.equals("GET");
  }

  private static Set<Integer> missing() {
    return Set.of(404);
  }

  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
