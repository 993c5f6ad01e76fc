package caravan.gateway;

import caravan.gateway.AnswerBounds.AnswerTooLarge;
import caravan.notion.ConnectionBlocked;
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

  private static final String SENT_AT = "sentAt";

  private static final int OVERLOADED = 529;

  private static final Logger LOG = LoggerFactory.getLogger(NotionCalls.class);

  private final Connections connections;
  private final NotionGates gates;
  private final BlockedConnections blocked;
  private final Slowdown slowdown;
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
      NotionGates gates,
      BlockedConnections blocked,
      Slowdown slowdown,
      NotionErrorReader errors,
      ObjectMapper json,
      MeterRegistry meters,
      SignedAddresses signedAddresses,
      String version) {
    this.connections = connections;
    this.gates = gates;
    this.blocked = blocked;
    this.slowdown = slowdown;
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
    String connection = connection(exchange);
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
    exchange.setVariable(SENT_AT, System.nanoTime());
  }

  /**
   * Takes the answer: its JSON becomes the body, without signed addresses.
   *
   * @throws NotionException if it is an error, or no JSON; after a 429 or 529 the gates that it is
   *     about are closed first
   */
  public void answer(Exchange exchange) {
    Message message = exchange.getMessage();
    NotionRequest request = exchange.getVariable(REQUEST, NotionRequest.class);
    String connection = connection(exchange);
    int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    String body = message.getBody(String.class);
    count(exchange, status);
    if (status >= 300) {
      if (status >= 500) {
        slowdown.failed(connection, request.endpoint(), nanosSinceSent(exchange));
      }
      throw refused(
          connection,
          request,
          errors.read(status, name -> message.getHeader(name, String.class), body));
    }
    blocked.answered(connection);
    slowdown.answered(connection, request.endpoint(), nanosSinceSent(exchange));
    try {
      JsonNode answer = json.readTree(body == null ? "" : body);
      if (answer == null || !answer.isObject()) {
        throw said(
            new NotionException(
                connection,
                request,
                NotionError.noAnswer(
                    "the answer is no JSON object, although its status is " + status),
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

  private NotionException refused(String connection, NotionRequest request, NotionError error) {
    if (error.blocksConnection()) {
      blocked.refused(connection, error);
      return new ConnectionBlocked(connection, request, error);
    }
    blocked.answered(connection);
    if (error.kind() == NotionError.Kind.RATE_LIMITED) {
      gates.close(connection, request, error);
    }
    if (error.status() == OVERLOADED) {
      slowdown.overloaded(connection);
    }
    return said(new NotionException(connection, request, error, null));
  }

  /** No answer came, or none that can be read whole: throws what that means. */
  public void noAnswer(Exchange exchange) {
    Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    count(exchange, 0);
    NotionError.Kind kind =
        cause instanceof AnswerTooLarge
            ? NotionError.Kind.TOO_LARGE
            : Unsent.is(cause) ? NotionError.Kind.NOT_SENT : NotionError.Kind.NO_ANSWER;
    if (kind == NotionError.Kind.NO_ANSWER) {
      // It took at least so long; a service that lets requests time out is slow.
      slowdown.failed(
          connection(exchange),
          exchange.getVariable(REQUEST, NotionRequest.class).endpoint(),
          nanosSinceSent(exchange));
    }
    throw said(
        new NotionException(
            connection(exchange),
            exchange.getVariable(REQUEST, NotionRequest.class),
            NotionError.unanswered(kind, Unsent.describe(cause)),
            cause));
  }

  private static String connection(Exchange exchange) {
    return exchange.getVariable(Connections.VARIABLE, String.class);
  }

  private static long nanosSinceSent(Exchange exchange) {
    return System.nanoTime() - exchange.getVariable(SENT_AT, Long.class);
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
            connection(exchange),
            "lane",
            exchange.getVariable(LANE, String.class),
            "status",
            Integer.toString(status))
        .increment();
  }
}
