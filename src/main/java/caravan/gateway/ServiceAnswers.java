package caravan.gateway;

import caravan.gateway.AnswerBounds.AnswerTooLarge;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What the answers of Linear, Slack and WordPress have in common: they are JSON or of no use, they
 * may ask to wait, and they may not come at all.
 */
final class ServiceAnswers {

  private final String service;
  private final boolean reading;
  private final Gates gates;
  private final ObjectMapper json;
  private final Clock clock;

  /**
   * @param service its name in messages
   * @param reading whether requests only read, so that one whose outcome is unknown may be repeated
   */
  ServiceAnswers(String service, boolean reading, Gates gates, ObjectMapper json, Clock clock) {
    this.service = service;
    this.reading = reading;
    this.gates = gates;
    this.json = json;
    this.clock = clock;
  }

  /** The HTTP status of an answer; 0 if it has none. */
  static int status(Message message) {
    return message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
  }

  /**
   * The answer's JSON object.
   *
   * @throws ServiceRefused if it is something else: what became of the request is not known
   */
  JsonNode object(Message message) {
    JsonNode answer = json(message);
    if (answer.isObject()) {
      return answer;
    }
    throw unknown("%s answered %d with nothing to read", status(message), null);
  }

  /**
   * The answer's JSON object or array.
   *
   * @throws ServiceRefused if it is something else: what became of the request is not known
   */
  JsonNode json(Message message) {
    String body = message.getBody(String.class);
    try {
      JsonNode answer = json.readTree(body == null ? "" : body);
      if (answer != null && answer.isContainerNode()) {
        return answer;
      }
    } catch (JsonProcessingException e) {
      throw unknown("%s answered %d with something that is not JSON", status(message), e);
    }
    throw unknown("%s answered %d with nothing to read", status(message), null);
  }

  /** The JSON of an error; missing if it is none. */
  JsonNode jsonOrNothing(Message message) {
    String body = message.getBody(String.class);
    try {
      return json.readTree(body == null ? "" : body);
    } catch (JsonProcessingException notJson) {
      // What stands between answers in HTML; the status says enough.
      return json.missingNode();
    }
  }

  /** The moment after this time. */
  Instant in(Duration wait) {
    return clock.instant().plus(wait);
  }

  /** Whether a request's effect is unknown, in words. */
  private ServiceRefused unknown(String what, int status, Exception cause) {
    return ServiceRefused.unknown(what.formatted(service, status), reading, cause);
  }

  /** Closes a gate of the service for this long. */
  void close(String gate, Duration wait) {
    gates.close(gate, wait);
  }

  /**
   * The service asks to wait: a gate closes.
   *
   * @param gate its name
   * @param atOnce whether the gateway itself waits and sends the request again
   */
  ServiceRefused later(String gate, String what, Duration wait, boolean atOnce) {
    close(gate, wait);
    return ServiceRefused.later(service + " " + what, clock.instant().plus(wait), atOnce);
  }

  /** No answer came, or none that can be read whole: what that means. */
  ServiceRefused noAnswer(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    if (Unsent.is(cause)) {
      return ServiceRefused.later(
          service + " cannot be reached: " + Unsent.describe(cause), Instant.EPOCH, true);
    }
    return ServiceRefused.unknown(
        service + " gave no answer: " + Unsent.describe(cause),
        reading && !(cause instanceof AnswerTooLarge),
        cause);
  }
}
