package caravan.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Takes Linear's answers.
 *
 * <p>Over its hourly limits Linear answers HTTP 400 with the code RATELIMITED and says in {@code
 * X-RateLimit-Requests-Reset} or {@code X-RateLimit-Complexity-Reset} (epoch milliseconds) when the
 * hour ends. Other errors come with HTTP 200 and may stand beside partial data; partial data is
 * never used (Linear: rate limiting, error handling).
 */
public final class LinearCalls {

  /** The name of Linear's gate. */
  private static final String GATE = "linear";

  private static final Duration WAIT_IF_UNSAID = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final ServiceAnswers answers;
  private final Clock clock;

  public LinearCalls(Gates gates, ObjectMapper json, Clock clock) {
    this.answers = new ServiceAnswers("Linear", true, gates, json, clock);
    this.clock = clock;
  }

  /**
   * Takes the answer: its {@code data} becomes the body.
   *
   * @throws ServiceRefused if it has errors
   */
  public void answer(Exchange exchange) {
    Message message = exchange.getMessage();
    int status = ServiceAnswers.status(message);
    JsonNode answer = answers.object(message);
    JsonNode errors = answer.path("errors");
    if (isRateLimited(status, errors)) {
      Duration wait = untilReset(message);
      throw answers.later(
          GATE,
          "refuses for now: the hour's budget is spent; no request before "
              + clock.instant().plus(wait),
          wait,
          wait.compareTo(Duration.ofMinutes(2)) < 0);
    }
    if (status >= 300 || !errors.isMissingNode() && !errors.isEmpty()) {
      String text = errors.path(0).path("message").asText("no message");
      String what = "Linear answered %d: %s".formatted(status, text);
      throw status >= 500 ? ServiceRefused.unknown(what, true, null) : ServiceRefused.refused(what);
    }
    warnWhenLow(message);
    message.removeHeaders("*");
    message.setBody(answer.path("data"));
  }

  /** No answer came: throws what that means. */
  public void noAnswer(Exchange exchange) {
    throw answers.noAnswer(exchange);
  }

  private static boolean isRateLimited(int status, JsonNode errors) {
    if (status == 429) {
      return true;
    }
    for (JsonNode error : errors) {
      if ("RATELIMITED".equals(error.path("extensions").path("code").asText())) {
        return true;
      }
    }
    return false;
  }

  private Duration untilReset(Message message) {
    Duration longest = Duration.ZERO;
    for (String kind : new String[] {"Requests", "Complexity"}) {
      Long remaining = message.getHeader("X-RateLimit-" + kind + "-Remaining", Long.class);
      Long reset = message.getHeader("X-RateLimit-" + kind + "-Reset", Long.class);
      if (reset != null && (remaining == null || remaining <= 0)) {
        Duration wait = Duration.between(clock.instant(), Instant.ofEpochMilli(reset));
        longest = wait.compareTo(longest) > 0 ? wait : longest;
      }
    }
    if (longest.isZero()) {
      return WAIT_IF_UNSAID;
    }
    return longest.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longest;
  }

  /**
   * The last requests of an hour are left to others: with none remaining, the gate closes early.
   */
  private void warnWhenLow(Message message) {
    Long remaining = message.getHeader("X-RateLimit-Requests-Remaining", Long.class);
    if (remaining != null && remaining <= 0) {
      answers.close(GATE, untilReset(message));
    }
  }
}
