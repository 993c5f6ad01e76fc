package caravan.setup;

import caravan.search.SearchHits;
import caravan.search.SearchQuestion;
import caravan.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** Asks OpenSearch outside the hub: what it is, what an index is, and what is in it. */
public final class OpenSearchClient {

  private static final Duration WAITING = Duration.ofSeconds(20);

  /** It did not answer as asked; the message says why, and what to do. */
  public static final class SearchRefused extends Exception {

    private static final long serialVersionUID = 1L;

    SearchRefused(String message) {
      super(message);
    }
  }

  private final String url;
  private final String user;
  private final String password;
  private final ServiceClient http = new ServiceClient();

  public OpenSearchClient(Settings settings) {
    this.url = settings.get("opensearch.url").replaceAll("/+$", "");
    this.user = settings.get("opensearch.user");
    this.password = settings.get("opensearch.password");
  }

  /**
   * Searches an index.
   *
   * @throws SearchRefused if there is no such index, or no answer
   */
  public SearchHits search(String index, SearchQuestion question)
      throws SearchRefused, InterruptedException {
    ServiceClient.Answer answer = ask("POST", "/" + segment(index) + "/_search", question.json());
    if (answer.status() == 404) {
      throw new SearchRefused(
          "There is no index \"%s\" at %s yet: knowledge-base makes it with the first page that it delivers. Start it (./caravan run), or look at knowledge-base.index."
              .formatted(index, url));
    }
    if (answer.status() >= 300) {
      throw new SearchRefused(
          "OpenSearch answered %d: %s".formatted(answer.status(), reason(answer)));
    }
    return SearchHits.read(answer.json());
  }

  /** What the cluster says of itself, such as {@code opensearch 3.8.0}. */
  String about() throws SearchRefused, InterruptedException {
    ServiceClient.Answer answer = ask("GET", "/", null);
    JsonNode version = answer.json().path("version");
    if (answer.status() >= 300 || !version.has("number")) {
      throw new SearchRefused(
          "%s answered %d, but not as OpenSearch or Elasticsearch does. Look at opensearch.url."
              .formatted(url, answer.status()));
    }
    return version.path("distribution").asText("elasticsearch")
        + " "
        + version.path("number").asText();
  }

  /** What an index is mapped to, by field; null if it is not there. */
  JsonNode fields(String index) throws SearchRefused, InterruptedException {
    ServiceClient.Answer answer = ask("GET", "/" + segment(index) + "/_mapping", null);
    if (answer.status() == 404) {
      return null;
    }
    if (answer.status() >= 300) {
      throw new SearchRefused(
          "OpenSearch answered %d about the index \"%s\": %s"
              .formatted(answer.status(), index, reason(answer)));
    }
    // Below the index's own name, which an alias does not tell.
    return answer.json().path(answer.json().fieldNames().next()).at("/mappings/properties");
  }

  private ServiceClient.Answer ask(String method, String path, JsonNode body)
      throws SearchRefused, InterruptedException {
    Map<String, String> headers = user.isBlank() ? Map.of() : Map.of("Authorization", basic());
    ServiceClient.Answer answer;
    try {
      answer = http.send(method, url + path, headers, body, WAITING);
    } catch (IOException e) {
      throw new SearchRefused(
          "%s cannot be reached (%s). Look at opensearch.url and at the network."
              .formatted(url, e.getMessage()));
    }
    if (answer.status() == 401) {
      throw new SearchRefused(
          "OpenSearch refuses the user. Set OPENSEARCH_USER and OPENSEARCH_PASSWORD (or"
              + " OPENSEARCH_PASSWORD_FILE).");
    }
    return answer;
  }

  private String basic() {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private static String reason(ServiceClient.Answer answer) {
    JsonNode error = answer.json().path("error");
    return error.isTextual() ? error.asText() : error.path("reason").asText("no reason given");
  }

  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
