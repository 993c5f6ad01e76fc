package caravan.upsert;

import caravan.gateway.NotionGateway;
import caravan.notion.Contract;
import caravan.notion.DataSourceSchema;
import caravan.notion.RowListing;
import caravan.notion.SchemaProperty;
import caravan.store.LinkStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/**
 * Learns, once per data source, which External IDs have a page already: ceil(rows/100) requests, so
 * that every later upsert needs no look-up.
 */
public final class LinkLearning {

  private final NotionGateway gateway;
  private final LinkStore links;
  private final Set<String> learnt = ConcurrentHashMap.newKeySet();

  public LinkLearning(NotionGateway gateway, LinkStore links) {
    this.gateway = gateway;
    this.links = links;
  }

  /** Learns the links of a data source, unless that was done before. */
  void learnOnce(Exchange exchange, String dataSource, Contract contract, DataSourceSchema schema) {
    if (contract.key().isEmpty() || learnt.contains(dataSource)) {
      return;
    }
    if (!links.isLearnt(dataSource)) {
      SchemaProperty key = schema.properties().get(contract.key().get().name());
      links.learn(dataSource, readAll(exchange, dataSource, key));
    }
    learnt.add(dataSource);
  }

  private Map<String, String> readAll(Exchange exchange, String dataSource, SchemaProperty key) {
    Map<String, String> found = new HashMap<>();
    RowListing listing = new RowListing(dataSource, null, List.of(key.id()));
    while (listing.isUnfinished()) {
      for (JsonNode row : listing.accept(gateway.send(exchange, listing.next()))) {
        String externalId = KeyProperty.text(row, key);
        if (!externalId.isBlank()) {
          found.putIfAbsent(externalId, row.path("id").asText());
        }
      }
    }
    return found;
  }
}
