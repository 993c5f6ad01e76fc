package caravan.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** A plain HTTP client for tests of the sandbox: sends a body, reads JSON. */
public final class Wire {
  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  /** What came back. */
  public record Reply(int status, HttpHeaders headers, JsonNode body) {}

  /** Posts a body as it is. */
  public Reply post(String url, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), response.headers(), json.readTree(response.body()));
  }

  /** Posts a value as JSON. */
  public Reply postJson(String url, Object value, String authorization)
      throws IOException, InterruptedException {
    return post(
        url,
        json.writeValueAsString(value),
        Map.of("Content-Type", "application/json; charset=utf-8", "Authorization", authorization));
  }
}
