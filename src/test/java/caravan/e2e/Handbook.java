package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.record.Record;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.component.mock.MockEndpoint;

/**
 * A hub with an integration of its own, that keeps every page of a data source as HTML and text; on
 * a sandbox.
 */
final class Handbook implements AutoCloseable {

  static final String NAME = "handbook";

  private static final String ROUTE =
      """
      - route:
          id: handbook
          from:
            uri: kamelet:notion-changes-source
            parameters:
              integration: handbook
              dataSource: "{{handbook.data-source}}"
              trigger: "{{handbook.trigger}}"
              bodies: "true"
              %s
            steps:
              - to: direct:handbook

      - route:
          id: handbook-delivery
          from:
            uri: direct:handbook
            steps:
              - setBody:
                  jq:
                    expression: |
                      {
                        externalId: .id,
                        properties: {title: .properties.Name, files: .properties.Files, html: .bodyHtml, text: .bodyText,
                                     image: ([.body // "" | match("http[^)]+#notion-hosted"; "g").string][0])},
                        body:    .body,
                        deleted: .inTrash,
                        version: .lastEdited,
                        source:  .url
                      }
              - bean: {ref: records, method: "receive(*, 'handbook')"}
              - idempotentConsumer:
                  idempotentRepository: "#latest"
                  completionEager: true
                  simple: "${variable.recordKey}"
                  steps:
                    %s
                    - to: mock:handbook
      """;

  private final HubOnSandbox hub;
  private final String dataSource;

  Handbook(Path folder, SandboxOptions options) {
    hub = new HubOnSandbox(folder, options);
    dataSource =
        notion()
            .createDataSource(
                "Handbook", SchemaBuilder.titled("Name").plain("Files", "files").build());
  }

  /** Starts the hub with these parameters of the source, such as {@code blocks: paragraph}. */
  Handbook start(String parameters) {
    return start(parameters, "");
  }

  /** Starts the hub; {@code steps} come before a changed record is kept. */
  Handbook start(String parameters, String steps) {
    try {
      Files.writeString(
          hub.home().resolve("routes/handbook.camel.yaml"),
          ROUTE.formatted(parameters, steps.strip().indent(14).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hub.set("HANDBOOK_DATA_SOURCE", dataSource).set("HANDBOOK_CRON", "0 0 0 1 1 ? 2099");
    hub.start(NAME);
    return this;
  }

  HubOnSandbox hub() {
    return hub;
  }

  NotionSandbox notion() {
    return hub.sandbox().notion();
  }

  String dataSource() {
    return dataSource;
  }

  String page(String markdown) {
    return notion().createPage(dataSource, ValueBuilder.titled("Name", "Page").build(), markdown);
  }

  RunReport poll() {
    hub.forgetRequests();
    return hub.poll(NAME);
  }

  MockEndpoint kept() {
    return hub.hub().context().getEndpoint("mock:handbook", MockEndpoint.class);
  }

  List<Record> records() {
    return kept().getReceivedExchanges().stream()
        .map(exchange -> exchange.getVariable("record", Record.class))
        .toList();
  }

  /** The only record that was kept. */
  Record record() {
    assertThat(records()).hasSize(1);
    return records().get(0);
  }

  @Override
  public void close() {
    hub.close();
  }
}
