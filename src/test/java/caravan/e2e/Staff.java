package caravan.e2e;

import caravan.hub.Hub;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import caravan.sync.Outcome;
import caravan.sync.Run;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * An integration {@code staff} on a sandbox: members, related to each other, to teams (which it
 * writes, and which are related to members) and to offices (which only people write). Records are
 * handed over by the test, as a source would.
 */
final class Staff implements AutoCloseable {

  private static final String INTEGRATION = "staff";

  /**
   * What a test delivers.
   *
   * @param kind {@code members} or {@code teams}
   */
  record Item(String kind, ObjectNode record) {

    /** With a relation to these External IDs. */
    Item related(String property, String... externalIds) {
      Item copy = new Item(kind, record.deepCopy());
      var ids = copy.record.withObject("/properties").putObject(property).putArray("externalIds");
      List.of(externalIds).forEach(ids::add);
      return copy;
    }

    /** With another title. */
    Item named(String name) {
      Item copy = new Item(kind, record.deepCopy());
      copy.record.withObject("/properties").put("Name", name);
      return copy;
    }

    /** As a later version. */
    Item version(int number) {
      Item copy = new Item(kind, record.deepCopy());
      copy.record.put("version", "2026-11-22T09:00:%02d.000Z".formatted(number));
      return copy;
    }

    /** As gone. */
    Item deleted() {
      Item copy = new Item(kind, record.deepCopy());
      copy.record.put("deleted", true);
      return copy;
    }
  }

  static Item member(String externalId) {
    return item("members", externalId);
  }

  static Item team(String externalId) {
    return item("teams", externalId);
  }

  private static Item item(String kind, String externalId) {
    ObjectNode record = new ObjectMapper().createObjectNode().put("externalId", externalId);
    record.putObject("properties").put("Name", externalId);
    return new Item(kind, record).version(1);
  }

  private final ObjectMapper json = new ObjectMapper();
  private final HubOnSandbox hub;
  private final String members;
  private final String teams;
  private final String offices;

  Staff(Path folder, SandboxOptions options) {
    hub = new HubOnSandbox(folder, options);
    offices =
        notion()
            .createDataSource(
                "Offices", SchemaBuilder.titled("Name").plain("Code", "rich_text").build());
    teams =
        notion()
            .createDataSource(
                "Teams", SchemaBuilder.titled("Name").plain("External ID", "rich_text").build());
    members =
        notion()
            .createDataSource(
                "Members",
                SchemaBuilder.titled("Name")
                    .plain("External ID", "rich_text")
                    .relation("Teams", teams)
                    .relation("Offices", offices)
                    .build());
    addRelation(members, "Manager", members);
    addRelation(teams, "Lead", members);
    contract("members", "Teams: teams", "Offices: offices", "Manager: self");
    contract("teams", "Lead: members");
    write(
        "routes/contracts/offices.yaml",
        """
        name: offices
        data-source-setting: staff.offices.data-source
        owner: people
        properties:
          Name: {type: title}
          Code: {type: rich_text, key: true, owner: hub}
        """);
    write("routes/staff.camel.yaml", route("members") + route("teams"));
    write("application-local.properties", "staff.offices.data-source=" + offices + "\n");
    hub.set("STAFF_MEMBERS_DATA_SOURCE", members).set("STAFF_TEAMS_DATA_SOURCE", teams);
  }

  private static String route(String kind) {
    return """
        - route:
            id: staff-KIND
            from:
              uri: direct:staff-KIND
              steps:
                - bean: {ref: records, method: "receive(*, 'staff.KIND')"}
                - idempotentConsumer:
                    id: staff-KIND-latest
                    idempotentRepository: "#latest"
                    completionEager: true
                    simple: "${variable.recordKey}"
                    steps:
                      - to:
                          id: staff-KIND-sink
                          uri: kamelet:notion-upsert-sink
                          parameters: {contract: KIND, dataSource: "{{staff.KIND.data-source}}"}
        """
        .replace("KIND", kind);
  }

  private void contract(String name, String... relations) {
    StringBuilder text =
        new StringBuilder(
            """
            name: NAME
            data-source-setting: staff.NAME.data-source
            owner: hub
            properties:
              Name: {type: title}
              External ID: {type: rich_text, key: true}
            """
                .replace("NAME", name));
    for (String relation : relations) {
      String[] parts = relation.split(": ");
      text.append("  %s: {type: relation, relation-to: %s}%n".formatted(parts[0], parts[1]));
    }
    write("routes/contracts/" + name + ".yaml", text.toString());
  }

