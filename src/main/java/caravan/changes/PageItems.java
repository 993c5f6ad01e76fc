package caravan.changes;

import caravan.notion.NotionPage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;

/**
 * A Notion page as a source hands it over: {@code {id, url, createdTime, lastEdited, inTrash,
 * properties, needsBody}} with plain property values; {@link Bodies} adds the body.
 */
public final class PageItems {

  private final ObjectMapper json;
  private final Completion completion;

  public PageItems(ObjectMapper json, Completion completion) {
    this.json = json;
    this.completion = completion;
  }

  /** The item of a row, with its cut properties completed and without its body. */
  public ObjectNode item(Exchange exchange) {
    NotionPage row = NotionPage.read(exchange.getMessage().getBody(JsonNode.class));
    exchange.setVariable("pageId", row.id());
    NotionPage page = completion.complete(exchange, row);
    ObjectNode item = json.createObjectNode();
    item.put("id", page.id());
    item.put("url", page.url());
    item.put("createdTime", page.createdTime().toString());
    item.put("lastEdited", page.lastEditedTime().toString());
    item.put("inTrash", page.inTrash());
    item.set("properties", json.valueToTree(page.properties()));
    return item;
  }

  /** The item, marked as needing its body or not. */
  public ObjectNode needing(ObjectNode item, String needsBody) {
    return item.put("needsBody", "true".equals(needsBody));
  }

  /** Whether the body is a row as Notion gave it, not an item yet. */
  public boolean isRow(Object body) {
    return body instanceof ObjectNode node && "page".equals(node.path("object").asText());
  }

  /** Whether the item in the body asks for its body. */
  public boolean needsBody(Object item) {
    return item instanceof ObjectNode node && node.path("needsBody").asBoolean();
  }
}
