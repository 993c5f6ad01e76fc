package caravan.cli;

import caravan.hub.OpsUsers;
import caravan.settings.Settings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** The hub that runs with these settings, asked over Jolokia on its management server. */
final class RunningHub {

  /** It answers, but not as it should; the message says what to do. */
  static final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** What operations throw whose message is a sentence for the operator. */
  private static final Set<String> REFUSALS =
      Set.of(IllegalStateException.class.getName(), IllegalArgumentException.class.getName());

  private final Settings settings;
  private final Path home;
  private final ObjectMapper json = new ObjectMapper();

  RunningHub(Settings settings, Path home) {
    this.settings = settings;
    this.home = home;
  }

  /** Where it would be. */
  String url() {
    return "http://%s:%s".formatted(settings.get("server.host"), settings.get("server.port"));
  }

  /**
   * Reads JMX beans by a pattern of their names.
   *
   * @return the beans' attributes by name; empty if no hub answers
   */
  Optional<JsonNode> read(String pattern) throws InterruptedException {
    ObjectNode request = json.createObjectNode().put("type", "read").put("mbean", pattern);
    request.putObject("config").put("ignoreErrors", true);
    return ask(request);
  }

  /**
   * Calls an operation of an integration's JMX bean.
   *
   * @return what it returned; empty if no hub answers
   * @throws Refused if there is no such integration in the hub, or the operation failed
   */
  Optional<JsonNode> call(String integration, String operation, Object... arguments)
      throws InterruptedException {
    ObjectNode request = json.createObjectNode().put("type", "exec");
    request.put("mbean", "caravan:type=Integration,name=" + integration);
    request.put("operation", operation).set("arguments", json.valueToTree(arguments));
    return ask(request);
  }

  /**
   * Reads an address of the hub's server, as the operator.
   *
   * @return its JSON; empty if no hub answers
   */
  Optional<JsonNode> get(String path) throws InterruptedException {
    try {
      HttpResponse<String> answer = send(to(path).GET().build());
      if (answer.statusCode() != 200) {
        throw new Refused(
            "The hub at %s answers %d; check ops.user and ops.password."
                .formatted(url(), answer.statusCode()));
      }
      return Optional.of(parsed(answer.body()));
    } catch (ConnectException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Refused("The hub at %s does not answer: %s".formatted(url(), e));
    }
  }

  /** Whether a hub answers, and runs this integration. */
  boolean runs(String integration) throws InterruptedException {
    Optional<JsonNode> beans = read("caravan:type=Integration,name=*");
    if (beans.isEmpty()) {
      return false;
    }
    for (JsonNode bean : beans.get()) {
      if (bean.path("Name").asText().equals(integration)) {
        return true;
      }
    }
    throw new Refused(
        "The hub at %s runs without %s; set %s.enabled=true and start it again."
            .formatted(url(), integration, integration));
  }

  private Optional<JsonNode> ask(ObjectNode request) throws InterruptedException {
    HttpResponse<String> answer;
    try {
      answer =
          send(
              to("/observe/jolokia/")
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(request)))
                  .build());
    } catch (ConnectException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Refused("The hub at %s does not answer: %s".formatted(url(), e));
    }
    if (answer.statusCode() != 200) {
      throw new Refused(
          "The hub at %s answers %d; check ops.user and ops.password."
              .formatted(url(), answer.statusCode()));
    }
    JsonNode said = parsed(answer.body());
    if (said.path("status").asInt() == 404) {
      throw new Refused(
          request.has("operation")
              ? "The hub at %s runs no such integration.".formatted(url())
              : "The hub at %s is about to start or to end; try again in a moment."
                  .formatted(url()));
    }
    if (said.path("status").asInt() != 200) {
      throw new Refused(reason(said));
    }
    return Optional.of(said.path("value"));
  }

  private String reason(JsonNode said) {
    String error = said.path("error").asText();
    return REFUSALS.contains(said.path("error_type").asText())
        ? error
        : "The hub at %s could not do it: %s".formatted(url(), error);
  }

  private JsonNode parsed(String body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Refused("What answers at %s is no hub: its answer is not JSON.".formatted(url()));
    }
  }

  private HttpRequest.Builder to(String path) {
    OpsUsers users = new OpsUsers(home, settings);
    String pair = users.user() + ":" + users.password();
    String credentials = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return HttpRequest.newBuilder(URI.create(url() + path))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Basic " + credentials);
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
