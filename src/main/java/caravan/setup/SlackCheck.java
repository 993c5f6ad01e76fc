package caravan.setup;

import caravan.settings.Setting;
import caravan.settings.Settings;
import caravan.slack.SlackChannels;
import caravan.slack.SlackRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Slack's token, and whether the bot may post to the channels that settings name. */
final class SlackCheck implements Check {

  private static final Duration WAITING = Duration.ofSeconds(20);
  private static final String ALERTS = "slack.alerts.channel";

  /** Slack refused a call. */
  private static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final String error;

    Refused(String error) {
      super(error);
      this.error = error;
    }
  }

  private final Settings settings;
  private final List<String> channels;
  private final ServiceClient http;

  /**
   * @param channels the settings that name channels
   */
  SlackCheck(Settings settings, List<String> channels, ServiceClient http) {
    this.settings = settings;
    this.channels = channels;
    this.http = http;
  }

  @Override
  public String subject() {
    return "Slack";
  }

  @Override
  public List<Finding> look() throws InterruptedException {
    if (settings.get("slack.token").isBlank()) {
      return List.of(); // the settings say so
    }
    List<Finding> findings = new ArrayList<>();
    try {
      JsonNode me = call("auth.test", JsonNodeFactory.instance.objectNode());
      findings.add(
          Finding.ok(
              subject(),
              "the token is valid: bot \"%s\" of \"%s\""
                  .formatted(me.path("user").asText(), me.path("team").asText())));
      for (String key : channels) {
        if (!settings.get(key).isBlank()) {
          findings.add(channel(key, settings.get(key)));
        }
      }
    } catch (Refused e) {
      findings.add(
          Finding.wrong(
              subject(),
              "Slack refuses the token (%s). Set SLACK_TOKEN to a valid bot token."
                  .formatted(e.error)));
    } catch (IOException e) {
      findings.add(
          Finding.wrong(
              subject(),
              "%s cannot be reached (%s). Look at slack.url and at the network."
                  .formatted(settings.get("slack.url"), e.getMessage())));
    }
    return findings;
  }

  private Finding channel(String key, String given) throws IOException, InterruptedException {
    String variable = Setting.environmentName(key);
    try {
      JsonNode channel = SlackChannels.isId(given) ? info(given) : named(given);
      if (channel == null) {
        return Finding.wrong(
            key,
            "Slack lists no channel \"%s\" that the bot can see. Correct %s, or invite the bot to it."
                .formatted(given, variable));
      }
      String name = channel.path("name").asText();
      if (!key.equals(ALERTS) && !SlackChannels.isId(given)) {
        return Finding.wrong(
            key,
            "is the name of a channel; messages are updated by its id. Set %s to %s."
                .formatted(variable, channel.path("id").asText()));
      }
      if (channel.path("is_archived").asBoolean()) {
        return Finding.wrong(
            key, "channel #%s is archived. Set %s to another one.".formatted(name, variable));
      }
      return channel.path("is_member").asBoolean()
          ? Finding.ok(key, "the bot is a member of #%s".formatted(name))
          : Finding.wrong(
              key,
              "the bot is not a member of #%s. Invite it: /invite @bot there.".formatted(name));
    } catch (Refused e) {
      return Finding.wrong(
          key,
          switch (e.error) {
            case "channel_not_found" ->
                "Slack knows no channel \"%s\" that the bot can see. Correct %s, or invite the bot to it."
                    .formatted(given, variable);
            case "missing_scope" ->
                "the bot may not look at channels. Give it the scopes channels:read and"
                    + " groups:read.";
            default -> "Slack refused to show the channel (%s).".formatted(e.error);
          });
    }
  }

  private JsonNode info(String id) throws IOException, InterruptedException, Refused {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("channel", id);
    return call("conversations.info", body).path("channel");
  }

  private JsonNode named(String name) throws IOException, InterruptedException, Refused {
    String cursor = "";
    do {
      SlackRequest request = SlackChannels.request(cursor);
      JsonNode page = call(request.method(), request.body());
      for (JsonNode channel : page.path("channels")) {
        if (channel.path("name").asText().equals(name.replaceFirst("^#", ""))) {
          return channel;
        }
      }
      cursor = page.at("/response_metadata/next_cursor").asText("");
    } while (!cursor.isEmpty());
    return null;
  }

  private JsonNode call(String method, ObjectNode body)
      throws IOException, InterruptedException, Refused {
    ServiceClient.Answer answer =
        http.send(
            "POST",
            settings.get("slack.url") + "/" + method,
            Map.of("Authorization", "Bearer " + settings.get("slack.token")),
            body,
            WAITING);
    if (answer.status() == 429) {
      throw new IOException(
          "Slack asks to wait %s s; check again then".formatted(answer.header("Retry-After")));
    }
    if (answer.status() >= 300) {
      throw new IOException("Slack answered " + answer.status());
    }
    if (!answer.json().path("ok").asBoolean()) {
      throw new Refused(answer.json().path("error").asText("no reason"));
    }
    return answer.json();
  }
}
