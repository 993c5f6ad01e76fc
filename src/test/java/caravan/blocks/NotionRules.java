package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What Notion would refuse, written from its published request types and limits, apart from the
 * code under test.
 */
final class NotionRules {

  private static final Set<String> PARENTS =
      Set.of(
          "paragraph",
          "heading_1",
          "heading_2",
          "heading_3",
          "heading_4",
          "bulleted_list_item",
          "numbered_list_item",
          "quote",
          "to_do",
          "toggle",
          "template",
          "callout",
          "synced_block",
          "table",
          "column_list",
          "column",
          "tab");

  private NotionRules() {}

  /** Fails if the children of one request break a rule; returns the number of blocks. */
  static int check(JsonNode children) {
    int blocks = array(children, 1);
    assertThat(blocks).as("blocks in a request").isLessThanOrEqualTo(1_000);
    assertThat(children.toString().getBytes(StandardCharsets.UTF_8).length)
        .as("bytes in a request")
        .isLessThan(500_000);
    return blocks;
  }

  private static int array(JsonNode children, int level) {
    assertThat(children.isArray()).isTrue();
    assertThat(children.size()).as("children in an array").isLessThanOrEqualTo(100);
    int blocks = 0;
    for (JsonNode child : children) {
      blocks += block(child, level);
    }
    return blocks;
  }

  private static int block(JsonNode block, int level) {
    String type = block.path("type").asText();
    JsonNode own = block.path(type);
    assertThat(own.isObject()).as("payload of %s", type).isTrue();
    assertThat(own.has("list_start_index")).isFalse();
    if (level > 1) {
      assertThat(type).isNotEqualTo("column_list");
    }
    if (level > 2) {
      assertThat(type).isNotIn("table", "column", "tab");
      assertThat(own.has("children")).as("children on level %s", level).isFalse();
    }
    richText(own.path("rich_text"));
    richText(own.path("caption"));
    if (type.equals("table")) {
      assertThat(own.path("children").size()).isPositive();
      own.path("children")
          .forEach(
              row ->
                  assertThat(row.path("table_row").path("cells").size())
                      .isEqualTo(own.path("table_width").asInt()));
    }
    assertThat(own.path("cells").size()).isLessThanOrEqualTo(100);
    own.path("cells").forEach(NotionRules::richText);
    assertThat(own.path("expression").asText().length()).isLessThanOrEqualTo(1_000);
    url(own.path("url"));
    url(own.path("external").path("url"));
    if (!own.has("children")) {
      return 1;
    }
    assertThat(PARENTS).contains(type);
    return 1 + array(own.get("children"), level + 1);
  }

  private static void richText(JsonNode runs) {
    assertThat(runs.size()).as("runs of rich text").isLessThanOrEqualTo(100);
    for (JsonNode run : runs) {
      String content = run.path("text").path("content").asText();
      assertThat(content.length()).as("characters in a run").isLessThanOrEqualTo(2_000);
      if (!content.isEmpty()) {
        assertThat(Character.isLowSurrogate(content.charAt(0))).isFalse();
      }
      url(run.path("text").path("link").path("url"));
      assertThat(run.path("equation").path("expression").asText().length())
          .isLessThanOrEqualTo(1_000);
    }
  }

  private static void url(JsonNode url) {
    if (url.isTextual()) {
      assertThat(url.asText()).startsWithIgnoringCase("http").hasSizeLessThanOrEqualTo(2_000);
      assertThat(url.asText()).doesNotContainAnyWhitespaces();
    }
  }
}
