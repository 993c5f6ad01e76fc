package caravan.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Takes Slack's answers. A 200 says nothing: only {@code "ok": true} is success.
 *
 * <p>HTTP 429 comes with Retry-After in seconds, and is about a method; where messages are written,
 * about a channel (Slack: rate limits). So that is what waits: a channel that has had its messages
 * holds up no other.
 */
public final class SlackCalls {

  /** Exchange variable: the channel or method that waits after a 429. */
  private static final String LIMITED = "slackLimited";

  private static final Duration WAIT_IF_UNSAID = Duration.ofSeconds(5);

  /** Errors after which the call may have taken effect (Slack: chat.postMessage, errors). */
  private static final Set<String> MAY_BE_DONE =
      Set.of("fatal_error", "internal_error", "service_unavailable", "request_timeout");

  private final Gates gates;
  private final ServiceAnswers answers;

  public SlackCalls(Gates gates, ObjectMapper json, Clock clock) {
    this.gates = gates;
    this.answers = new ServiceAnswers("Slack", false, gates, json, clock);
  }

  /** Milliseconds until the exchange's call may be sent; 0 if it may be now. */
  public long waitMillis(Exchange exchange) {
    return gates.waitMillis(gate(exchange));
  }

  private static String gate(Exchange exchange) {
    return "slack " + exchange.getVariable(LIMITED, String.class);
  }

  /**
   * Takes the answer: its JSON becomes the body.
   *
   * @throws ServiceRefused if it is not ok
   */
  public void answer(Exchange exchange) {
    Message message = exchange.getMessage();
    int status = ServiceAnswers.status(message);
    if (status == 429) {
      Duration wait = retryAfter(message.getHeader("Retry-After", "", String.class));
      throw answers.later(
          gate(exchange), "asks to wait %d s".formatted(wait.toSeconds()), wait, true);
    }
    JsonNode answer = answers.object(message);
    if (status >= 300) {
      throw ServiceRefused.unknown("Slack answered %d".formatted(status), false, null);
    }
    if (!answer.path("ok").asBoolean()) {
      if (MAY_BE_DONE.contains(answer.path("error").asText())) {
        throw ServiceRefused.unknown(refusal(answer, status), false, null);
      }
      throw ServiceRefused.refused(refusal(answer, status));
    }
    message.removeHeaders("*");
    message.setBody(answer);
  }

  /** No answer came: throws what that means; whether a message was posted has to be looked up. */
  public void noAnswer(Exchange exchange) {
    throw answers.noAnswer(exchange);
  }

  /** Whole seconds (Slack: rate limits). */
  private static Duration retryAfter(String header) {
    return header.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(header)) : WAIT_IF_UNSAID;
  }

  private static String refusal(JsonNode answer, int status) {
    String error = answer.path("error").asText("no reason");
    String hint =
        switch (error) {
          case "channel_not_found" -> " Check the channel's id, and that the bot can see it.";
          case "not_in_channel" -> " Invite the bot to the channel.";
          case "invalid_auth", "not_authed", "token_revoked", "account_inactive" ->
              " Set SLACK_TOKEN to a valid bot token.";
          case "missing_scope" ->
              " The bot needs the scope " + answer.path("needed").asText("chat:write") + ".";
          default -> "";
        };
    return "Slack refused with %s (HTTP %d).%s".formatted(error, status, hint);
  }
}
