package caravan.demo;

import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The small company's sales playbook in Notion, and the PostgreSQL in which its read model lies:
 * the one that is given, or one that lives as long as the demo.
 */
public final class DemoPlaybook implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DemoPlaybook.class);

  private static final List<String> OBJECTIONS =
      List.of(
          "It costs too much", "We have a tool for that", "Not this quarter", "Who else uses it");

  private final EmbeddedPostgres server;
  private final String url;
  private final String user;
  private final String password;

  private DemoPlaybook(EmbeddedPostgres server, String url, String user, String password) {
    this.server = server;
    this.url = url;
    this.user = user;
    this.password = password;
  }

  /** The read model goes into this database, which is somebody else's to end. */
  public static DemoPlaybook on(String url, String user, String password) {
    return new DemoPlaybook(null, url, user, password);
  }

  /** Starts a PostgreSQL on loopback; where none starts, the demo goes without the playbook. */
  public static DemoPlaybook embedded() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.start();
      String url = server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
      return new DemoPlaybook(server, url, "postgres", "postgres");
    } catch (IOException | IllegalStateException e) {
      LOG.warn(
          "sales-playbook is left out of the demo, because no PostgreSQL starts here ({}); give it"
              + " one with --postgres.",
          e.getMessage());
      return new DemoPlaybook(null, "", "", "");
    }
  }

  /** Whether there is a database. */
  public boolean isThere() {
    return !url.isBlank();
  }

  /** Makes the data source and its pages. */
  DemoPart fill(NotionSandbox notion) {
    String id =
        notion.createDataSource(
            "Sales playbook",
            SchemaBuilder.titled("Name")
                .options("Section", "select", "Objections", "Pricing", "Discovery")
                .plain("Order", "number")
                .plain("Published", "checkbox")
                .plain("Slug", "rich_text")
                .build());
    int order = 1;
    for (String objection : OBJECTIONS) {
      page(
          notion,
          id,
          ValueBuilder.titled("Name", objection).option("Section", "select", "Objections"),
          order++,
          true,
          "Ask first what it is compared with.\n\n- What does the work cost **today**?\n- Who does it?");
    }
    page(
        notion,
        id,
        ValueBuilder.titled("Name", "Plans and what they hold")
            .option("Section", "select", "Pricing"),
        order++,
        true,
        "| Plan | Seats |\n| --- | --- |\n| Small | 5 |\n| Large | 50 |\n");
    page(
        notion,
        id,
        ValueBuilder.titled("Name", "Ten questions for a first call")
            .option("Section", "select", "Discovery"),
        order++,
        false,
        "Not ready yet.");
    return DemoPart.of(
        "sales-playbook",
        notion.pages(id).size(),
        "SALES_PLAYBOOK_DATA_SOURCE",
        id,
        "SALES_PLAYBOOK_URL",
        url,
        "SALES_PLAYBOOK_USER",
        user,
        "SALES_PLAYBOOK_PASSWORD",
        password);
  }

  private static void page(
      NotionSandbox notion,
      String dataSource,
      ValueBuilder values,
      int order,
      boolean published,
      String markdown) {
    notion.createPage(
        dataSource,
        values.number("Order", order).checkbox("Published", published).build(),
        markdown);
  }

  @Override
  public void close() {
    if (server != null) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the demo's PostgreSQL does not end", e);
      }
    }
  }
}
