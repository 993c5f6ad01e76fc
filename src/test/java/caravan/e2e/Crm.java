package caravan.e2e;

import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The three data sources of a CRM in a sandbox, and the folder into which its files are dropped.
 */
final class Crm {

  static final String NAME = "crm";

  private final NotionSandbox notion;
  private final Path inbox;
  final String companies;
  final String contacts;
  final String deals;

  Crm(NotionSandbox notion, Path inbox) {
    this.notion = notion;
    this.inbox = inbox;
    this.companies =
        notion.createDataSource(
            "Companies",
            SchemaBuilder.titled("Name")
                .plain("Domain", "url")
                .options("Industry", "select", "Tools")
                .plain("Open Deals", "number")
                .plain("Open Value", "number")
                .plain("External ID", "rich_text")
                .build());
    this.contacts =
        notion.createDataSource(
            "Contacts",
            SchemaBuilder.titled("Name")
                .plain("Email", "email")
                .plain("Phone", "phone_number")
                .relation("Company", companies)
                .plain("External ID", "rich_text")
                .build());
    this.deals =
        notion.createDataSource(
            "Deals",
            SchemaBuilder.titled("Name")
                .plain("Amount", "number")
                .options("Stage", "select", "Proposal", "Won", "Lost")
                .plain("Close Date", "date")
                .relation("Company", companies)
                .relation("Contacts", contacts)
                .plain("External ID", "rich_text")
                .build());
  }

  /** What a hub has to know. */
  Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    variables.put("CRM_COMPANIES_DATA_SOURCE", companies);
    variables.put("CRM_CONTACTS_DATA_SOURCE", contacts);
    variables.put("CRM_DEALS_DATA_SOURCE", deals);
    variables.put("CRM_INBOX", inbox.toString());
    return variables;
  }

  /** Drops a file as careful programs do: written under another name, then renamed. */
  void drop(String name, String content) {
    try {
      Path file = inbox.resolve(name);
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(part, content);
      Files.move(part, file);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  Path file(String name) {
    return inbox.resolve(name);
  }

  /** The pages of an External ID; more than one would be a mistake. */
  List<JsonNode> pages(String dataSource, String externalId) {
    return notion.pages(dataSource).stream()
        .<JsonNode>map(notion::page)
        .filter(page -> text(page, "External ID").equals(externalId))
        .toList();
  }

  JsonNode page(String dataSource, String externalId) {
    List<JsonNode> pages = pages(dataSource, externalId);
    if (pages.size() != 1) {
      throw new AssertionError(pages.size() + " pages for " + externalId);
    }
    return pages.get(0);
  }

  String id(String dataSource, String externalId) {
    return page(dataSource, externalId).path("id").asText();
  }

  static String text(JsonNode page, String property) {
    StringBuilder text = new StringBuilder();
    JsonNode value = page.path("properties").path(property);
    value
        .path(value.path("type").asText())
        .forEach(it -> text.append(it.path("plain_text").asText()));
    return text.toString();
  }

  static JsonNode value(JsonNode page, String property) {
    JsonNode value = page.path("properties").path(property);
    return value.path(value.path("type").asText());
  }

  static List<String> related(JsonNode page, String property) {
    return value(page, property).findValuesAsText("id");
  }
}
