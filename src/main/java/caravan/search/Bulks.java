package caravan.search;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;

/** Takes the answers to a bulk's requests. */
public final class Bulks {

  private static final String BULK = "bulk";

  /** Takes the answer in the body. */
  public void accept(Exchange exchange) {
    bulk(exchange).accept(exchange.getMessage().getBody(JsonNode.class));
  }

  /** Takes the error that was met. */
  public void failed(Exchange exchange) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    bulk(exchange)
        .failed(
            error instanceof RuntimeException known
                ? known
                : new IllegalStateException("a bulk request could not be sent", error));
  }

  /** Whatever ended the bulk: its documents are told. */
  public void end(Exchange exchange) {
    bulk(exchange).abandon();
  }

  private static Bulk bulk(Exchange exchange) {
    return exchange.getVariable(BULK, Bulk.class);
  }
}
