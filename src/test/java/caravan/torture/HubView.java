package caravan.torture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the hub says of itself, as {@code caravan status} asks it. */
final class HubView {

  static final String PASSWORD = "torture-4714";

  /**
   * What an integration says.
   *
   * @param state {@code running}, or how the last run ended
   * @param failures records that wait
   * @param lastRunAt when the last run ended
   * @param lastRun what it did
   */
  record Integration(String state, int failures, String lastRunAt, String lastRun) {

    /** Nothing waits or goes on, and the last run had nothing to do. */
    boolean isIdle() {
      return failures == 0
          && state.equals("done")
          && lastRun.contains("created 0, updated 0,")
          && lastRun.contains("deleted 0,")
          && lastRun.contains("failed 0;");
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private final ObjectMapper json = new ObjectMapper();
  private final int port;

  HubView(int port) {
    this.port = port;
  }

  /** Each integration by name; empty while the hub does not answer. */
  Optional<Map<String, Integration>> integrations() {
    String pair = "ops:" + PASSWORD;
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:%d/observe/jolokia/read/caravan:type=Integration,name=*"
                        .formatted(port)))
            .timeout(Duration.ofSeconds(5))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
            .build();
    HttpResponse<String> answer;
    try {
      answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking the hub", e);
    }
    return answer.statusCode() == 200 ? Optional.of(read(answer.body())) : Optional.empty();
  }

  private Map<String, Integration> read(String body) {
    Map<String, Integration> all = new TreeMap<>();
    try {
      for (JsonNode bean : json.readTree(body).path("value")) {
        all.put(
            bean.path("Name").asText(),
            new Integration(
                bean.path("State").asText(),
                bean.path("FailuresWaiting").asInt(-1),
                bean.path("LastRunAt").asText(),
                bean.path("LastRun").asText()));
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException("the hub's answer is not JSON", e);
    }
    return all;
  }
}
