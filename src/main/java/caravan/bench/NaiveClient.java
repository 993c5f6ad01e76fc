package caravan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Sends a script's requests one after the other, with its pause behind each. The pause is added to
 * the sandbox's clock instead of being slept. A refused request is sent again after Retry-After, as
 * the official client does.
 */
final class NaiveClient {

  private static final String LOOPBACK = "http://127.0.0.1:";

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final BenchWorkspace workspace;
  private final BenchWatch watch;
  private String job = "";

  NaiveClient(BenchWorkspace workspace, BenchWatch watch) {
    if (!workspace.url().startsWith(LOOPBACK)) {
      throw new IllegalArgumentException("the naive pattern runs on loopback only");
    }
    this.workspace = workspace;
    this.watch = watch;
  }

  /** What the following requests are for. */
  void job(String name) {
    job = name;
  }

  JsonNode get(String path) throws InterruptedException {
    return send("GET", path, null);
  }

  JsonNode post(String path, ObjectNode body) throws InterruptedException {
    return send("POST", path, body);
  }

  JsonNode patch(String path, ObjectNode body) throws InterruptedException {
    return send("PATCH", path, body);
  }

  void delete(String path) throws InterruptedException {
    send("DELETE", path, null);
  }

  private JsonNode send(String method, String path, ObjectNode body) throws InterruptedException {
    while (true) {
      HttpResponse<String> answer = answer(method, path, body);
      workspace.clock().move(JobCost.NAIVE_PAUSE);
      watch.at(job, "naive pattern", workspace.requests());
      if (watch.endsWithin(Duration.ZERO)) {
        throw new BenchStopped();
      }
      if (answer.statusCode() == 429) {
        long seconds = Long.parseLong(answer.headers().firstValue("Retry-After").orElse("1"));
        workspace.clock().move(Duration.ofSeconds(seconds));
        continue;
      }
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            "%s: the naive pattern's %s %s was answered %d: %s"
                .formatted(job, method, path, answer.statusCode(), answer.body()));
      }
      return parsed(answer.body());
    }
  }

  private HttpResponse<String> answer(String method, String path, ObjectNode body)
      throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(workspace.url() + "/notion" + path))
            .timeout(Duration.ofMinutes(1))
            .header("Authorization", "Bearer bench")
            .header("Notion-Version", "2026-03-11")
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(
          job + ": the sandbox did not answer " + method + " " + path, e);
    }
  }

  private JsonNode parsed(String body) {
    try {
      return json.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's answer is no JSON", e);
    }
  }
}
