package caravan.gateway;

import caravan.notion.NotionError;
import caravan.notion.NotionErrorReader;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns requests into HTTP messages for the gateway route, and answers into JSON or errors. */
public final class NotionCalls {

  /** Exchange variable: the request that is being sent. */
  public static final String REQUEST = "notionRequest";

  /** Exchange variable: {@code background} or {@code interactive}. */
  public static final String LANE = "lane";

  /** Exchange variable: the connection's name. */
  public static final String CONNECTION = "connection";

  private static final Duration WAIT_IF_UNSAID = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(NotionCalls.class);

  private final Gates gates;
  private final NotionErrorReader errors;
  private final ObjectMapper json;
  private final MeterRegistry meters;
  private final SignedAddresses signedAddresses;
  private final String version;

  /**
   * @param signedAddresses takes the addresses out of answers that must not go any further
   * @param version Caravan's own version, told to Notion in the User-Agent
   */
  public NotionCalls(
      Gates gates,
      NotionErrorReader errors,
      ObjectMapper json,
      MeterRegistry meters,
      SignedAddresses signedAddresses,
      String version) {
    this.gates = gates;
    this.errors = errors;
    this.json = json;
    this.meters = meters;
    this.signedAddresses = signedAddresses;
    this.version = version;
  }

  /** Keeps the request, and says which connection and lane it takes where the caller did not. */
  public void prepare(Exchange exchange) {
    NotionRequest request = exchange.getMessage().getBody(NotionRequest.class);
    exchange.setVariable(REQUEST, request);
    if (exchange.getVariable(LANE) == null) {
      exchange.setVariable(LANE, "background");
    }
    if (exchange.getVariable(CONNECTION) == null) {
      exchange.setVariable(CONNECTION, "notion");
    }
  }

  /** Makes the HTTP message of the request; the route adds the token and the API's version. */
  public void address(Exchange exchange) throws JsonProcessingException {
    NotionRequest request = exchange.getVariable(REQUEST, NotionRequest.class);
    Message message = exchange.getMessage();
    int query = request.path().indexOf('?');
    message.setHeader(Exchange.HTTP_METHOD, request.method());
    message.setHeader(
        Exchange.HTTP_PATH, query < 0 ? request.path() : request.path().substring(0, query));
    if (query >= 0) {
      message.setHeader(Exchange.HTTP_QUERY, request.path().substring(query + 1));
    }
    message.setHeader(
        "User-Agent",
        "caravan/%s (%s)".formatted(version, exchange.getVariable(LANE, String.class)));
    message.setBody(request.body() == null ? null : json.writeValueAsString(request.body()));
  }

  /**
   * Takes the answer: its JSON becomes the body, without signed addresses.
   *
   * @throws NotionException if it is an error, or no JSON; after a 429 or 529 the connection's gate
   *     is closed first
   */
  public void answer(Exchange exchange) {
    Message message = exchange.getMessage();
    NotionRequest request = exchange.getVariable(REQUEST, NotionRequest.class);
    int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    String body = message.getBody(String.class);
    count(exchange, status);
    if (status >= 300) {
      NotionError error = errors.read(status, name -> message.getHeader(name, String.class), body);
      if (error.kind() == NotionError.Kind.RATE_LIMITED) {
        Duration wait = error.retryAfter() == null ? WAIT_IF_UNSAID : error.retryAfter();
        gates.close(exchange.getVariable(CONNECTION, String.class), wait);
      }
      throw said(new NotionException(request, error));
    }
    try {
      JsonNode answer = json.readTree(body == null ? "" : body);
      if (answer == null || !answer.isObject()) {
        throw said(
            new NotionException(
                request,
                NotionError.noAnswer("the answer is no JSON object, although its status is 200")));
      }
      message.removeHeaders("*");
      message.setBody(signedAddresses.takenOutOf(answer));
    } catch (JsonProcessingException e) {
      throw said(
          new NotionException(
              request, NotionError.noAnswer("the answer's JSON is broken or cut off"), e));
    }
  }

  /** No answer came: throws what that means. */
  public void noAnswer(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    count(exchange, 0);
    throw said(NotionException.noAnswer(exchange.getVariable(REQUEST, NotionRequest.class), cause));
  }

  /** Says so where the gateway is going to send the request again. */
  private static NotionException said(NotionException error) {
    if (error.isRepeatable()) {
      LOG.info("{}; it is sent again", error.getMessage());
    }
    return error;
  }

  private void count(Exchange exchange, int status) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    if (run != null) {
      run.request(status);
    }
    meters
        .counter(
            "caravan.notion.requests",
            "connection",
            exchange.getVariable(CONNECTION, String.class),
            "lane",
            exchange.getVariable(LANE, String.class),
            "status",
            Integer.toString(status))
        .increment();
  }
}
