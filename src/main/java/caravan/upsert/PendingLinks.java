package caravan.upsert;

import caravan.notion.AnswerIncomplete;
import caravan.notion.Contract;
import caravan.notion.DataSourceSchema;
import caravan.notion.NotionRequest;
import caravan.notion.SchemaProperty;
import caravan.store.Link;
import caravan.store.LinkStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Looks for pages by their External IDs: those of creates whose outcome is unknown, and those that
 * relations wait for. The route {@code notion-look-up} collects up to 100 of them into one query.
 * One that Notion does not answer leaves everything as it is: it is asked again another time.
 */
public final class PendingLinks {

  /**
   * A look-up of one External ID.
   *
   * @param dataSource where
   * @param key the property that holds it
   * @param externalId what
   */
  public record LookUp(String dataSource, SchemaProperty key, String externalId) {}

  private final LinkStore links;
  private final ProducerTemplate producer;
  private final Clock clock;
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  public PendingLinks(LinkStore links, ProducerTemplate producer, Clock clock) {
    this.links = links;
    this.producer = producer;
    this.clock = clock;
  }

  /**
   * Looks for all pending links of a data source at once, and writes down what was found.
   *
   * @param askedAt when the caller found its link pending: if another thread looked since, its
   *     result stands
   */
  void resolve(
      Exchange exchange, Contract contract, DataSourceSchema schema, Link link, Instant askedAt) {
    synchronized (locks.computeIfAbsent(link.target(), id -> new Object())) {
      Link now = links.find(link.target(), link.externalId()).orElse(null);
      boolean lookedMeanwhile =
          now == null
              || now.state() != Link.State.PENDING
              || now.lookedUpAt() != null && now.lookedUpAt().isAfter(askedAt);
      if (lookedMeanwhile) {
        return;
      }
      SchemaProperty key =
          contract.key().map(it -> schema.properties().get(it.name())).orElseThrow();
      List<LookUp> lookUps =
          links.pending(link.target()).stream()
              .map(it -> new LookUp(it.target(), key, it.externalId()))
              .toList();
      send(exchange, lookUps);
    }
  }

  /**
   * Looks for pages of a data source, whether creates are known of them or not.
   *
   * @return how many of them have a page now
   */
  int lookUp(Exchange exchange, String dataSource, List<LookUp> lookUps) {
    synchronized (locks.computeIfAbsent(dataSource, id -> new Object())) {
      send(exchange, lookUps);
    }
    return (int)
        links.find(dataSource, lookUps.stream().map(LookUp::externalId).toList()).values().stream()
            .filter(link -> link.state() == Link.State.LINKED)
            .count();
  }

  private void send(Exchange exchange, List<LookUp> lookUps) {
    Exchange answer =
        producer.request(
            "direct:notion-look-up",
            lookUp -> {
              lookUp.getVariables().putAll(exchange.getVariables());
              lookUp.getMessage().setBody(lookUps);
            });
    if (answer.getException() != null) {
      throw new IllegalStateException("a look-up could not be sent", answer.getException());
    }
  }

  /** One query for all the External IDs. */
  public NotionRequest query(List<LookUp> lookUps) {
    LookUp first = lookUps.get(0);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode or = body.putObject("filter").putArray("or");
    for (LookUp lookUp : lookUps) {
      ObjectNode condition = or.addObject();
      condition.put("property", lookUp.key().id());
      condition.putObject(lookUp.key().type()).put("equals", lookUp.externalId());
    }
    body.put("page_size", 100);
    return NotionRequest.query("/v1/data_sources/" + first.dataSource() + "/query", body);
  }

  /** Writes down what the query found, and what it did not. */
  public void answered(List<LookUp> lookUps, JsonNode answer, Instant askedAt) {
    boolean last =
        AnswerIncomplete.nextCursor(answer, "pages of " + lookUps.get(0).dataSource()).isEmpty();
    boolean whole =
        last && !"incomplete".equals(answer.path("request_status").path("type").asText());
    Map<String, String> pages = new HashMap<>();
    for (JsonNode row : answer.path("results")) {
      pages.putIfAbsent(KeyProperty.text(row, lookUps.get(0).key()), row.path("id").asText());
    }
    for (LookUp lookUp : lookUps) {
      String page = pages.get(lookUp.externalId());
      if (page != null) {
        found(lookUp, page);
      } else if (whole) {
        links.notFound(lookUp.dataSource(), lookUp.externalId(), askedAt);
      }
    }
  }

  private void found(LookUp lookUp, String page) {
    Optional<Link> known = links.find(lookUp.dataSource(), lookUp.externalId());
    if (known.isEmpty()) {
      links.learn(lookUp.dataSource(), Map.of(lookUp.externalId(), page));
    } else if (known.get().state() == Link.State.PENDING) {
      links.save(KnownPage.linked(known.get(), page));
    }
  }

  /** The hub's clock: a look-up counts from when it was asked. */
  public Instant now() {
    return clock.instant();
  }
}
