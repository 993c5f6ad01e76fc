package caravan.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Takes the answers of OpenSearch, or of Elasticsearch. A bulk request's answer is 200 whatever
 * became of its documents: each has a verdict of its own in it.
 *
 * <p>Everything that the hub sends may be sent twice: writes carry their version. So what has no
 * answer is repeated.
 */
public final class OpenSearchCalls {

  /** The name of OpenSearch's gate. */
  private static final String GATE = "opensearch";

  /** Exchange variable: statuses that are answers like any other. */
  private static final String TOLERATED = "opensearchTolerated";

  private static final Duration WAIT_IF_UNSAID = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int LONGEST_REASON = 500;

  private final ServiceAnswers answers;
  private final ObjectMapper json;

  public OpenSearchCalls(Gates gates, ObjectMapper json, Clock clock) {
    this.answers = new ServiceAnswers("OpenSearch", true, gates, json, clock);
    this.json = json;
  }

  /**
   * Takes the answer: its JSON becomes the body.
   *
   * @throws ServiceRefused if it is a refusal
   * @throws OpenSearchAccess if it is one of whoever asks
   */
  public void answer(Exchange exchange) {
    Message message = exchange.getMessage();
    int status = ServiceAnswers.status(message);
    Set<?> tolerated = exchange.getVariable(TOLERATED, Set.of(), Set.class);
    if (status >= 300 && !tolerated.contains(status)) {
      throw refusal(status, message);
    }
    JsonNode answer = answers.object(message);
    message.removeHeaders("*");
    message.setBody(answer);
  }

  /** No answer came: throws what that means. */
  public void noAnswer(Exchange exchange) {
    throw answers.noAnswer(exchange);
  }

  private RuntimeException refusal(int status, Message message) {
    JsonNode error = body(message).path("error");
    String reason = reason(error);
    boolean blocked = error.path("type").asText().equals("cluster_block_exception");
    if (status == 401 || status == 403 && !blocked) {
      return new OpenSearchAccess(status, reason);
    }
    if (status == 429 || status == 502 || status == 503 || status == 504) {
      Duration wait = retryAfter(message.getHeader("Retry-After", "", String.class));
      return answers.later(
          GATE, "has no room at the moment (%d): %s".formatted(status, reason), wait, true);
    }
    String what = "OpenSearch answered %d: %s".formatted(status, reason);
    return status >= 500 ? ServiceRefused.unknown(what, true, null) : ServiceRefused.refused(what);
  }

  /** A proxy answers in HTML: the status says enough. */
  private JsonNode body(Message message) {
    String text = message.getBody(String.class);
    try {
      return text == null || text.isBlank() ? MissingNode.getInstance() : json.readTree(text);
    } catch (JsonProcessingException notJson) {
      return MissingNode.getInstance();
    }
  }

  private static String reason(JsonNode error) {
    String text =
        error.isTextual()
            ? error.asText()
            : (error.path("type").asText() + " " + error.path("reason").asText()).strip();
    if (text.isEmpty()) {
      return "no reason given";
    }
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…";
  }

  private static Duration retryAfter(String header) {
    if (!header.matches("\\d{1,9}")) {
      return WAIT_IF_UNSAID;
    }
    Duration wait = Duration.ofSeconds(Long.parseLong(header));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
