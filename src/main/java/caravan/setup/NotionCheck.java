package caravan.setup;

import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.settings.NotionConnection;
import caravan.settings.Setting;
import caravan.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;

/** The token of a connection to Notion. */
final class NotionCheck implements Check {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final NotionClient notion;
  private final String url;

  NotionCheck(Settings settings, String connection, ServiceClient http) {
    this.notion = new NotionClient(settings, connection, http, PATIENCE);
    this.url = settings.connection(connection).url();
  }

  @Override
  public String subject() {
    return notion.connection().equals(NotionConnection.DEFAULT)
        ? "Notion"
        : "Notion (" + notion.connection() + ")";
  }

  @Override
  public List<Finding> look() throws InterruptedException {
    if (!notion.hasToken()) {
      return List.of(); // the settings say so
    }
    try {
      JsonNode me = notion.send(NotionRequest.get("/v1/users/me"));
      String workspace = me.at("/bot/workspace_name").asText("");
      return List.of(
          Finding.ok(
              subject(),
              "the token is valid: connection \"%s\"%s"
                  .formatted(
                      me.path("name").asText(""),
                      workspace.isBlank() ? "" : " of workspace \"" + workspace + "\"")));
    } catch (NotionException e) {
      return List.of(Finding.wrong(subject(), what(e)));
    }
  }

  private String what(NotionException e) {
    String variable = Setting.environmentName(NotionConnection.tokenKey(notion.connection()));
    return switch (e.error().kind()) {
      case UNAUTHORIZED ->
          "Notion refuses the token (%s). Set %s to a valid one."
              .formatted(e.error().summary(), variable);
      case NOT_SENT, NO_ANSWER, UNAVAILABLE, TOO_LARGE ->
          "%s cannot be reached (%s). Look at notion.url and at the network."
              .formatted(url, e.error().summary());
      case BLOCKED ->
          "Notion blocks the connection (%s). Ask the workspace's owner."
              .formatted(e.error().summary());
      case RATE_LIMITED ->
          "Notion asks to wait (%s). Check again in a minute.".formatted(e.error().summary());
      default -> e.error().summary();
    };
  }
}
