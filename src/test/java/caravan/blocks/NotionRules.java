package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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

  private static final Map<String, Set<String>> UPDATABLE =
      Map.of(
          "paragraph", Set.of("rich_text", "color"),
          "heading_1", Set.of("rich_text", "color", "is_toggleable"),
          "bulleted_list_item", Set.of("rich_text", "color"),
          "to_do", Set.of("rich_text", "color", "checked"),
          "quote", Set.of("rich_text", "color"),
          "code", Set.of("rich_text", "language", "caption"),
          "callout", Set.of("rich_text", "color", "icon"),
          "image", Set.of("external", "caption"),
          "table", Set.of("has_column_header", "has_row_header"),
          "table_row", Set.of("cells"));

  private NotionRules() {}

  /** The block after an update, which keeps what the update is silent about. */
  static JsonNode updated(JsonNode block, JsonNode update, boolean hasChildren) {
    String type = block.path("type").asText();
    assertThat(update.size()).isEqualTo(1);
    assertThat(update.has(type)).as("update of a %s: %s", type, update).isTrue();
    ObjectNode after = block.deepCopy();
    ObjectNode own = (ObjectNode) after.get(type);
    for (Map.Entry<String, JsonNode> field : update.get(type).properties()) {
      assertThat(UPDATABLE.get(type)).contains(field.getKey());
      own.set(field.getKey(), field.getValue());
    }
    richText(own.path("rich_text"));
    if (type.startsWith("heading") && hasChildren) {
      assertThat(own.path("is_toggleable").asBoolean()).isTrue();
    }
    if (type.equals("table_row")) {
      assertThat(own.path("cells").size()).isEqualTo(block.path(type).path("cells").size());
    }
    return after;
  }

  /** Fails if these blocks may not stand below that one. */
  static void checkBelow(JsonNode parent, JsonNode children) {
    String type = parent.path("type").asText();
    assertThat(type.equals("page") || PARENTS.contains(type)).as(type).isTrue();
    if (type.startsWith("heading")) {
      assertThat(parent.path(type).path("is_toggleable").asBoolean()).isTrue();
    }
    if (type.equals("table")) {
      int width = parent.path(type).path("table_width").asInt();
      children.forEach(
          row -> assertThat(row.path("table_row").path("cells").size()).isEqualTo(width));
    }
  }

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
