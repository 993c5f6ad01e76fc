package caravan.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.SandboxOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one answer of the markdown endpoint leaves out, and how it says so. */
class NotionTruncationTest extends NotionSandboxBase {

  @Override
  SandboxOptions options() {
    return super.options().toBuilder().markdownCap(4).build();
  }

  @Test
  void whatDoesNotFitIsUnknownAndReadByItsId() throws Exception {
    String id =
        notion.createPage(
            tasks,
            ValueBuilder.titled("Name", "a").build(),
            "one\n- two\n\t- three\n\t- four\n\t- five\n\t\t- six\nseven");

    JsonNode answer = markdown(id);

    assertThat(answer.path("truncated").asBoolean()).isTrue();
    List<String> unknown =
        List.of(
            answer.at("/unknown_block_ids/0").asText(), answer.at("/unknown_block_ids/1").asText());
    assertThat(answer.path("unknown_block_ids")).hasSize(2);
    String page = Ids.url(id) + "#";
    assertThat(answer.path("markdown").asText())
        .isEqualTo(
            "one\n- two\n\t- three\n\t- four\n\t<unknown url=\"%s\"/>\n<unknown url=\"%s\"/>"
                .formatted(
                    page + unknown.get(0).replace("-", ""),
                    page + unknown.get(1).replace("-", "")));
    assertThat(markdown(unknown.get(0)).path("markdown").asText()).isEqualTo("- five\n\t- six");
    assertThat(markdown(unknown.get(0)).path("truncated").asBoolean()).isFalse();
    assertThat(markdown(unknown.get(1)).path("markdown").asText()).isEqualTo("seven");
  }

  @Test
  void aTableIsNeverCut() throws Exception {
    String rows = "| 1 |\n".repeat(9);
    String id =
        notion.createPage(
            tasks, ValueBuilder.titled("Name", "a").build(), "| a |\n|---|\n" + rows + "after");

    JsonNode answer = markdown(id);

    assertThat(answer.path("markdown").asText().split("<tr>", -1)).hasSize(11);
    assertThat(answer.path("unknown_block_ids")).hasSize(1);
  }

  @Test
  void aCopyShowsItsOriginalUnlessThatIsHidden() throws Exception {
    String source = notion.createPage(tasks, ValueBuilder.titled("Name", "a").build(), "");
    String original =
        notion
            .append(
                source,
                json(
                    """
                    [{"synced_block": {"synced_from": null, "children": [
                      {"paragraph": {"rich_text": [{"text": {"content": "shared"}}]}}]}}]
                    """))
            .get(0);
    String id = notion.createPage(tasks, ValueBuilder.titled("Name", "b").build(), "");
    String copy =
        notion
            .append(
                id,
                json(
                    "[{\"synced_block\": {\"synced_from\": {\"type\": \"block_id\", \"block_id\": \"%s\"}}}]"
                        .formatted(original)))
            .get(0);

    assertThat(markdown(id).path("markdown").asText())
        .contains("<synced_block_reference", "\n\tshared\n");
    assertThat(client.get("/v1/blocks/" + copy).json().path("has_children").asBoolean()).isTrue();
    assertThat(client.get("/v1/blocks/" + copy + "/children").status()).isEqualTo(404);
    assertThat(client.get("/v1/blocks/" + original + "/children").json().path("results"))
        .hasSize(1);

    notion.hide(original);

    JsonNode answer = markdown(id);
    assertThat(answer.path("truncated").asBoolean()).isTrue();
    assertThat(answer.at("/unknown_block_ids/0").asText()).isEqualTo(original);
    assertThat(answer.path("markdown").asText())
        .contains("#" + Ids.plain(original))
        .doesNotContain("shared");
    assertThat(client.get("/v1/pages/" + original + "/markdown").status()).isEqualTo(404);
    assertThat(client.get("/v1/blocks/" + original + "/children").status()).isEqualTo(404);
  }

  private JsonNode markdown(String id) throws Exception {
    return client.get("/v1/pages/" + id + "/markdown").json();
  }

  private static ArrayNode json(String text) throws Exception {
    return (ArrayNode) new ObjectMapper().readTree(text);
  }
}
