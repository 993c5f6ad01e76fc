package caravan.gateway;

import caravan.notion.NotionError;
import caravan.notion.NotionRequest;
import caravan.settings.NotionConnection;
import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * Which requests to Notion have to wait after a refusal: what the reason of the refusal names
 * (Notion: request limits). Both lanes wait.
 */
public final class NotionGates {

  private static final Duration WAIT_IF_UNSAID = Duration.ofSeconds(5);

  private final Gates gates;
  private final Workspaces workspaces;

  public NotionGates(Gates gates, Workspaces workspaces) {
    this.gates = gates;
    this.workspaces = workspaces;
  }

  /** Milliseconds until the exchange's request may be sent; 0 if it may be now. */
  public long waitMillis(Exchange exchange) {
    return Math.max(
        gates.waitMillis(ofConnection(connection(exchange))),
        gates.waitMillis(ofEndpoint(connection(exchange), request(exchange))));
  }

  /** Whether the exchange's request may be sent now. */
  public boolean isOpen(Exchange exchange) {
    return waitMillis(exchange) == 0;
  }

  /** Whether the connection's gate is open. */
  boolean isOpen(String connection) {
    return gates.isOpen(ofConnection(connection));
  }

  /** Milliseconds until the connection's gate opens; 0 if it is open. */
  long waitMillis(String connection) {
    return gates.waitMillis(ofConnection(connection));
  }

  /**
   * Closes the gates that a 429 or 529 is about, for as long as it asks: the connection's, the
   * endpoint's, or those of all connections that share the workspace. A reason that is not known is
   * taken for the connection's own.
   */
  void close(String connection, NotionRequest request, NotionError error) {
    Duration wait = error.retryAfter() == null ? WAIT_IF_UNSAID : error.retryAfter();
    String reason = error.rateLimitReason() == null ? "" : error.rateLimitReason();
    switch (reason) {
      case "public_api_endpoint_rate_limit" -> gates.close(ofEndpoint(connection, request), wait);
      case "public_api_space_request_rate_limit" -> {
        for (String each : workspaces.refused(connection)) {
          gates.close(ofConnection(each), wait);
        }
      }
      default -> gates.close(ofConnection(connection), wait);
    }
  }

  /** Linear's and Slack's gates have names too: no connection may be taken for one of them. */
  private static String ofConnection(String name) {
    return name.equals(NotionConnection.DEFAULT) ? name : NotionConnection.DEFAULT + " " + name;
  }

  private static String ofEndpoint(String connection, NotionRequest request) {
    return ofConnection(connection) + " " + request.endpoint();
  }

  private static String connection(Exchange exchange) {
    return exchange.getVariable(Connections.VARIABLE, String.class);
  }

  private static NotionRequest request(Exchange exchange) {
    return exchange.getVariable(NotionCalls.REQUEST, NotionRequest.class);
  }
}
