package caravan.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NotionBlocksTest extends NotionSandboxBase {

  private String children(String blocks) {
    return "{\"children\":[" + blocks + "]}";
  }

  private static String nested(int levels) {
    String inner = levels == 0 ? "" : ",\"children\":[" + nested(levels - 1) + "]";
    return "{\"type\":\"bulleted_list_item\",\"bulleted_list_item\":{\"rich_text\":"
        + text("l" + levels)
        + inner
        + "}}";
  }

  @Test
  void twoLevelsOfNestingAreTakenAndThreeRefused() throws Exception {
    String id = page("a");
    var two = client.patch("/v1/blocks/" + id + "/children", children(nested(2)));
    assertThat(two.status()).as(two.message()).isEqualTo(200);
    assertThat(two.json().path("results")).hasSize(1);
    assertThat(two.json().at("/results/0/has_children").asBoolean()).isTrue();
    assertThat(notion.body(id)).isEqualTo("- l2\n\t- l1\n\t\t- l0");
    var three = client.patch("/v1/blocks/" + id + "/children", children(nested(3)));
    assertThat(three.status()).isEqualTo(400);
    assertThat(three.message())
        .startsWith(
            "body failed validation: body.children[0].bulleted_list_item.children[0].bulleted_list_item.children[0]"
                + ".bulleted_list_item.children should be not present");
  }

  @Test
  void appendGoesWhereThePositionSays() throws Exception {
    String id = notion.createPage(tasks, ValueBuilder.titled("Name", "a").build(), "one\nthree");
    String first = client.get("/v1/blocks/" + id + "/children").json().at("/results/0/id").asText();
    String block = "\"children\":[{\"paragraph\":{\"rich_text\":" + text("new") + "}}]";
    client.patch(
        "/v1/blocks/" + id + "/children", "{" + block + ",\"position\":{\"type\":\"start\"}}");
    client.patch(
        "/v1/blocks/" + id + "/children",
        "{"
            + block
            + ",\"position\":{\"type\":\"after_block\",\"after_block\":{\"id\":\""
            + first
            + "\"}}}");
    client.patch("/v1/blocks/" + id + "/children", "{" + block + "}");
    assertThat(notion.body(id)).isEqualTo("new\none\nnew\nthree\nnew");
  }

  @Test
  void blocksAreCheckedInNotionsWords() throws Exception {
    String path = "/v1/blocks/" + page("a") + "/children";
    assertThat(client.patch(path, children("{\"type\":\"poem\",\"poem\":{}}")).message())
        .startsWith("body failed validation: body.children[0].type should be ");
    assertThat(
            client
                .patch(
                    path,
                    children("{\"paragraph\":{\"rich_text\":" + text("x".repeat(2001)) + "}}"))
                .message())
        .isEqualTo(
            "body failed validation: body.children[0].paragraph.rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`.");
    assertThat(
            client
                .patch(path, children("{\"code\":{\"rich_text\":[],\"language\":\"cobol\"}}"))
                .message())
        .startsWith("body failed validation: body.children[0].code.language should be `\"abap\"`");
    assertThat(
            client
                .patch(path, children("{\"paragraph\":{\"rich_text\":[],\"style\":1}}"))
                .message())
        .isEqualTo(
            "body failed validation: body.children[0].paragraph.style should be not present, instead was `1`.");
    assertThat(
            client
                .patch(path, children("{\"to_do\":{\"rich_text\":[],\"checked\":\"yes\"}}"))
                .message())
        .contains("body.children[0].to_do.checked should be a boolean");
    String many = "{\"divider\":{}},".repeat(101);
    assertThat(client.patch(path, children(many.substring(0, many.length() - 1))).message())
        .isEqualTo(
            "body failed validation: body.children.length should be ≤ `100`, instead was `101`.");
    String row = "{\"table_row\":{\"cells\":[[]]}}";
    assertThat(
            client
                .patch(path, children("{\"table\":{\"table_width\":2,\"children\":[" + row + "]}}"))
                .message())
        .contains("Number of cells in table row must match the table width");
    assertThat(notion.history(path.split("/")[3])).hasSize(1);
  }

  @Test
  void editsAndTrashBumpTheBlockAndThePage() throws Exception {
    String id = notion.createPage(tasks, ValueBuilder.titled("Name", "a").build(), "one\n\ttwo");
    String top = client.get("/v1/blocks/" + id + "/children").json().at("/results/0/id").asText();
    String inner =
        client.get("/v1/blocks/" + top + "/children").json().at("/results/0/id").asText();
    clock.advance(Duration.ofMinutes(2));
    var edited =
        client.patch("/v1/blocks/" + inner, "{\"paragraph\":{\"rich_text\":" + text("zwei") + "}}");
    assertThat(edited.json().at("/paragraph/rich_text/0/annotations/bold").asBoolean(true))
        .isFalse();
    assertThat(edited.json().path("last_edited_time").asText())
        .isEqualTo("2026-11-22T10:02:00.000Z");
    assertThat(client.get("/v1/pages/" + id).json().path("last_edited_time").asText())
        .isEqualTo("2026-11-22T10:02:00.000Z");
    assertThat(
            client
                .patch("/v1/blocks/" + inner, "{\"paragraph\":{\"rich_text\":[],\"children\":[]}}")
                .status())
        .isEqualTo(400);
    assertThat(client.patch("/v1/blocks/" + inner, "{\"to_do\":{\"checked\":true}}").status())
        .isEqualTo(400);

    assertThat(client.delete("/v1/blocks/" + inner).json().path("in_trash").asBoolean()).isTrue();
    assertThat(notion.body(id)).isEqualTo("one");
    assertThat(client.delete("/v1/blocks/" + inner).status()).isEqualTo(400);
    assertThat(client.patch("/v1/blocks/" + inner, "{\"in_trash\":false}").status()).isEqualTo(200);
    assertThat(notion.body(id)).isEqualTo("one\n\tzwei");
  }

  @Test
  void childPagesAreBlocksOfTheirParent() throws Exception {
    String id = page("parent");
    var made =
        client.post(
            "/v1/pages",
            "{\"parent\":{\"page_id\":\"" + id + "\"},\"markdown\":\"# Child\\ntext\"}");
    assertThat(made.status()).as(made.message()).isEqualTo(200);
    String child = made.json().path("id").asText();
    assertThat(made.json().at("/properties/title/title/0/plain_text").asText()).isEqualTo("Child");
    assertThat(
            client
                .get("/v1/blocks/" + id + "/children")
                .json()
                .at("/results/0/child_page/title")
                .asText())
        .isEqualTo("Child");
    assertThat(client.get("/v1/pages/" + child + "/markdown").json().path("markdown").asText())
        .isEqualTo("text");
    String replace = "{\"type\":\"replace_content\",\"replace_content\":{\"new_str\":\"x\"%s}}";
    assertThat(client.patch("/v1/pages/" + id + "/markdown", replace.formatted("")).message())
        .contains(child);
    assertThat(
            client
                .patch(
                    "/v1/pages/" + id + "/markdown",
                    replace.formatted(",\"allow_deleting_content\":true"))
                .status())
        .isEqualTo(200);
    assertThat(notion.page(child).path("in_trash").asBoolean()).isTrue();
  }

  @Test
  void aThousandBlocksInOneRequestIsTheEnd() throws Exception {
    String leaf = "{\"divider\":{}},".repeat(10);
    String item =
        "{\"toggle\":{\"rich_text\":[],\"children\":["
            + leaf.substring(0, leaf.length() - 1)
            + "]}},";
    String path = "/v1/blocks/" + page("a") + "/children";
    String fits = item.repeat(90);
    assertThat(client.patch(path, children(fits.substring(0, fits.length() - 1))).status())
        .isEqualTo(200);
    String many = item.repeat(91);
    assertThat(client.patch(path, children(many.substring(0, many.length() - 1))).message())
        .contains("≤ `1000`, instead was `1001`");
  }
}
