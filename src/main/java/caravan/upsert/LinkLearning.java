package caravan.upsert;

import caravan.gateway.NotionGateway;
import caravan.notion.Contract;
import caravan.notion.DataSourceSchema;
import caravan.notion.NotionRequest;
import caravan.notion.PropertyType;
import caravan.notion.SchemaProperty;
import caravan.store.LinkStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/**
 * Learns, once per data source, which External IDs have a page already: ceil(rows/100) requests, so
 * that every later upsert needs no look-up. The rows bring their people along, who may be guests
 * that no list names.
 */
public final class LinkLearning {

  private final NotionGateway gateway;
  private final LinkStore links;
  private final PeopleDirectory people;
  private final Set<String> learnt = ConcurrentHashMap.newKeySet();

  public LinkLearning(NotionGateway gateway, LinkStore links, PeopleDirectory people) {
    this.gateway = gateway;
    this.links = links;
    this.people = people;
  }

  /** Learns the links of a data source, unless that was done before. */
  void learnOnce(Exchange exchange, String dataSource, Contract contract, DataSourceSchema schema) {
    if (contract.key().isEmpty() || learnt.contains(dataSource)) {
      return;
    }
    if (!links.isLearnt(dataSource)) {
      SchemaProperty key = schema.properties().get(contract.key().get().name());
      links.learn(dataSource, readAll(exchange, dataSource, key, columns(schema, key)));
    }
    learnt.add(dataSource);
  }

  /**
   * All rows in the order of their creation. A query ends at 10,000 rows (Notion: query a data
   * source), so a capped answer is continued from the creation time of its last row.
   */
  private Map<String, String> readAll(
      Exchange exchange, String dataSource, SchemaProperty key, String columns) {
    Map<String, String> found = new HashMap<>();
    String cursor = null;
    String createdFrom = null;
    String lastCreated = null;
    while (true) {
      JsonNode page = gateway.send(exchange, query(dataSource, columns, cursor, createdFrom));
      for (JsonNode row : page.path("results")) {
        people.meet(exchange, row);
        lastCreated = row.path("created_time").asText();
        String externalId = KeyProperty.text(row, key);
        if (!externalId.isBlank()) {
          found.putIfAbsent(externalId, row.path("id").asText());
        }
      }
      if (page.path("has_more").asBoolean()) {
        cursor = page.path("next_cursor").asText();
      } else if (!isCapped(page)) {
        return found;
      } else if (lastCreated == null || lastCreated.equals(createdFrom)) {
        throw new IllegalStateException(
            ("The data source %s has more rows created in one minute (%s) than one query can list;"
                    + " its rows cannot be learnt, so nothing was written.")
                .formatted(dataSource, lastCreated));
      } else {
        createdFrom = lastCreated;
        cursor = null;
      }
    }
  }

  private static boolean isCapped(JsonNode page) {
    return "incomplete".equals(page.path("request_status").path("type").asText());
  }

  /** The properties that are asked for: the key and all people. */
  private static String columns(DataSourceSchema schema, SchemaProperty key) {
    Stream<SchemaProperty> people =
        schema.properties().values().stream().filter(it -> it.is(PropertyType.PEOPLE));
    return Stream.concat(Stream.of(key), people)
        // An id is URL-encoded as Notion gave it; inside a query string it is encoded once more.
        .map(it -> "filter_properties=" + URLEncoder.encode(it.id(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static NotionRequest query(
      String dataSource, String columns, String cursor, String createdFrom) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("sorts")
        .addObject()
        .put("timestamp", "created_time")
        .put("direction", "ascending");
    body.put("page_size", 100);
    if (createdFrom != null) {
      ObjectNode filter = body.putObject("filter");
      filter.put("timestamp", "created_time");
      filter.putObject("created_time").put("on_or_after", createdFrom);
    }
    if (cursor != null) {
      body.put("start_cursor", cursor);
    }
    return NotionRequest.query("/v1/data_sources/" + dataSource + "/query?" + columns, body);
  }
}
