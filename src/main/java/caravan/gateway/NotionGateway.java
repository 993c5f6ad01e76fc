package caravan.gateway;

import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Sends requests through the gateway route on behalf of Java code that needs an answer at once. */
public final class NotionGateway {

  private final ProducerTemplate producer;

  public NotionGateway(ProducerTemplate producer) {
    this.producer = producer;
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param onBehalfOf the exchange whose run, lane and connection the request belongs to
   * @throws NotionException if Notion refuses it or does not answer
   */
  public JsonNode send(Exchange onBehalfOf, NotionRequest request) {
    Exchange answer =
        producer.request(
            "direct:notion",
            exchange -> {
              for (String name :
                  new String[] {Variables.RUN, NotionCalls.LANE, Connections.VARIABLE}) {
                exchange.setVariable(name, onBehalfOf.getVariable(name));
              }
              exchange.getMessage().setBody(request);
            });
    if (answer.getException() instanceof RuntimeException e) {
      throw e;
    }
    if (answer.getException() != null) {
      throw new IllegalStateException(
          "the gateway to Notion failed for " + request.path(), answer.getException());
    }
    return answer.getMessage().getBody(JsonNode.class);
  }
}
