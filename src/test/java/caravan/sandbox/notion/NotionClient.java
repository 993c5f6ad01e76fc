package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Talks to a sandbox as any client of Notion would. */
final class NotionClient {

  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final String root;
  private final String version;

  NotionClient(String root, String version) {
    this.root = root;
    this.version = version;
  }

  /** What came back. */
  record Got(int status, JsonNode json, HttpResponse<String> raw) {
    String message() {
      return json.path("message").asText();
    }

    String code() {
      return json.path("code").asText();
    }
  }

  Got get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Got delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  Got post(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Got patch(String path, String body) throws IOException, InterruptedException {
    return send(request(path).method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path))
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer token-one")
        .header("Notion-Version", version)
        .header("Content-Type", "application/json");
  }

  Got send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> raw = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Got(raw.statusCode(), json.readTree(raw.body()), raw);
  }
}
