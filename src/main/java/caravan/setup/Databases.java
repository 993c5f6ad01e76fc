package caravan.setup;

import caravan.notion.Contract;
import caravan.notion.DataSourceSchema;
import caravan.notion.NotionError;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The databases below one page, as one connection sees them. */
final class Databases {

  private final NotionClient notion;
  private final String parent;

  /**
   * @param parent the page's id
   */
  Databases(NotionClient notion, String parent) {
    this.notion = notion;
    this.parent = parent;
  }

  /**
   * Finds the data source of a contract below the page, by the database's title.
   *
   * @throws AmbiguousTitle if there is more than one
   */
  Optional<String> find(Contract contract) throws InterruptedException {
    String title = SchemaRequests.title(contract);
    List<String> found = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          notion.send(
              NotionRequest.get(
                  "/v1/blocks/%s/children?page_size=100%s"
                      .formatted(parent, cursor.isEmpty() ? "" : "&start_cursor=" + cursor)));
      for (JsonNode block : page.path("results")) {
        if (title.equals(block.at("/child_database/title").asText(null))
            && !block.path("in_trash").asBoolean()) {
          found.add(block.path("id").asText());
        }
      }
      cursor = page.path("has_more").asBoolean() ? page.path("next_cursor").asText() : "";
    } while (!cursor.isEmpty());
    if (found.size() > 1) {
      throw new AmbiguousTitle(title, contract);
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(dataSourceOf(found.get(0)));
  }

  /**
   * Makes a database, whatever becomes of the answer: if that is lost, the database is looked for
   * before anything is made again.
   *
   * @return the id of its data source
   */
  String create(Contract contract) throws InterruptedException {
    NotionRequest request =
        NotionRequest.adding("POST", "/v1/databases", SchemaRequests.database(contract, parent));
    try {
      return dataSource(notion.send(request));
    } catch (NotionException e) {
      if (e.error().committedResourceId() != null) {
        return dataSourceOf(e.error().committedResourceId());
      }
      if (!e.error().ambiguous(request.repeat()) && e.kind() != NotionError.Kind.SAVED) {
        throw e;
      }
      Optional<String> made = find(contract);
      if (made.isEmpty()) {
        throw e;
      }
      return made.get();
    }
  }

  /** How a data source looks now. */
  DataSourceSchema schema(String dataSourceId) throws InterruptedException {
    return DataSourceSchema.read(
        notion.send(NotionRequest.get("/v1/data_sources/" + dataSourceId)));
  }

  /** Adds properties; what is there already must not be among them. */
  void add(String dataSourceId, ObjectNode properties) throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("properties", properties);
    notion.send(NotionRequest.setting("/v1/data_sources/" + dataSourceId, body));
  }

  private String dataSourceOf(String databaseId) throws InterruptedException {
    return dataSource(notion.send(NotionRequest.get("/v1/databases/" + databaseId)));
  }

  private static String dataSource(JsonNode database) {
    return database.path("data_sources").path(0).path("id").asText();
  }
}
