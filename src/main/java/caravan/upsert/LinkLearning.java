package caravan.upsert;

import caravan.gateway.NotionGateway;
import caravan.notion.NotionRequest;
import caravan.notion.SchemaProperty;
import caravan.store.LinkStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/**
 * Learns, once per data source, which External IDs have a page already: ceil(rows/100) requests, so
 * that every later upsert needs no look-up.
 *
 * <p>Each page of the answer goes into the store at once, so that the memory it takes does not grow
 * with the rows. The data source counts as learnt only when its last row was read.
 */
public final class LinkLearning {

  private final NotionGateway gateway;
  private final LinkStore links;
  private final Set<String> learnt = ConcurrentHashMap.newKeySet();

  public LinkLearning(NotionGateway gateway, LinkStore links) {
    this.gateway = gateway;
    this.links = links;
  }

  /** Whether the links of a data source were learnt, by this process or an earlier one. */
  boolean isLearnt(String dataSource) {
    if (learnt.contains(dataSource)) {
      return true;
    }
    boolean before = links.isLearnt(dataSource);
    if (before) {
      learnt.add(dataSource);
    }
    return before;
  }

  /**
   * Learns the links of a data source, unless that was done before. One thread at a time may do so.
   *
   * @param key the property that holds the External ID
   * @throws RowsNotLearnt if Notion does not list all rows
   */
  void learnOnce(Exchange exchange, String dataSource, SchemaProperty key) {
    if (!isLearnt(dataSource)) {
      learn(exchange, dataSource, key);
      links.learnt(dataSource);
      learnt.add(dataSource);
    }
  }

  /**
   * All rows in the order of their creation. A query ends at 10,000 rows (Notion: query a data
   * source), so a capped answer is continued from the creation time of its last row.
   */
  private void learn(Exchange exchange, String dataSource, SchemaProperty key) {
    String cursor = null;
    String createdFrom = null;
    String lastCreated = null;
    while (true) {
      JsonNode page = gateway.send(exchange, query(dataSource, key, cursor, createdFrom));
      Map<String, String> found = new LinkedHashMap<>();
      for (JsonNode row : page.path("results")) {
        lastCreated = row.path("created_time").asText();
        String externalId = KeyProperty.text(row, key);
        if (!externalId.isBlank()) {
          found.putIfAbsent(externalId, row.path("id").asText());
        }
      }
      links.learn(dataSource, found);
      if (page.path("has_more").asBoolean()) {
        cursor = next(dataSource, page, cursor);
      } else if (!isCapped(page)) {
        return;
      } else if (lastCreated == null || lastCreated.equals(createdFrom)) {
        throw RowsNotLearnt.moreInOneMinute(dataSource, lastCreated);
      } else {
        createdFrom = lastCreated;
        cursor = null;
      }
    }
  }

  private static String next(String dataSource, JsonNode page, String cursor) {
    String next = page.path("next_cursor").asText(null);
    if (next == null || next.equals(cursor)) {
      throw RowsNotLearnt.noNewCursor(dataSource);
    }
    return next;
  }

  private static boolean isCapped(JsonNode page) {
    return "incomplete".equals(page.path("request_status").path("type").asText());
  }

  /** Rows without an External ID are of no use here, and are left out by Notion. */
  private static NotionRequest query(
      String dataSource, SchemaProperty key, String cursor, String createdFrom) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode hasKey = JsonNodeFactory.instance.objectNode();
    hasKey.put("property", key.id()).putObject(key.type()).put("is_not_empty", true);
    if (createdFrom == null) {
      body.set("filter", hasKey);
    } else {
      ArrayNode both = body.putObject("filter").putArray("and").add(hasKey);
      ObjectNode created = both.addObject().put("timestamp", "created_time");
      created.putObject("created_time").put("on_or_after", createdFrom);
    }
    body.putArray("sorts")
        .addObject()
        .put("timestamp", "created_time")
        .put("direction", "ascending");
    body.put("page_size", 100);
    if (cursor != null) {
      body.put("start_cursor", cursor);
    }
    // The id is URL-encoded as Notion gave it; inside a query string it is encoded once more.
    String id = URLEncoder.encode(key.id(), StandardCharsets.UTF_8);
    return NotionRequest.query(
        "/v1/data_sources/" + dataSource + "/query?filter_properties=" + id, body);
  }
}
