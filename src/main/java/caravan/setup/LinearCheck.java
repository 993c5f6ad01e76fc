package caravan.setup;

import caravan.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Linear's token, and the team that issues are taken of. */
final class LinearCheck implements Check {

  private static final String QUERY =
      """
      query CaravanCheck($key: String!) {
        organization { name }
        teams(filter: {key: {eq: $key}}) { nodes { key name } }
      }
      """;
  private static final Duration WAITING = Duration.ofSeconds(20);

  private final String url;
  private final String token;
  private final String team;
  private final ServiceClient http;

  LinearCheck(Settings settings, ServiceClient http) {
    this.url = settings.get("linear.url");
    this.token = settings.get("linear.token");
    this.team = settings.get("linear.team");
    this.http = http;
  }

  @Override
  public String subject() {
    return "Linear";
  }

  @Override
  public List<Finding> look() throws InterruptedException {
    if (token.isBlank()) {
      return List.of(); // the settings say so
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("query", QUERY);
    body.putObject("variables").put("key", team);
    try {
      ServiceClient.Answer answer =
          http.send("POST", url, Map.of("Authorization", token), body, WAITING);
      return answer.json().path("data").path("organization").has("name")
          ? found(answer.json().path("data"))
          : List.of(Finding.wrong(subject(), refused(answer)));
    } catch (IOException e) {
      return List.of(
          Finding.wrong(
              subject(),
              "%s cannot be reached (%s). Look at linear.url and at the network."
                  .formatted(url, e.getMessage())));
    }
  }

  private List<Finding> found(JsonNode data) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            subject(),
            "the token is valid: workspace \"%s\""
                .formatted(data.at("/organization/name").asText())));
    if (!team.isBlank() && data.at("/teams/nodes").isEmpty()) {
      findings.add(
          Finding.wrong(
              subject(),
              "there is no team with the key \"%s\" that the token's owner sees. Correct LINEAR_TEAM."
                  .formatted(team)));
    }
    return findings;
  }

  private static String refused(ServiceClient.Answer answer) {
    String code = answer.json().at("/errors/0/extensions/code").asText("");
    String said = answer.json().at("/errors/0/message").asText("no reason");
    if (answer.status() == 401 || code.equals("AUTHENTICATION_ERROR")) {
      return "Linear refuses the token (%s). Set LINEAR_TOKEN to a valid API key.".formatted(said);
    }
    return code.equals("RATELIMITED")
        ? "Linear's hourly limit is reached. Check again later."
        : "Linear answered %d (%s). Look at linear.url.".formatted(answer.status(), said);
  }
}
