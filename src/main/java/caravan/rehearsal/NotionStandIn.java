package caravan.rehearsal;

import caravan.gateway.Connections;
import caravan.notion.NotionErrorReader;
import caravan.notion.NotionException;
import caravan.notion.NotionId;
import caravan.notion.NotionRequest;
import caravan.rehearsal.RecordReport.Change;
import caravan.sync.Run;
import caravan.sync.Variables;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/**
 * Stands in a dry run where the gateway to Notion stands in a run: what reads goes through to the
 * gateway, what writes is noted and answered as Notion would answer it. A write that it does not
 * know is refused.
 *
 * <p>Before a page's properties are changed its present ones are read, so that the report can name
 * both; a run would not read them.
 */
public final class NotionStandIn {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String ARCHIVED =
      "{\"object\":\"error\",\"status\":400,\"code\":\"validation_error\",\"message\":\"Can't edit"
          + " block that is archived. You must unarchive the block before editing.\"}";

  private final LiveGateways live;
  private final RehearsalNotes notes;
  private final Connections connections;
  private final NotionErrorReader errors;
  private final MadeUpPages madeUp = new MadeUpPages();
  private final Map<String, String> propertyNames = new ConcurrentHashMap<>();
  private final Map<String, String> names = new ConcurrentHashMap<>();
  private final Map<String, String> hubUsers = new ConcurrentHashMap<>();

  public NotionStandIn(
      LiveGateways live, RehearsalNotes notes, Connections connections, NotionErrorReader errors) {
    this.live = live;
    this.notes = notes;
    this.connections = connections;
    this.errors = errors;
  }

  /** Answers the request in the body. */
  public void answer(Exchange exchange) {
    NotionRequest request = exchange.getMessage().getBody(NotionRequest.class);
    exchange
        .getMessage()
        .setBody(ReadOnly.reads(request) ? read(exchange, request) : write(exchange, request));
  }

  private JsonNode read(Exchange exchange, NotionRequest request) {
    String id = id(request);
    boolean children = request.endpoint().equals("GET /v1/blocks/*/children");
    if (madeUp.contains(id) && children) {
      count(exchange);
      return madeUp.children(id).orElseThrow();
    }
    JsonNode answer = live.notion(exchange, request);
    if (children) {
      notes.of(exchange).has(id, answer.path("results"));
    } else if (request.endpoint().equals("GET /v1/data_sources/*")) {
      learnNames(answer.path("properties"));
    } else if (request.path().startsWith("/v1/users")) {
      learnNamed(answer);
    }
    return answer;
  }

  private JsonNode write(Exchange exchange, NotionRequest request) {
    RehearsedRecord record = notes.of(exchange);
    JsonNode answer =
        switch (request.endpoint()) {
          case "POST /v1/pages" -> create(record, request);
          case "PATCH /v1/pages/*" -> patch(exchange, record, request);
          case "PATCH /v1/blocks/*/children" -> {
            record.insertsBlocks(request.body().path("children"));
            yield madeUp.appended(id(request), request.body().path("children"));
          }
          case "PATCH /v1/blocks/*" -> {
            record.changesBlock();
            yield block(request);
          }
          case "DELETE /v1/blocks/*" -> {
            record.deletesBlock(id(request));
            yield block(request);
          }
          default -> throw new ReadOnly.WriteRefused(request.method() + " " + request.path());
        };
    count(exchange);
    notes.wrote();
    record.writes(request.endpoint().equals("POST /v1/pages") ? "" : id(request));
    return answer;
  }

  private JsonNode create(RehearsedRecord record, NotionRequest request) {
    ObjectNode page = madeUp.page(request.body());
    properties(record, request, JSON.objectNode());
    if (!request.body().path("children").isEmpty()) {
      record.insertsBlocks(request.body().path("children"));
    }
    return page;
  }

  private JsonNode patch(Exchange exchange, RehearsedRecord record, NotionRequest request) {
    String id = id(request);
    if (madeUp.contains(id)) {
      return JSON.objectNode().put("object", "page").put("id", id);
    }
    notes.readAside();
    ObjectNode page = live.aside(exchange, NotionRequest.get("/v1/pages/" + id)).deepCopy();
    if (page.path("in_trash").asBoolean() && !request.body().has("in_trash")) {
      throw new NotionException(
          connections.of(exchange), request, errors.read(400, header -> null, ARCHIVED), null);
    }
    learnNames(page.path("properties"));
    if (request.body().has("properties")) {
      properties(record, request, page.path("properties"));
    }
    if (request.body().path("erase_content").asBoolean()) {
      record.erases(id);
    }
    page.putObject("last_edited_by").put("object", "user").put("id", hubUser(exchange));
    return page;
  }

  private void properties(RehearsedRecord record, NotionRequest request, JsonNode present) {
    for (var written : request.body().path("properties").properties()) {
      String name = name(written.getKey());
      String before = "";
      for (var property : present.properties()) {
        if (NotionId.sameProperty(property.getValue().path("id").asText(), written.getKey())) {
          before = PropertyText.of(property.getValue(), names);
        }
      }
      record.sets(new Change(name, before, PropertyText.of(written.getValue(), names)));
    }
  }

  /** Who edited a page says whose it is. */
  private String hubUser(Exchange exchange) {
    return hubUsers.computeIfAbsent(
        connections.of(exchange),
        connection -> {
          notes.readAside();
          return live.aside(exchange, NotionRequest.get("/v1/users/me")).path("id").asText();
        });
  }

  private void learnNames(JsonNode properties) {
    for (var property : properties.properties()) {
      propertyNames.put(
          NotionId.decodedProperty(property.getValue().path("id").asText()), property.getKey());
      // Below the property: its options, or what it holds.
      property.getValue().forEach(this::learnNamed);
    }
  }

  /** Whatever has an id and a name: options of selects, users. */
  private void learnNamed(JsonNode node) {
    if (node.path("id").isTextual() && node.path("name").isTextual()) {
      names.put(node.path("id").asText(), node.path("name").asText());
    }
    node.forEach(this::learnNamed);
  }

  private String name(String property) {
    return propertyNames.getOrDefault(NotionId.decodedProperty(property), property);
  }

  /** A run would have sent it. */
  private static void count(Exchange exchange) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    if (run != null) {
      run.request(200);
    }
  }

  private static JsonNode block(NotionRequest request) {
    return JSON.objectNode().put("object", "block").put("id", id(request));
  }

  /** The id in a path such as {@code /v1/blocks/{id}/children?page_size=100}. */
  private static String id(NotionRequest request) {
    String[] parts = request.path().split("[/?]");
    return parts.length > 3 ? parts[3] : "";
  }
}
