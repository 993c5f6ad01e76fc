package caravan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a script on an official client does that keeps nothing between its runs: it looks every
 * record up by its External ID, writes it whether it changed or not, deletes a body block by block
 * and appends it again, and walks every block that has blocks inside.
 */
final class NaiveScript {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int APPENDED = 100;

  /**
   * A record as the script has it.
   *
   * @param externalId what it is found by
   * @param title its title
   * @param priority an option
   * @param parents the External IDs of related records
   * @param body what it says; null leaves the body alone
   */
  record Item(
      String externalId,
      String title,
      String priority,
      List<String> parents,
      List<BodyBlock> body) {}

  private final NaiveClient client;
  private final String dataSource;
  private final String person;

  NaiveScript(NaiveClient client, String dataSource, String person) {
    this.client = client;
    this.dataSource = dataSource;
    this.person = person;
  }

  /** Brings a page to what the record says. */
  void upsert(Item item) throws InterruptedException {
    String page = lookUp(item.externalId());
    ObjectNode properties = properties(item);
    if (page == null) {
      ObjectNode body = JSON.objectNode();
      body.putObject("parent").put("data_source_id", dataSource);
      body.set("properties", properties);
      if (item.body() != null) {
        body.set("children", BodyBlock.json(item.body()));
      }
      client.post("/v1/pages", body);
      return;
    }
    client.patch("/v1/pages/" + page, (ObjectNode) JSON.objectNode().set("properties", properties));
    if (item.body() != null) {
      for (JsonNode block : children(page)) {
        client.delete("/v1/blocks/" + block.path("id").asText());
      }
      append(page, item.body());
    }
  }

  private String lookUp(String externalId) throws InterruptedException {
    ObjectNode body = JSON.objectNode();
    ObjectNode filter = body.putObject("filter").put("property", "External ID");
    filter.putObject("rich_text").put("equals", externalId);
    JsonNode found = client.post("/v1/data_sources/" + dataSource + "/query", body);
    JsonNode first = found.path("results").path(0).path("id");
    return first.isTextual() ? first.asText() : null;
  }

  private ObjectNode properties(Item item) throws InterruptedException {
    ObjectNode properties = JSON.objectNode();
    properties.putObject("Name").set("title", BodyBlock.richText(item.title()));
    properties.putObject("Status").putObject("select").put("name", "Todo");
    properties.putObject("Priority").putObject("select").put("name", item.priority());
    properties.putObject("Owner").putArray("people").addObject().put("id", person);
    properties.putObject("Estimate").put("number", 3);
    properties.putObject("External ID").set("rich_text", BodyBlock.richText(item.externalId()));
    ArrayNode relation = properties.putObject("Parent").putArray("relation");
    for (String parent : item.parents()) {
      String page = lookUp(parent);
      if (page == null) {
        throw new IllegalStateException("the naive pattern does not find the parent " + parent);
      }
      relation.addObject().put("id", page);
    }
    return properties;
  }

  private void append(String page, List<BodyBlock> body) throws InterruptedException {
    for (int from = 0; from < body.size(); from += APPENDED) {
      List<BodyBlock> part = body.subList(from, Math.min(body.size(), from + APPENDED));
      client.patch(
          "/v1/blocks/" + page + "/children",
          (ObjectNode) JSON.objectNode().set("children", BodyBlock.json(part)));
    }
  }

  /** All rows, or those that were edited since, each with all blocks of its body. */
  int read(String notes, Instant since) throws InterruptedException {
    int blocks = 0;
    String cursor = null;
    do {
      ObjectNode body = JSON.objectNode().put("page_size", 100);
      if (since != null) {
        ObjectNode filter = body.putObject("filter").put("timestamp", "last_edited_time");
        filter.putObject("last_edited_time").put("on_or_after", since.toString());
      }
      if (cursor != null) {
        body.put("start_cursor", cursor);
      }
      JsonNode answer = client.post("/v1/data_sources/" + notes + "/query", body);
      for (JsonNode row : answer.path("results")) {
        blocks += walk(row.path("id").asText());
      }
      cursor = answer.path("next_cursor").asText(null);
    } while (cursor != null);
    return blocks;
  }

  private int walk(String parent) throws InterruptedException {
    int blocks = 0;
    for (JsonNode block : children(parent)) {
      blocks++;
      if (block.path("has_children").asBoolean()) {
        blocks += walk(block.path("id").asText());
      }
    }
    return blocks;
  }

  private List<JsonNode> children(String parent) throws InterruptedException {
    List<JsonNode> children = new ArrayList<>();
    String path = "/v1/blocks/" + parent + "/children?page_size=100";
    String cursor = "";
    do {
      JsonNode answer = client.get(path + cursor);
      answer.path("results").forEach(children::add);
      cursor =
          answer.path("has_more").asBoolean()
              ? "&start_cursor=" + answer.path("next_cursor").asText()
              : null;
    } while (cursor != null);
    return children;
  }
}