  private void write(String file, String text) {
    try {
      Files.writeString(hub.home().resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void addRelation(String dataSource, String property, String target) {
    ObjectNode relation = SchemaBuilder.titled("Name").relation(property, target).build();
    relation.remove("Name");
    notion().patchSchema(dataSource, relation);
  }

  Staff set(String variable, String value) {
    hub.set(variable, value);
    return this;
  }

  Staff start() {
    hub.start(INTEGRATION);
    return this;
  }

  HubOnSandbox hub() {
    return hub;
  }

  NotionSandbox notion() {
    return hub.sandbox().notion();
  }

  String members() {
    return members;
  }

  String teams() {
    return teams;
  }

  String offices() {
    return offices;
  }

  /** A person creates a page for an office. */
  String office(String code) {
    return notion()
        .createPage(offices, ValueBuilder.titled("Name", "Office").text("Code", code).build(), "");
  }

  /** One run that delivers these records, one after the other. */
  RunReport run(Item... items) {
    Run run = hub.hub().beans().runs().begin(INTEGRATION, "poll");
    for (Item item : items) {
      Exchange delivered = deliver(run, item);
      if (delivered.getException() == null) {
        run.count(delivered.getVariable("outcome", Outcome.class));
      } else {
        run.count(Outcome.FAILED);
      }
    }
    finishRelations(run);
    return hub.hub().beans().runs().finish(run);
  }

  /** Delivers one record in a run of its own that ends without a second pass. */
  Exchange deliver(Item item) {
    Run run = hub.hub().beans().runs().begin(INTEGRATION, "poll");
    Exchange delivered = deliver(run, item);
    hub.hub().beans().runs().finish(run);
    return delivered;
  }

  private Exchange deliver(Run run, Item item) {
    return producer()
        .request(
            "direct:staff-" + item.kind(),
            exchange -> {
              exchange.setVariable("run", run);
              exchange.setVariable("item", item.record().toString());
              exchange.getMessage().setBody(item.record());
            });
  }

  private void finishRelations(Run run) {
    Exchange end =
        producer()
            .request(
                "direct:finish-relations-" + INTEGRATION,
                exchange -> exchange.setVariable("run", run));
    if (end.getException() != null) {
      throw new AssertionError("the second pass failed", end.getException());
    }
  }

  private ProducerTemplate producer() {
    Hub running = hub.hub();
    return running.context().createProducerTemplate();
  }

  /** The ids of the pages that a member's, or team's, relation holds: all, however many. */
  List<String> relation(String dataSource, String externalId, String property) {
    String page = page(dataSource, externalId);
    String propertyId = notion().page(page).path("properties").path(property).path("id").asText();
    List<String> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode answer = get("/v1/pages/" + page + "/properties/" + propertyId + cursor);
      answer.path("results").forEach(item -> ids.add(item.at("/relation/id").asText()));
      String next = answer.path("next_cursor").asText(null);
      cursor = next == null ? "" : "?start_cursor=" + next;
    } while (!cursor.isEmpty());
    return ids;
  }

  List<String> memberRelation(String externalId, String property) {
    return relation(members, externalId, property);
  }

  /** The only page of a record; fails if there is none, or more than one. */
  String page(String dataSource, String externalId) {
    List<String> found = notion().find(dataSource, "External ID", externalId);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " pages for " + externalId);
    }
    return found.get(0);
  }

  /** The requests since {@link #forgetRequests}, counted by what they are. */
  Map<String, Long> requests() {
    Map<String, Long> counted = new LinkedHashMap<>();
    for (String request : hub.requests()) {
      String kind = request.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID");
      counted.merge(kind, 1L, Long::sum);
    }
    return counted;
  }

  void forgetRequests() {
    hub.forgetRequests();
  }

  /** Moves a page into another data source, as a person would. */
  void move(String page, String dataSource) {
    ObjectNode body = json.createObjectNode();
    body.putObject("parent").put("type", "data_source_id").put("data_source_id", dataSource);
    send(
        "POST",
        "/v1/pages/" + page + "/move",
        HttpRequest.BodyPublishers.ofString(body.toString()));
  }

  private JsonNode get(String path) {
    return send("GET", path, HttpRequest.BodyPublishers.noBody());
  }

  private JsonNode send(String method, String path, HttpRequest.BodyPublisher body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(hub.sandbox().server().url() + "/notion" + path))
            .header("Authorization", "Bearer " + TestSandbox.NOTION_TOKEN)
            .header("Notion-Version", "2026-03-11")
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.body());
      }
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
