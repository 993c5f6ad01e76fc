package caravan.wordpress;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One request to WordPress's REST API.
 *
 * @param method the HTTP method
 * @param path below {@code /wp-json/wp/v2}, such as {@code /posts/5}
 * @param parameters of the query, not encoded
 * @param body what is written; null for none
 * @param upload the file that is uploaded; null for none
 */
public record WordPressRequest(
    String method, String path, Map<String, String> parameters, ObjectNode body, Upload upload) {

  /**
   * A file for the media library.
   *
   * @param name the name that it gets there
   * @param contentType such as {@code image/png}
   * @param file where its content lies
   */
  public record Upload(String name, String contentType, File file) {

    private static final Map<String, String> ENDINGS =
        Map.of(
            "image/png", ".png",
            "image/jpeg", ".jpg",
            "image/gif", ".gif",
            "image/webp", ".webp");

    /**
     * WordPress tells what a file is by the end of its name, and takes the name from a header, in
     * which other letters arrive as something else.
     */
    public Upload {
      String type = contentType.replaceFirst(";.*", "").strip();
      name = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
      String ending = ENDINGS.get(type);
      boolean ends = name.matches("(?s).*\\.[A-Za-z0-9]{2,5}");
      name = name.isEmpty() ? "image" : name;
      name = ending == null || ends ? name : name + ending;
    }
  }

  /** Keeps its own copy of the parameters, in their order. */
  public WordPressRequest {
    parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  static WordPressRequest get(String path, Map<String, String> parameters) {
    return new WordPressRequest("GET", path, parameters, null, null);
  }

  static WordPressRequest post(String path, Map<String, String> parameters, ObjectNode body) {
    return new WordPressRequest("POST", path, parameters, body, null);
  }

  static WordPressRequest delete(String path) {
    return new WordPressRequest("DELETE", path, Map.of(), null, null);
  }

  static WordPressRequest media(Upload upload, Map<String, String> parameters) {
    return new WordPressRequest("POST", "/media", parameters, null, upload);
  }

  /** Whether it only reads. */
  public boolean isReading() {
    return method.equals("GET");
  }

  /**
   * Whether it may be sent again without harm: all but what makes a post or an item of the media
   * library, of which each request makes one more. A category or tag that exists already is
   * refused, with its id.
   */
  public boolean isRepeatable() {
    return !method.equals("POST") || !path.equals("/posts") && !path.equals("/media");
  }

  /** The parameters as a query; empty if there are none. */
  public String query() {
    return parameters.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** What is sent: the JSON as text, or the file; null for nothing. */
  public Object payload() {
    if (upload != null) {
      return upload.file();
    }
    return body == null ? null : body.toString();
  }

  /** Whether a file is sent. */
  public boolean isUploading() {
    return upload != null;
  }

  /** The header that names the file; null without one. */
  public String disposition() {
    return upload == null ? null : "attachment; filename=\"" + upload.name() + "\"";
  }

  /** The type of what is sent. */
  public String contentType() {
    return upload == null ? "application/json; charset=utf-8" : upload.contentType();
  }
}
