package caravan.linear;

import caravan.sync.Poll;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The pages of a poll's answer from Linear: asks for issues from the watermark on. */
public final class IssuePages {

  private final ObjectMapper json;
  private final String team;

  /**
   * @param team {@code linear.team}: the key of the only team to read; blank for all
   */
  public IssuePages(ObjectMapper json, String team) {
    this.json = json;
    this.team = team;
  }

  /** The GraphQL request for the next page, as JSON text. */
  public String request(Poll poll, String document, int pageSize) throws JsonProcessingException {
    ObjectNode request = json.createObjectNode();
    request.put("query", document);
    ObjectNode variables = request.putObject("variables");
    variables.put("first", pageSize);
    if (poll.cursor() != null) {
      variables.put("after", poll.cursor());
    }
    ObjectNode filter = variables.putObject("filter");
    if (poll.since() != null) {
      filter.putObject("updatedAt").put("gte", poll.since().toString());
    }
    if (!team.isBlank()) {
      filter.putObject("team").putObject("key").put("eq", team);
    }
    return json.writeValueAsString(request);
  }

  /** The issues of an answer; turns the poll to the next page. */
  public List<JsonNode> issues(Poll poll, JsonNode data) {
    JsonNode page = data.path("issues");
    if (!page.path("nodes").isArray() || !page.path("pageInfo").has("hasNextPage")) {
      throw new IllegalStateException(
          poll.run().integration()
              + ": Linear's answer has no issues in it; the watermark stays, the next poll asks"
              + " again.");
    }
    JsonNode info = page.path("pageInfo");
    poll.turnTo(info.path("endCursor").asText(null), info.path("hasNextPage").asBoolean());
    List<JsonNode> issues = new ArrayList<>();
    page.path("nodes").forEach(issues::add);
    return issues;
  }
}
