package caravan.setup;

import caravan.notion.Contract;
import caravan.notion.ContractCheck;
import caravan.notion.DataSourceSchema;
import caravan.notion.NotionException;
import caravan.notion.NotionId;
import caravan.notion.NotionRequest;
import caravan.settings.Setting;
import caravan.settings.Settings;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Whether a data source is shared with the connection, and is as its contract says. */
final class DataSourceCheck implements Check {

  private final Settings settings;
  private final Needed needed;
  private final Contract contract;
  private final NotionClient notion;

  DataSourceCheck(Settings settings, Needed needed, Contract contract, ServiceClient http) {
    this.settings = settings;
    this.needed = needed;
    this.contract = contract;
    this.notion =
        new NotionClient(
            settings, needed.connectionOf(contract, settings), http, NotionCheck.PATIENCE);
  }

  @Override
  public String subject() {
    return contract.name();
  }

  @Override
  public List<Finding> look() throws InterruptedException {
    String id = NotionId.canonical(settings.get(contract.dataSourceSetting()));
    if (id.isBlank() || !notion.hasToken()) {
      return List.of(); // the settings say so
    }
    try {
      DataSourceSchema schema =
          DataSourceSchema.read(notion.send(NotionRequest.get("/v1/data_sources/" + id)));
      List<Finding> differences =
          ContractCheck.differences(contract, schema, null, needed.ids()).stream()
              .map(it -> Finding.wrong(subject(), it.message() + ". " + it.remedy() + "."))
              .toList();
      return differences.isEmpty()
          ? List.of(
              Finding.ok(
                  subject(),
                  "data source \"%s\" is shared with the connection and as %s says"
                      .formatted(schema.title(), contract.file())))
          : differences;
    } catch (NotionException e) {
      return List.of(Finding.wrong(subject(), what(id, e)));
    }
  }

  private String what(String id, NotionException e) throws InterruptedException {
    return e.error().status() == 404
        ? missing(id)
        : "data source %s cannot be read (%s).".formatted(id, e.error().summary());
  }

  private String missing(String id) throws InterruptedException {
    String variable = Setting.environmentName(contract.dataSourceSetting());
    try {
      JsonNode database = notion.send(NotionRequest.get("/v1/databases/" + id));
      JsonNode source = database.path("data_sources").path(0);
      if (source.has("id")) {
        return "%s is the id of a database. Set %s to the id of its data source: %s."
            .formatted(id, variable, source.path("id").asText());
      }
    } catch (NotionException notOneEither) {
      // Then it is as the other answer said: there is nothing of that id.
    }
    return ("data source %s is not shared with the connection, or does not exist. In Notion, open"
            + " the database, and under ... and Connections add the connection; or correct %s; or"
            + " make one: ./caravan init --parent PAGE.")
        .formatted(id, variable);
  }
}
