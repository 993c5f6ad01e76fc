package caravan.rehearsal;

import caravan.gateway.Connections;
import caravan.gateway.NotionCalls;
import caravan.notion.NotionRequest;
import caravan.rest.RestRequest;
import caravan.search.OpenSearchRequest;
import caravan.slack.SlackRequest;
import caravan.sync.Run;
import caravan.sync.Variables;
import caravan.wordpress.WordPressRequest;
import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * The gateways that really send, for reading only: those of the hub that runs, so that a dry run
 * spends of the same budget, in the same lanes, behind the same gates.
 */
public final class LiveGateways {

  private final ProducerTemplate producer;
  private final Connections connections;
  private final String lane;

  /**
   * @param producer of the context with the gateway routes
   * @param lane {@code background} or {@code interactive}
   */
  public LiveGateways(ProducerTemplate producer, Connections connections, String lane) {
    this.producer = producer;
    this.connections = connections;
    this.lane = lane;
  }

  /** Reads from Notion on behalf of the exchange's run, which counts the request. */
  JsonNode notion(Exchange onBehalfOf, NotionRequest request) {
    return send("direct:notion", onBehalfOf, request, true);
  }

  /** Reads from Notion what no run would read. */
  JsonNode aside(Exchange onBehalfOf, NotionRequest request) {
    return send("direct:notion", onBehalfOf, request, false);
  }

  JsonNode slack(Exchange onBehalfOf, SlackRequest request) {
    return send("direct:slack", onBehalfOf, request, true);
  }

  JsonNode wordPress(Exchange onBehalfOf, WordPressRequest request) {
    return send("direct:wordpress", onBehalfOf, request, true);
  }

  JsonNode rest(Exchange onBehalfOf, RestRequest request) {
    return send("direct:rest", onBehalfOf, request, true);
  }

  JsonNode linear(Exchange onBehalfOf, String request) {
    return send("direct:linear", onBehalfOf, request, true);
  }

  JsonNode openSearch(Exchange onBehalfOf, OpenSearchRequest request) {
    return send("direct:opensearch", onBehalfOf, request, true);
  }

  private JsonNode send(String address, Exchange onBehalfOf, Object request, boolean counted) {
    String connection = connections.of(onBehalfOf);
    Exchange answer =
        producer.request(
            address,
            exchange -> {
              exchange.setVariable(ReadOnly.VARIABLE, true);
              exchange.setVariable(NotionCalls.LANE, lane);
              exchange.setVariable(Connections.VARIABLE, connection);
              if (counted) {
                exchange.setVariable(
                    Variables.RUN, onBehalfOf.getVariable(Variables.RUN, Run.class));
              }
              exchange.getMessage().setBody(request);
            });
    if (answer.getException() instanceof RuntimeException e) {
      throw e;
    }
    if (answer.getException() != null) {
      throw new IllegalStateException("a dry run could not read", answer.getException());
    }
    return answer.getMessage().getBody(JsonNode.class);
  }
}
