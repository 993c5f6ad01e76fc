package caravan.rehearsal;

import caravan.notion.NotionId;
import caravan.notion.NotionRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the page or issue that a preview is about. */
public final class Previews {

  private static final Pattern PAGE_ID =
      Pattern.compile("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
  private static final Pattern ISSUE_ADDRESS = Pattern.compile("/issue/([A-Za-z0-9]+-\\d+)");

  /** The fields of an issue are those that the Kamelet linear-issues-source gives. */
  private static final String ISSUE =
      """
      query PreviewedIssue($id: String!) {
        issue(id: $id) {
          id identifier title description priority estimate dueDate url updatedAt trashed
          state { name }
          assignee { email }
          parent { id }
          labels(first: 100) { nodes { name } }
        }
      }
      """;

  private final ObjectMapper json;

  public Previews(ObjectMapper json) {
    this.json = json;
  }

  /**
   * The read of a page.
   *
   * @param what its id, or its address, which ends with the id (or has it before a question mark)
   * @throws IllegalArgumentException if there is no id in it
   */
  public NotionRequest pageRequest(String what) {
    return NotionRequest.get("/v1/pages/" + pageId(what));
  }

  static String pageId(String what) {
    String path = what.strip().toLowerCase(Locale.ROOT).split("[?#]")[0];
    Matcher found = PAGE_ID.matcher(path);
    String last = null;
    while (found.find()) {
      last = found.group();
    }
    if (last == null) {
      throw new IllegalArgumentException(
          "\"%s\" has no id of a Notion page in it; give the page's address, or its id."
              .formatted(what));
    }
    return NotionId.canonical(last);
  }

  /** The page as the source meets it: a row of the data source, or not any more. */
  public ObjectNode row(JsonNode page, String dataSources) {
    String parent = page.path("parent").path("data_source_id").asText();
    List<String> ids = NotionId.list(dataSources);
    return ((ObjectNode) page.deepCopy())
        .put(
            "listedIn",
            ids.stream().filter(id -> NotionId.same(id, parent)).findFirst().orElse(ids.get(0)))
        .put("rowOnly", true);
  }

  /**
   * The read of an issue, as JSON text.
   *
   * @param what its id, its identifier ({@code ENG-12}) or its address
   */
  public String issueRequest(String what) {
    Matcher address = ISSUE_ADDRESS.matcher(what);
    ObjectNode request = json.createObjectNode().put("query", ISSUE);
    request.putObject("variables").put("id", address.find() ? address.group(1) : what.strip());
    return request.toString();
  }

  /**
   * The issue in Linear's answer.
   *
   * @throws IllegalArgumentException if there is none
   */
  public JsonNode issue(JsonNode data, String what) {
    if (!data.path("issue").isObject()) {
      throw new IllegalArgumentException("Linear has no issue \"%s\".".formatted(what));
    }
    return data.path("issue");
  }
}
