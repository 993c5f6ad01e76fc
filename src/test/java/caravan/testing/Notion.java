package caravan.testing;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.util.List;

/** Notion's answers, as far as the tests need them. */
public final class Notion {

  /**
   * The data source that linear-issues writes to, with an External ID whose property id has a %.
   */
  public static final String ISSUES_SCHEMA =
      """
      {"object": "data_source", "id": "11111111-2222-4333-8444-555555555555", "in_trash": false,
       "title": [{"plain_text": "Issues"}],
       "parent": {"type": "database_id", "database_id": "aaaaaaaa-2222-4333-8444-555555555555"},
       "properties": {
        "Name": {"id": "title", "name": "Name", "type": "title", "title": {}},
        "Status": {"id": "sta", "name": "Status", "type": "select", "select": {"options": []}},
        "Priority": {"id": "pri", "name": "Priority", "type": "select", "select": {"options": []}},
        "Owner": {"id": "own", "name": "Owner", "type": "people", "people": {}},
        "Due Date": {"id": "due", "name": "Due Date", "type": "date", "date": {}},
        "Labels": {"id": "lab", "name": "Labels", "type": "multi_select", "multi_select": {"options": []}},
        "Estimate": {"id": "est", "name": "Estimate", "type": "number", "number": {"format": "number"}},
        "Parent": {"id": "par", "name": "Parent", "type": "relation", "relation": {
          "data_source_id": "11111111-2222-4333-8444-555555555555", "type": "single_property", "single_property": {}}},
        "URL": {"id": "url", "name": "URL", "type": "url", "url": {}},
        "External ID": {"id": "e%3Ax", "name": "External ID", "type": "rich_text", "rich_text": {}}}}
      """;

  /** The user that Notion knows the hub's connection as. */
  public static final String HUB = "99999999-2222-4333-8444-555555555555";

  private Notion() {}

  /** Fails if a request to Notion had a body that its OpenAPI document does not allow. */
  public static void judge(List<ServeEvent> events) {
    NotionBodies bodies = new NotionBodies();
    for (ServeEvent event : events) {
      LoggedRequest request = event.getRequest();
      String path = request.getUrl().replaceFirst("\\?.*", "");
      if (path.startsWith("/v1/")) {
        bodies.saw("notion", request.getMethod().getName(), path, request.getBody());
      }
    }
    bodies.failIfRefused();
  }

  /** The schema of the issues' data source. */
  public static MappingBuilder schema() {
    return get("/v1/data_sources/" + TestHub.ISSUES).willReturn(okJson(ISSUES_SCHEMA));
  }

  /** No people. */
  public static MappingBuilder nobody() {
    return get(urlPathEqualTo("/v1/users")).willReturn(okJson(list(List.of(), null)));
  }

  /** Which user the hub is. */
  public static MappingBuilder hubUser() {
    return get("/v1/users/me")
        .willReturn(
            okJson(
                "{\"object\": \"user\", \"id\": \"%s\", \"type\": \"bot\", \"bot\": {}}"
                    .formatted(HUB)));
  }

  /** A paragraph of a page's body. */
  public static String paragraph(String id, String text, String by) {
    return """
        {"object": "block", "id": "%s", "has_children": false, "type": "paragraph",
         "created_by": {"object": "user", "id": "%s"}, "last_edited_by": {"object": "user", "id": "%s"},
         "paragraph": {"color": "default", "rich_text": [
           {"type": "text", "text": {"content": "%s", "link": null}, "plain_text": "%s"}]}}
        """
        .formatted(id, by, by, text, text);
  }

  /** Every query of the issues' data source finds these rows. */
  public static MappingBuilder rows(String... rows) {
    return post(urlPathEqualTo("/v1/data_sources/" + TestHub.ISSUES + "/query"))
        .willReturn(okJson(list(List.of(rows), null)));
  }

  /** Every page that is created gets a new id. */
  public static MappingBuilder creates() {
    return post("/v1/pages")
        .willReturn(
            okJson("{\"object\": \"page\", \"id\": \"{{randomValue type='UUID'}}\"}")
                .withTransformers("response-template"));
  }

  /** A row of the issues' data source with its External ID. */
  public static String issueRow(String pageId, String externalId) {
    return """
    {"object": "page", "id": "%s", "created_time": "2026-11-22T09:00:00.000Z",
     "last_edited_time": "2026-11-22T09:00:00.000Z",
     "properties": {"External ID": {"id": "e%%3Ax", "type": "rich_text",
       "rich_text": [{"type": "text", "plain_text": "%s", "text": {"content": "%s"}}]}}}
    """
        .formatted(pageId, externalId, externalId);
  }

  /** A list answer; {@code cursor} is null on the last page. */
  public static String list(List<String> results, String cursor) {
    return "{\"object\": \"list\", \"results\": ["
        + String.join(",", results)
        + "], \"has_more\": "
        + (cursor != null)
        + ", \"next_cursor\": "
        + (cursor == null ? "null" : '"' + cursor + '"')
        + "}";
  }

  /** An error answer. */
  public static ResponseDefinitionBuilder error(int status, String code, String message) {
    return error(status, code, message, "{}");
  }

  /** An error answer with additional data. */
  public static ResponseDefinitionBuilder error(
      int status, String code, String message, String additional) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withHeader("x-notion-request-id", "req-1")
        .withBody(
            """
            {"object": "error", "status": %d, "code": "%s", "message": "%s", "request_id": "req-1",
             "additional_data": %s}
            """
                .formatted(status, code, message, additional));
  }
}
