package caravan.alerts;

import caravan.clock.Settling;
import caravan.incidents.Incidents;
import caravan.record.Record;
import caravan.slack.MessageMemory;
import caravan.slack.SlackMessage;
import caravan.slack.SlackPost;
import caravan.store.IncidentRow;
import caravan.store.IncidentRow.Message;
import caravan.store.Link;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * Gives the route that tells people one incident after the other, and takes what became of it. Each
 * has one message, which is updated in place; a post whose outcome is unknown is looked for before
 * it is repeated.
 */
public final class AlertPosts {

  /** The variable that holds the {@link Alert} in hand; absent if there is none. */
  static final String ALERT = "alert";

  private static final String CHANNEL = "channel";
  private static final String WANTED = "alertsChannel";
  private static final String POST = "post";

  private final Incidents incidents;
  private final Settling settling;

  public AlertPosts(Incidents incidents, Settling settling) {
    this.incidents = incidents;
    this.settling = settling;
  }

  /** Puts the next alert that people can be told now into variable {@code alert}. */
  public void take(Exchange exchange) {
    exchange.removeVariable(ALERT);
    incidents.next().ifPresent(row -> exchange.setVariable(ALERT, Alert.of(row)));
  }

  /**
   * Puts into variable {@code channel} where the alert's message is, or may be; where the route
   * wants it, if there is none: blank for nowhere.
   */
  public void place(Exchange exchange) {
    Message message = message(alert(exchange).id());
    exchange.setVariable(
        CHANNEL,
        message.mayExist()
            ? message.channel()
            : exchange.getVariable(WANTED, "", String.class).trim());
  }

  /**
   * Begins to bring the message in variable {@code channel}, by its id, to what the body says, and
   * puts what that needs into variable {@code post}.
   */
  public void begin(Exchange exchange) {
    String id = alert(exchange).id();
    Message message = message(id);
    String channel = exchange.getVariable(CHANNEL, String.class);
    SlackMessage words = SlackMessage.plain(exchange.getMessage().getBody(String.class));
    Record record = new Record(id, Map.of(), null, false, null, null);
    Link link = message.mayExist() ? link(id, message) : null;
    exchange.setVariable(
        POST, new SlackPost(new OfIncident(), settling, channel, record, link, words));
  }

  private Message message(String id) {
    return incidents.find(id).map(IncidentRow::message).orElse(Message.NONE);
  }

  /** People know of the alert in hand. */
  public void told(Exchange exchange) {
    Alert alert = alert(exchange);
    incidents.told(alert.id(), alert.version());
  }

  /** People could not be told of it. */
  public void notTold(Exchange exchange) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    incidents.notTold(
        alert(exchange).id(),
        String.valueOf(error.getMessage() == null ? error : error.getMessage()));
  }

  private static Alert alert(Exchange exchange) {
    return exchange.getVariable(ALERT, Alert.class);
  }

  private static Link link(String id, Message message) {
    Link.State state = message.ts() == null ? Link.State.PENDING : Link.State.LINKED;
    return new Link(
        SlackPost.target(message.channel()),
        id,
        message.ts(),
        state,
        message.hash(),
        null,
        message.pendingSince(),
        null);
  }

  /** The messages of incidents are remembered with them. */
  private final class OfIncident implements MessageMemory {

    @Override
    public Link pending(String target, String externalId, String hash) {
      Message message = new Message(channel(target), null, settling.clock().instant(), hash);
      incidents.messaged(externalId, message);
      return link(externalId, message);
    }

    @Override
    public void stillPending(String target, String externalId) {
      Message message = message(externalId);
      if (message.mayExist() && message.ts() == null) {
        pending(target, externalId, message.hash());
      }
    }

    @Override
    public void save(Link link) {
      incidents.messaged(
          link.externalId(),
          new Message(
              channel(link.target()), link.remoteId(), link.pendingSince(), link.propertiesHash()));
    }

    @Override
    public void forget(String target, String externalId) {
      Optional<IncidentRow> row = incidents.find(externalId);
      incidents.messaged(externalId, Message.NONE);
      // Somebody deleted the message of what is over: nobody misses it.
      row.filter(it -> !it.isOpen() && it.message().ts() != null)
          .ifPresent(it -> incidents.told(externalId, it.version()));
    }

    private String channel(String target) {
      return target.substring(SlackPost.target("").length());
    }
  }
}
