package caravan.upsert;

import caravan.gateway.NotionGateway;
import caravan.notion.Contract;
import caravan.notion.DataSourceSchema;
import caravan.notion.PropertyType;
import caravan.notion.RowListing;
import caravan.notion.SchemaProperty;
import caravan.store.LinkStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private Map<String, String> readAll(
      Exchange exchange, String dataSource, SchemaProperty key, List<String> columns) {
    Map<String, String> found = new HashMap<>();
    RowListing listing = new RowListing(dataSource, null, columns);
    while (listing.isUnfinished()) {
      for (JsonNode row : listing.accept(gateway.send(exchange, listing.next()))) {
        people.meet(exchange, row);
        String externalId = KeyProperty.text(row, key);
        if (!externalId.isBlank()) {
          found.putIfAbsent(externalId, row.path("id").asText());
        }
      }
    }
    return found;
  }

  /** The properties that are asked for: the key and all people. */
  private static List<String> columns(DataSourceSchema schema, SchemaProperty key) {
    Stream<SchemaProperty> people =
        schema.properties().values().stream().filter(it -> it.is(PropertyType.PEOPLE));
    return Stream.concat(Stream.of(key), people).map(SchemaProperty::id).toList();
  }
}
