package caravan.upsert;

import caravan.gateway.Connections;
import caravan.gateway.NotionGateway;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/**
 * Which of Notion's users the hub is, for each connection. Asked for once, when somebody first
 * wants to know whose work a block is (Notion: retrieve your token's bot user).
 */
public final class HubUser {

  private static final String NOBODY = "";

  private final NotionGateway gateway;
  private final Connections connections;
  private final Map<String, Identity> identities = new ConcurrentHashMap<>();

  /** One connection's answer; null before it was asked for. */
  private static final class Identity {
    private String id;
  }

  public HubUser(NotionGateway gateway, Connections connections) {
    this.gateway = gateway;
    this.connections = connections;
  }

  /**
   * Whether the user is the hub. Nobody is if its token acts as a person: what that person edits by
   * hand could not be told from what the hub writes.
   *
   * @param exchange whose run, lane and connection a request belongs to
   * @throws IllegalStateException if Notion does not say who the hub is
   */
  boolean is(Exchange exchange, String userId) {
    Identity identity =
        identities.computeIfAbsent(connections.of(exchange), connection -> new Identity());
    // One connection's question may have to wait for its gate: the others don't.
    synchronized (identity) {
      if (identity.id == null) {
        identity.id = ask(exchange);
      }
      return !identity.id.equals(NOBODY) && identity.id.equals(userId);
    }
  }

  private String ask(Exchange exchange) {
    try {
      JsonNode me = gateway.send(exchange, NotionRequest.get("/v1/users/me"));
      return "bot".equals(me.path("type").asText()) ? me.path("id").asText() : NOBODY;
    } catch (NotionException e) {
      throw new IllegalStateException(
          ("Notion does not say which user the connection is (%s), so it is not known whether people"
                  + " edited the body; it was not written.")
              .formatted(e.error().summary()),
          e);
    }
  }
}
