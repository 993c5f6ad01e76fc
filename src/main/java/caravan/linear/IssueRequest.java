package caravan.linear;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** GraphQL requests for pages of issues, as JSON text, and the check of their answers. */
final class IssueRequest {

  private final ObjectMapper json;
  private final String document;
  private final ObjectNode variables;
  private final ObjectNode filter;

  /**
   * @param document a query with the variables {@code $first}, {@code $after} and {@code $filter}
   * @param first how many issues at most
   */
  IssueRequest(ObjectMapper json, String document, int first) {
    this.json = json;
    this.document = document;
    this.variables = json.createObjectNode().put("first", first);
    this.filter = json.createObjectNode();
  }

  IssueRequest after(String cursor) {
    if (cursor != null) {
      variables.put("after", cursor);
    }
    return this;
  }

  IssueRequest updatedSince(Instant moment) {
    if (moment != null) {
      filter.putObject("updatedAt").put("gte", moment.toString());
    }
    return this;
  }

  IssueRequest ofTeam(String key) {
    if (!key.isBlank()) {
      filter.putObject("team").putObject("key").put("eq", key);
    }
    return this;
  }

  IssueRequest withIds(List<String> ids) {
    ArrayNode in = filter.putObject("id").putArray("in");
    ids.forEach(in::add);
    return this;
  }

  String text() throws JsonProcessingException {
    ObjectNode request = json.createObjectNode().put("query", document);
    request.set("variables", variables.set("filter", filter));
    return json.writeValueAsString(request);
  }

  /**
   * The page of issues in an answer.
   *
   * @throws IllegalStateException if there is none
   */
  static JsonNode page(String integration, JsonNode data) {
    JsonNode page = data.path("issues");
    if (!page.path("nodes").isArray() || !page.path("pageInfo").has("hasNextPage")) {
      throw new IllegalStateException(
          integration
              + ": Linear's answer has no issues in it; the watermark stays, the next poll asks"
              + " again.");
    }
    return page;
  }
}
