package caravan.changes;

import caravan.notion.NotionPage;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;

/**
 * A Notion page as a source hands it over: {@code {id, dataSource?, url, createdTime, lastEdited,
 * inTrash, cover?, properties, derived, needsBody}} with plain property values; {@link Bodies} adds
 * the body. {@code cover} is the address of the page's cover, if it has one; {@code derived} names
 * the properties whose values Notion derives, which are there only where the contract allows it.
 */
public final class PageItems {

  private final ObjectMapper json;
  private final DerivedValues derivedValues;
  private final Completion completion;

  public PageItems(ObjectMapper json, DerivedValues derivedValues, Completion completion) {
    this.json = json;
    this.derivedValues = derivedValues;
    this.completion = completion;
  }

  /** The item of a row, with its cut properties completed and without its body. */
  public ObjectNode item(Exchange exchange) {
    String integration = exchange.getVariable(Variables.RUN, Run.class).integration();
    NotionPage row =
        derivedValues.seenBy(
            integration, NotionPage.read(exchange.getMessage().getBody(JsonNode.class)));
    exchange.setVariable("pageId", row.id());
    NotionPage page = completion.complete(exchange, row);
    ObjectNode item = json.createObjectNode();
    item.put("id", page.id());
    String dataSource = SourceRow.listedIn(exchange.getMessage().getBody(JsonNode.class));
    if (dataSource != null) {
      item.put("dataSource", dataSource);
    }
    item.put("url", page.url());
    item.put("createdTime", page.createdTime().toString());
    item.put("lastEdited", page.lastEditedTime().toString());
    item.put("inTrash", page.inTrash());
    String cover = page.coverAddress();
    if (cover != null) {
      item.put("cover", cover);
    }
    item.set("properties", json.valueToTree(page.properties()));
    ArrayNode derived = item.putArray("derived");
    page.derived().stream().filter(page.properties()::containsKey).forEach(derived::add);
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
