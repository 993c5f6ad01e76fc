package caravan.upsert;

import caravan.gateway.Connections;
import caravan.gateway.NotionGateway;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Which of Notion's users the hub is, for each connection. Asked for once, when somebody first
 * wants to know whose work a block is (Notion: retrieve your token's bot user).
 */
public final class HubUser {

  private static final String NOBODY = "";

  private final NotionGateway gateway;
  private final Connections connections;
  private final Map<String, String> ids = new HashMap<>();

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
  synchronized boolean is(Exchange exchange, String userId) {
    String id = ids.computeIfAbsent(connections.of(exchange), connection -> ask(exchange));
    return !id.equals(NOBODY) && id.equals(userId);
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
