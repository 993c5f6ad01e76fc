package caravan.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotionMarkdownTest extends NotionSandboxBase {

  private String body(String markdown) {
    return notion.createPage(tasks, ValueBuilder.titled("Name", "a").build(), markdown);
  }

  private NotionClient.Got patch(String id, String type, ObjectNode command) throws Exception {
    ObjectNode body = World.JSON.objectNode().put("type", type);
    body.set(type, command);
    return client.patch("/v1/pages/" + id + "/markdown", body.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain text",
        "# One\n## Two\n### Three\n#### Four {color=\"blue\"}",
        "# Toggle {toggle=\"true\"}\n\tinside",
        "- a\n\t- b\n\t\t- c\n- d",
        "1. a\n2. b\n\ttext below\n3. c",
        "- [ ] open\n- [x] done {color=\"red_bg\"}",
        "> quoted<br>twice",
        "<details>\n<summary>Title</summary>\n\tinside\n\t- list\n</details>",
        "<callout icon=\"🎯\" color=\"blue_bg\">\n\tText\n\t- child\n</callout>",
        "```java\nint a = 1;\n\n\tint *b;\n```",
        "$$\na + b\n$$",
        "<table header-row=\"true\" header-column=\"false\">\n\t<tr>\n\t\t<td>**a**</td>\n\t\t<td>b</td>\n\t</tr>\n</table>",
        "---\n<empty-block/>\n<table_of_contents/>",
        "<columns>\n\t<column>\n\t\tleft\n\t</column>\n\t<column>\n\t\tright\n\t</column>\n</columns>",
        "![A caption](https://example.com/a.png)\n<video src=\"https://example.com/v.mp4\">v</video>",
        "**bold** *italic* ~~gone~~ `code *x*` [link](https://example.com/a_b?c=d&e=f) $x^2$",
        "<span underline=\"true\">under</span> <span color=\"red\">red</span> a\\*b snake_case_name &amp; \\<tag\\>",
        "***both*** # not \\[a link\\]",
        "\\# no heading\n\\- no list\n1\\. no number",
      })
  void whatIsWrittenIsReadBack(String markdown) {
    assertThat(notion.body(body(markdown))).isEqualTo(markdown);
  }

  @Test
  void marksBecomeAnnotationsAndLinks() throws Exception {
    String id =
        body(
            "a **b *c* d** [e](https://example.com) `f` snake_case <mention-date start=\"2026-12-01\"/>");
    JsonNode text =
        client.get("/v1/blocks/" + id + "/children").json().at("/results/0/paragraph/rich_text");
    assertThat(text.at("/1/annotations/bold").asBoolean()).isTrue();
    assertThat(text.at("/2/text/content").asText()).isEqualTo("c");
    assertThat(text.at("/2/annotations/italic").asBoolean()).isTrue();
    assertThat(text.findValuesAsText("href")).contains("https://example.com");
    assertThat(text.findValuesAsText("plain_text")).contains(" snake_case ", "2026-12-01");
  }

  @Test
  void longTextIsCutIntoItems() throws Exception {
    String id = body("x".repeat(4500));
    JsonNode text =
        client.get("/v1/blocks/" + id + "/children").json().at("/results/0/paragraph/rich_text");
    assertThat(text).hasSize(3);
    assertThat(notion.body(id)).hasSize(4500);
  }

  @Test
  void pipeTablesAreTaken() {
    assertThat(notion.body(body("| a | b |\n|---|---|\n| 1 | x \\| y |")))
        .contains("<table header-row=\"true\"", "<td>a</td>", "<td>x \\| y</td>");
  }

  @Test
  void unsupportedBlocksAreShownAsUnknownAndKept() throws Exception {
    String id = body("before");
    client.patch(
        "/v1/blocks/" + id + "/children",
        "{\"children\":[{\"bookmark\":{\"url\":\"https://example.com\"}}]}");
    String bookmark =
        client.get("/v1/blocks/" + id + "/children").json().at("/results/1/id").asText();
    JsonNode read = client.get("/v1/pages/" + id + "/markdown").json();
    assertThat(read.path("markdown").asText())
        .isEqualTo(
            "before\n<unknown url=\""
                + Ids.url(id)
                + "#"
                + Ids.plain(bookmark)
                + "\" alt=\"bookmark\"/>");
    assertThat(read.path("truncated").asBoolean()).isFalse();
    ObjectNode update = World.JSON.objectNode();
    update.putArray("content_updates").addObject().put("old_str", "before").put("new_str", "after");
    assertThat(patch(id, "update_content", update).status()).isEqualTo(200);
    assertThat(client.get("/v1/blocks/" + id + "/children").json().at("/results/1/id").asText())
        .isEqualTo(bookmark);
  }

  @Test
  void updateContentChangesOnlyTheBlocksItTouches() throws Exception {
    String id = body("one\ntwo\nthree");
    JsonNode before = client.get("/v1/blocks/" + id + "/children").json().path("results");
    ObjectNode update = World.JSON.objectNode();
    update
        .putArray("content_updates")
        .addObject()
        .put("old_str", "two")
        .put("new_str", "zwei\ndrei");
    var answer = patch(id, "update_content", update);
    assertThat(answer.json().path("markdown").asText()).isEqualTo("one\nzwei\ndrei\nthree");
    JsonNode after = client.get("/v1/blocks/" + id + "/children").json().path("results");
    assertThat(after.at("/0/id")).isEqualTo(before.at("/0/id"));
    assertThat(after.at("/3/id")).isEqualTo(before.at("/2/id"));
  }

  @Test
  void updateContentRefusesNoneOrSeveralMatches() throws Exception {
    String id = body("same\nsame");
    ObjectNode update = World.JSON.objectNode();
    ObjectNode one =
        update.putArray("content_updates").addObject().put("old_str", "same").put("new_str", "x");
    assertThat(patch(id, "update_content", update).message()).contains("more than one location");
    one.put("old_str", "absent");
    assertThat(patch(id, "update_content", update).message()).contains("was not found");
    one.put("old_str", "");
    assertThat(patch(id, "update_content", update).status()).isEqualTo(400);
    one.put("old_str", "same").put("replace_all_matches", true);
    assertThat(patch(id, "update_content", update).json().path("markdown").asText())
        .isEqualTo("x\nx");
  }

  @Test
  void olderCommandsInsertAndReplaceRanges() throws Exception {
    String id = body("# A\none\ntwo");
    assertThat(
            patch(
                    id,
                    "insert_content",
                    World.JSON.objectNode().put("content", "new\n").put("after", "# A...one\n"))
                .json()
                .path("markdown")
                .asText())
        .isEqualTo("# A\none\nnew\ntwo");
    ObjectNode start = World.JSON.objectNode().put("content", "first");
    start.putObject("position").put("type", "start");
    patch(id, "insert_content", start);
    patch(id, "insert_content", World.JSON.objectNode().put("content", "last"));
    patch(
        id,
        "replace_content_range",
        World.JSON.objectNode().put("content", "middle").put("content_range", "one...two"));
    assertThat(notion.body(id)).isEqualTo("first\n# A\nmiddle\nlast");
    assertThat(
            patch(
                    id,
                    "replace_content_range",
                    World.JSON.objectNode().put("content", "x").put("content_range", "nowhere"))
                .status())
        .isEqualTo(400);
    assertThat(
            patch(id, "replace_content", World.JSON.objectNode().put("new_str", ""))
                .json()
                .path("markdown")
                .asText())
        .isEmpty();
    ObjectNode async =
        World.JSON.objectNode().put("type", "replace_content").put("allow_async", true);
    async.putObject("replace_content").put("new_str", "x");
    assertThat(client.patch("/v1/pages/" + id + "/markdown", async.toString()).message())
        .contains("allow_async");
  }
}
