package caravan.demo;

import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A small company's customers: three empty data sources as the contracts of crm ask for, and an
 * inbox with a CSV and a JSON file, in which deals come before the companies that they belong to.
 */
final class DemoCrm implements AutoCloseable {

  private static final String DEALS =
      """
      externalId;name;amount;stage;closeDate;company;contacts
      d-1;Twenty seats;4.800,00;Proposal;2026-12-15;acme;ops-lead
      d-2;"Support; one year";1.200,50;;;acme;
      d-3;Pilot;900;Won;2026-10-01;globex;
      """;

  private static final String COMPANIES =
      """
      [
        {"externalId": "acme", "name": "Acme Tools", "domain": "https://acme.example", "industry": "Tools"},
        {"externalId": "globex", "name": "Globex", "industry": "Energy"}
      ]
      """;

  private static final String CONTACTS =
      """
      externalId,name,email,company
      ops-lead,Head of operations,operations@acme.example,acme
      """;

  /** How many files lie in the inbox, and how many records in them. */
  static final int FILES = 3;

  static final int RECORDS = 6;

  private final Path inbox;
  private final Map<String, String> environment = new TreeMap<>();

  /** Fills a running sandbox and a folder of its own. */
  DemoCrm(NotionSandbox notion) {
    String companies =
        notion.createDataSource(
            "Companies",
            key(SchemaBuilder.titled("Name"))
                .plain("Domain", "url")
                .options("Industry", "select")
                .plain("Open Deals", "number")
                .plain("Open Value", "number")
                .build());
    String contacts =
        notion.createDataSource(
            "Contacts",
            key(SchemaBuilder.titled("Name"))
                .plain("Email", "email")
                .plain("Phone", "phone_number")
                .relation("Company", companies)
                .build());
    String deals =
        notion.createDataSource(
            "Deals",
            key(SchemaBuilder.titled("Name"))
                .plain("Amount", "number")
                .options("Stage", "select", "Proposal", "Won", "Lost")
                .plain("Close Date", "date")
                .relation("Company", companies)
                .relation("Contacts", contacts)
                .build());
    inbox = fill();
    environment.put("CRM_ENABLED", "true");
    environment.put("CRM_COMPANIES_DATA_SOURCE", companies);
    environment.put("CRM_CONTACTS_DATA_SOURCE", contacts);
    environment.put("CRM_DEALS_DATA_SOURCE", deals);
    environment.put("CRM_INBOX", inbox.toString());
  }

  private static SchemaBuilder key(SchemaBuilder schema) {
    return schema.plain("External ID", "rich_text");
  }

  private static Path fill() {
    try {
      Path inbox = Files.createTempDirectory("caravan-inbox");
      Files.writeString(inbox.resolve("deals.csv"), DEALS);
      Files.writeString(inbox.resolve("companies.json"), COMPANIES);
      Files.writeString(inbox.resolve("contacts.csv"), CONTACTS);
      return inbox;
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's inbox cannot be made", e);
    }
  }

  /** What a hub has to know. */
  Map<String, String> environment() {
    return environment;
  }

  /** The folder goes. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(inbox)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's inbox cannot be removed", e);
    }
  }
}
