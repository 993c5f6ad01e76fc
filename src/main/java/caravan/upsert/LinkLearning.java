package caravan.upsert;

import caravan.gateway.NotionGateway;
import caravan.notion.DataSourceSchema;
import caravan.notion.ListingIncomplete;
import caravan.notion.NotionId;
import caravan.notion.PropertyType;
import caravan.notion.RowListing;
import caravan.notion.SchemaProperty;
import caravan.store.LinkStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
 *
 * <p>Each page of the answer goes into the store at once. The data source counts as learnt only
 * when its last row was read.
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
   * @throws KeyNotUnique if two pages carry the same External ID
   */
  void learnOnce(Exchange exchange, DataSourceSchema schema, SchemaProperty key) {
    String dataSource = NotionId.canonical(schema.id());
    if (!isLearnt(dataSource)) {
      try {
        learn(exchange, new RowListing(dataSource, null, columns(schema, key)), key);
      } catch (ListingIncomplete e) {
        throw new RowsNotLearnt(e);
      }
      links.learnt(dataSource);
      learnt.add(dataSource);
    }
  }

  private void learn(Exchange exchange, RowListing listing, SchemaProperty key) {
    Map<String, String> all = new HashMap<>();
    while (listing.isUnfinished()) {
      Map<String, String> found = new LinkedHashMap<>();
      for (JsonNode row : listing.accept(gateway.send(exchange, listing.next()))) {
        people.meet(exchange, row);
        String externalId = KeyProperty.text(row, key);
        if (!externalId.isBlank()) {
          String page = row.path("id").asText();
          String before = all.putIfAbsent(externalId, page);
          if (before != null && !NotionId.same(before, page)) {
            throw new KeyNotUnique(listing.dataSource(), key.name(), externalId, before, page);
          }
          found.put(externalId, page);
        }
      }
      links.learn(listing.dataSource(), found);
    }
  }

  /** The properties that are asked for: the key and all people. */
  private static List<String> columns(DataSourceSchema schema, SchemaProperty key) {
    Stream<SchemaProperty> people =
        schema.properties().values().stream().filter(it -> it.is(PropertyType.PEOPLE));
    return Stream.concat(Stream.of(key), people).map(SchemaProperty::id).toList();
  }
}
