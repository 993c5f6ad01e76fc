package caravan.e2e;

import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.NotionSandbox;
import caravan.store.RunReport;
import caravan.sync.Run;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * A hub with two integrations on one data source of the test's own: {@code properties-out} writes
 * what the test gives, {@code properties-in} reads it, and the test sees what a route would see.
 */
public final class PropertiesHub implements AutoCloseable {

  public static final String OUT = "properties-out";
  public static final String IN = "properties-in";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HubOnSandbox hub;
  private final ConcurrentLinkedQueue<JsonNode> caught = new ConcurrentLinkedQueue<>();
  private String dataSource;

  public PropertiesHub(Path folder, SandboxOptions options) {
    hub = new HubOnSandbox(folder, options);
    write("routes/properties-out.camel.yaml", OUT_ROUTE);
    write("routes/properties-in.camel.yaml", IN_ROUTE);
    hub.set("PROPERTIES_IN_CRON", "0 0 0 1 1 ? 2099");
  }

  private static final String OUT_ROUTE =
      """
      - route:
          id: properties-out
          from:
            uri: direct:properties-out
            steps:
              - bean: {ref: records, method: "receive(*, 'properties-out')"}
              - to:
                  uri: kamelet:notion-upsert-sink
                  parameters: {contract: properties-out, dataSource: "{{properties-out.data-source}}"}
      """;

  private static final String IN_ROUTE =
      """
      - route:
          id: properties-in
          from:
            uri: kamelet:notion-changes-source
            parameters:
              integration: properties-in
              dataSource: "{{properties-in.data-source}}"
              trigger: "{{properties-in.trigger}}"
            steps:
              - to: direct:properties-in
      - route:
          id: properties-in-delivery
          from:
            uri: direct:properties-in
            steps:
              - toD: "direct:${variable.run.integration}-caught"
              - setBody: {jq: {expression: "{externalId: .id, properties: {}, version: .lastEdited}"}}
              - bean: {ref: records, method: "receive(*, 'properties-in')"}
      """;

  /** The contract of the writing integration, by the lines below "properties:". */
  public PropertiesHub writing(String properties) {
    return contract(OUT, "hub", properties);
  }

  /** The contract of the reading integration, by the lines below "properties:". */
  public PropertiesHub reading(String properties) {
    return contract(IN, "people", properties);
  }

  /**
   * Likewise, on a data source of which the hub owns what the contract does not leave to people.
   */
  public PropertiesHub readingItsOwn(String properties) {
    return contract(IN, "hub", properties);
  }

  private PropertiesHub contract(String name, String owner, String properties) {
    write(
        "routes/contracts/" + name + ".yaml",
        "name: %s\ndata-source-setting: %s.data-source\nowner: %s\nproperties:\n%s"
            .formatted(name, name, owner, properties.indent(2)));
    return this;
  }

  /** Starts the integrations on a data source. */
  public PropertiesHub start(String dataSourceId, String... integrations) {
    dataSource = dataSourceId;
    hub.set("PROPERTIES_OUT_DATA_SOURCE", dataSource).set("PROPERTIES_IN_DATA_SOURCE", dataSource);
    hub.start(integrations);
    try {
      hub.hub()
          .context()
          .addRoutes(
              new RouteBuilder() {
                @Override
                public void configure() {
                  from("direct:" + IN + "-caught")
                      .process(
                          exchange ->
                              caught.add(exchange.getMessage().getBody(JsonNode.class).deepCopy()));
                }
              });
    } catch (Exception e) {
      throw new IllegalStateException("the test's own route does not start", e);
    }
    return this;
  }

  public NotionSandbox notion() {
    return hub.sandbox().notion();
  }

  public HubOnSandbox hub() {
    return hub;
  }

  /** Writes a Record with these properties; fails if the hub refuses or cannot write it. */
  public RunReport put(String externalId, Map<String, Object> properties) {
    Run run = hub.hub().beans().runs().begin(OUT, "poll");
    Exchange delivered = send(run, externalId, properties);
    hub.hub().beans().runs().finish(run);
    if (delivered.getException() != null) {
      throw new AssertionError("the record was not written", delivered.getException());
    }
    return hub.runs(OUT).get(0);
  }

  private Exchange send(Run run, String externalId, Map<String, Object> properties) {
    ObjectNode record = JSON.createObjectNode().put("externalId", externalId);
    record.set("properties", JSON.valueToTree(properties));
    return hub.hub()
        .context()
        .createProducerTemplate()
        .request(
            "direct:" + OUT,
            exchange -> {
              exchange.setVariable("run", run);
              exchange.setVariable("item", record.toString());
              exchange.getMessage().setBody(record);
            });
  }

  /** The page of a record that was written. */
  public String pageOf(String externalId) {
    return notion().find(dataSource, "External ID", externalId).get(0);
  }

  /** What the next poll hands over, in any order. */
  public List<JsonNode> poll() {
    caught.clear();
    RunReport report = hub.poll(IN);
    if (!report.state().equals("done")) {
      throw new AssertionError("the poll failed: " + report.notes());
    }
    return new ArrayList<>(caught);
  }

  /** What the next poll and the reading of that cause which follows it hand over. */
  public List<JsonNode> pollAndAwait(String cause) {
    caught.clear();
    RunReport report = hub.pollAndAwait(IN, cause);
    if (!report.state().equals("done")) {
      throw new AssertionError("the " + cause + " failed: " + report.notes());
    }
    return new ArrayList<>(caught);
  }

  /** The only item that the next poll hands over. */
  public JsonNode pollOne() {
    List<JsonNode> items = poll();
    if (items.size() != 1) {
      throw new AssertionError("%d items instead of one: %s".formatted(items.size(), items));
    }
    return items.get(0);
  }

  /** What the last poll noted. */
  public String notes() {
    return hub.runs(IN).get(0).notes();
  }

  private void write(String file, String text) {
    try {
      Files.writeString(hub.home().resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException("the test's route files can't be written", e);
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
