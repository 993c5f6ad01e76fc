package caravan.setup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Asks a service over HTTP, outside the hub. Redirects are not followed: a token goes with it. */
final class ServiceClient {

  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final int LARGEST = 16 * 1024 * 1024;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECTING).build();
  private final ObjectMapper json = new ObjectMapper();

  /**
   * An answer.
   *
   * @param json the body; missing if it is no JSON
   * @param text the body
   * @param response its status and headers
   */
  record Answer(JsonNode json, String text, HttpResponse<InputStream> response) {

    int status() {
      return response.statusCode();
    }

    /** A header; null if it is not there. */
    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }
  }

  /**
   * Sends a request.
   *
   * @param body the JSON to send; null for none
   * @param waiting how long the answer may take to begin
   * @throws IOException if there is no answer; the message says what happened
   */
  Answer send(
      String method, String url, Map<String, String> headers, JsonNode body, Duration waiting)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(waiting);
    headers.forEach(request::header);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json; charset=utf-8");
      request.method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    HttpResponse<InputStream> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new IOException(said, e);
    }
    try (InputStream stream = response.body()) {
      String text = new String(stream.readNBytes(LARGEST), StandardCharsets.UTF_8);
      return new Answer(parsed(text), text, response);
    }
  }

  private JsonNode parsed(String text) {
    try {
      return text.isBlank() ? MissingNode.getInstance() : json.readTree(text);
    } catch (JsonProcessingException notJson) {
      // A proxy answers in HTML; whoever asked tells from the status what that means.
      return MissingNode.getInstance();
    }
  }
}
