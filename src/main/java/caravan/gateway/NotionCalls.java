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

  private static final Duration WAIT_IF_UNSAID = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(NotionCalls.class);

  private final Connections connections;
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
      Connections connections,
      Gates gates,
      NotionErrorReader errors,
      ObjectMapper json,
      MeterRegistry meters,
      SignedAddresses signedAddresses,
      String version) {
    this.connections = connections;
    this.gates = gates;
    this.errors = errors;
    this.json = json;
    this.meters = meters;
    this.signedAddresses = signedAddresses;
    this.version = version;
  }

  /**
   * Keeps the request, and says which connection it takes, and which lane if the caller did not.
   */
  public void prepare(Exchange exchange) {
    NotionRequest request = exchange.getMessage().getBody(NotionRequest.class);
    exchange.setVariable(REQUEST, request);
    if (exchange.getVariable(LANE) == null) {
      exchange.setVariable(LANE, "background");
    }
    exchange.setVariable(Connections.VARIABLE, connections.of(exchange));
  }

  /** Makes the HTTP message of the request; the route adds the token. */
  public void address(Exchange exchange) throws JsonProcessingException {
    NotionRequest request = exchange.getVariable(REQUEST, NotionRequest.class);
    Message message = exchange.getMessage();
    String connection = exchange.getVariable(Connections.VARIABLE, String.class);
    int query = request.path().indexOf('?');
    message.setHeader(Exchange.HTTP_URI, connections.url(connection));
    message.setHeader("Notion-Version", connections.version(connection));
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
    String connection = exchange.getVariable(Connections.VARIABLE, String.class);
    int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    String body = message.getBody(String.class);
    count(exchange, status);
    if (status >= 300) {
      NotionError error = errors.read(status, name -> message.getHeader(name, String.class), body);
      if (error.kind() == NotionError.Kind.RATE_LIMITED) {
        Duration wait = error.retryAfter() == null ? WAIT_IF_UNSAID : error.retryAfter();
        gates.close(connection, wait);
      }
      throw said(new NotionException(connection, request, error, null));
    }
    try {
      JsonNode answer = json.readTree(body == null ? "" : body);
      if (answer == null || !answer.isObject()) {
        throw said(
            new NotionException(
                connection,
                request,
                NotionError.noAnswer("the answer is no JSON object, although its status is 200"),
                null));
      }
      message.removeHeaders("*");
      message.setBody(signedAddresses.takenOutOf(answer));
    } catch (JsonProcessingException e) {
      throw said(
          new NotionException(
              connection,
              request,
              NotionError.noAnswer("the answer's JSON is broken or cut off"),
              e));
    }
  }

  /** No answer came: throws what that means. */
  public void noAnswer(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    count(exchange, 0);
    throw said(
        NotionException.noAnswer(
            exchange.getVariable(Connections.VARIABLE, String.class),
            exchange.getVariable(REQUEST, NotionRequest.class),
            cause));
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
            exchange.getVariable(Connections.VARIABLE, String.class),
            "lane",
            exchange.getVariable(LANE, String.class),
            "status",
            Integer.toString(status))
        .increment();
  }
}
