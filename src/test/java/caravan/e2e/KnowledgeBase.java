package caravan.e2e;

import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Consumer;

/** A knowledge base in the sandbox's Notion, and a hub that carries it into a search index. */
final class KnowledgeBase {

  static final String NAME = "knowledge-base";

  private static final String NEVER = "0 0 0 1 1 ? 2099";

  private final HubOnSandbox hub;
  private final Consumer<Duration> clock;
  private final String dataSource;
  private final String owner;

  /**
   * @param clock moves on the clock that hub and sandbox share
   */
  KnowledgeBase(HubOnSandbox hub, Consumer<Duration> clock) {
    this.hub = hub;
    this.clock = clock;
    dataSource =
        notion()
            .createDataSource(
                "Knowledge base",
                SchemaBuilder.titled("Name")
                    .options("Tags", "multi_select", "Ops", "Database")
                    .plain("Owner", "people")
                    .build());
    owner = notion().user("Operations", "operations@example.com");
    hub.set("KNOWLEDGE_BASE_DATA_SOURCE", dataSource).set("KNOWLEDGE_BASE_CRON", NEVER);
  }

  /** Polls after the minute of the last edits has closed. */
  RunReport poll() {
    clock.accept(Duration.ofSeconds(70));
    return hub.poll(NAME);
  }

  String dataSource() {
    return dataSource;
  }

  String create(String name, String markdown) {
    return notion().createPage(dataSource, values(name).build(), markdown);
  }

  String createTagged(String name, String markdown, String... tags) {
    ObjectNode values = values(name).options("Tags", tags).build();
    return notion().createPage(dataSource, values, markdown);
  }

  private ValueBuilder values(String name) {
    return ValueBuilder.titled("Name", name).references("Owner", "people", owner);
  }

  void rename(String page, String name) {
    notion().editProperties(page, ValueBuilder.titled("Name", name).build());
  }

  void rewrite(String page, String markdown) {
    notion().replaceBody(page, markdown);
  }

  NotionSandbox notion() {
    return hub.sandbox().notion();
  }
}
