package caravan.slack;

import caravan.clock.Settling;
import caravan.gateway.ServiceRefused;
import caravan.record.Record;
import caravan.store.Link;
import caravan.store.LinkStore;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;

/** Begins the post of a record's message to a channel, and takes its end. */
public final class SlackPosts {

  private static final String POST = "post";

  private final LinkStore links;
  private final Settling settling;

  /**
   * @param links writes by the services' clock
   */
  public SlackPosts(LinkStore links, Settling settling) {
    this.links = links;
    this.settling = settling;
  }

  /**
   * Decides what the {@link SlackMessage} in the body, or the JSON object {@code {text, blocks?}},
   * needs, and puts it into variable {@code post}.
   */
  public void begin(Exchange exchange, String channel) {
    Record record = exchange.getVariable(Variables.RECORD, Record.class);
    SlackMessage message = SlackMessage.of(exchange.getMessage().getBody());
    Link link = links.find(SlackPost.target(channel), record.externalId()).orElse(null);
    exchange.setVariable(
        POST, new SlackPost(new LinkedMessages(links), settling, channel, record, link, message));
  }

  /** Takes the answer of a call of the post. */
  public void accept(Exchange exchange) {
    exchange
        .getVariable(POST, SlackPost.class)
        .accept(exchange.getMessage().getBody(JsonNode.class));
  }

  /** Takes the error of a call of the post; throws what the record's failure is. */
  public void failed(Exchange exchange) {
    ServiceRefused error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, ServiceRefused.class);
    exchange.getVariable(POST, SlackPost.class).failed(error);
  }

  /** Notes the outcome of a finished post. */
  public void done(Exchange exchange) {
    exchange.setVariable(Variables.OUTCOME, exchange.getVariable(POST, SlackPost.class).outcome());
    exchange.removeVariable(POST);
  }
}
