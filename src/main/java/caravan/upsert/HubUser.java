package caravan.upsert;

import caravan.gateway.NotionGateway;
import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Exchange;

/**
 * Which of Notion's users the hub is. Asked for once, when somebody first wants to know whose work
 * a block is (Notion: retrieve your token's bot user).
 */
public final class HubUser {

  private static final String NOBODY = "";

  private final NotionGateway gateway;
  private String id;

  public HubUser(NotionGateway gateway) {
    this.gateway = gateway;
  }

  /**
   * Whether the user is the hub. Nobody is if its token acts as a person: what that person edits by
   * hand could not be told from what the hub writes.
   *
   * @param exchange whose run and lane a request belongs to
   */
  synchronized boolean is(Exchange exchange, String userId) {
    if (id == null) {
      JsonNode me = gateway.send(exchange, NotionRequest.get("/v1/users/me"));
      id = "bot".equals(me.path("type").asText()) ? me.path("id").asText() : NOBODY;
    }
    return !id.equals(NOBODY) && id.equals(userId);
  }
}
