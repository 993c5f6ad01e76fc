package caravan.render;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.blocks.Block;
import caravan.blocks.BlockReader;
import caravan.blocks.BlocksToMarkdown;
import caravan.blocks.EnhancedMarkdown;
import caravan.blocks.MarkdownToBlocks;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that may stand within a line, in every form that a body can take. */
class InlineTest {

  private static final String ID = "00000000-0000-4000-8000-000000000001";
  private static final String PAGE = "https://app.notion.com/p/00000000000040008000000000000001";

  private final ObjectMapper json = new ObjectMapper();

  /** As the block API says it; Markdown, HTML, text. */
  static Stream<Arguments> everyKindOfRichTextInEveryForm() {
    return Stream.of(
        is("bold", text("x", "\"bold\": true"), "**x**", "<strong>x</strong>", "x"),
        is("italic", text("x", "\"italic\": true"), "*x*", "<em>x</em>", "x"),
        is("strikethrough", text("x", "\"strikethrough\": true"), "~~x~~", "<s>x</s>", "x"),
        is("underline has no Markdown", text("x", "\"underline\": true"), "x", "<u>x</u>", "x"),
        is("code", text("x", "\"code\": true"), "`x`", "<code>x</code>", "x"),
        is(
            "colours have no Markdown",
            text("x", "\"color\": \"red\""),
            "x",
            "<span class=\"color-red\">x</span>",
            "x"),
        is(
            "backgrounds have no Markdown",
            text("x", "\"color\": \"blue_background\""),
            "x",
            "<span class=\"color-blue-background\">x</span>",
            "x"),
        is(
            "all at once",
            text(
                "x",
                "\"bold\": true, \"italic\": true, \"strikethrough\": true, \"underline\": true, \"color\": \"pink\""),
            "***~~x~~***",
            "<span class=\"color-pink\"><strong><em><s><u>x</u></s></em></strong></span>",
            "x"),
        is(
            "link",
            """
            {"type": "text", "plain_text": "x", "text": {"content": "x", "link": {"url": "https://example.com/"}}}""",
            "[x](https://example.com/)",
            "<a href=\"https://example.com/\" rel=\"nofollow noopener noreferrer\">x</a>",
            "x (https://example.com/)"),
        is(
            "equation",
            """
            {"type": "equation", "plain_text": "x^2", "equation": {"expression": "x^2"}}""",
            "$`x^2`$",
            "<code class=\"math\">x^2</code>",
            "x^2"),
        is(
            "person",
            mention("user", "{\"id\": \"" + ID + "\"}", "@Reviewer One", null),
            "@Reviewer One",
            "&#64;Reviewer One",
            "@Reviewer One"),
        is(
            "page",
            mention("page", "{\"id\": \"" + ID + "\"}", "Plan", PAGE),
            "[Plan](" + PAGE + ")",
            "<a href=\"" + PAGE + "\" rel=\"nofollow noopener noreferrer\">Plan</a>",
            "Plan (" + PAGE + ")"),
        is(
            "database",
            mention("database", "{\"id\": \"" + ID + "\"}", "Tasks", PAGE),
            "[Tasks](" + PAGE + ")",
            "<a href=\"" + PAGE + "\" rel=\"nofollow noopener noreferrer\">Tasks</a>",
            "Tasks (" + PAGE + ")"),
        is(
            "date",
            mention("date", "{\"start\": \"2026-12-01\", \"end\": null}", "2026-12-01", null),
            "2026-12-01",
            "2026-12-01",
            "2026-12-01"),
        is(
            "range",
            mention(
                "date",
                "{\"start\": \"2026-12-01\", \"end\": \"2026-12-03\"}",
                "2026-12-01 → 2026-12-03",
                null),
            "2026-12-01 → 2026-12-03",
            "2026-12-01 → 2026-12-03",
            "2026-12-01 → 2026-12-03"),
        is(
            "link preview",
            mention(
                "link_preview",
                "{\"url\": \"https://example.com/1\"}",
                "https://example.com/1",
                "https://example.com/1"),
            "[https://example.com/1](https://example.com/1)",
            "<a href=\"https://example.com/1\" rel=\"nofollow noopener noreferrer\">https://example.com/1</a>",
            "https://example.com/1"),
        is(
            "link mention",
            mention(
                "link_mention",
                "{\"href\": \"https://example.com/2\", \"title\": \"Two\"}",
                "Two",
                "https://example.com/2"),
            "[Two](https://example.com/2)",
            "<a href=\"https://example.com/2\" rel=\"nofollow noopener noreferrer\">Two</a>",
            "Two (https://example.com/2)"),
        is(
            "template mention",
            mention(
                "template_mention",
                "{\"type\": \"template_mention_date\", \"template_mention_date\": \"today\"}",
                "@Today",
                null),
            "@Today",
            "&#64;Today",
            "@Today"),
        is(
            "custom emoji",
            mention(
                "custom_emoji",
                "{\"id\": \""
                    + ID
                    + "\", \"name\": \"ship-it\", \"url\": \"https://example.com/e.png\"}",
                ":ship-it:",
                null),
            ":ship-it:",
            ":ship-it:",
            ":ship-it:"),
        is(
            "a kind that Notion adds later",
            """
            {"type": "hologram", "plain_text": "seen", "hologram": {"x": 1}}""",
            "seen",
            "seen",
            "seen"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void everyKindOfRichTextInEveryForm(
      String name, String run, String markdown, String html, String text) throws Exception {
    List<Block> blocks = List.of(Block.paragraph(new BlockReader().richText(array(run))));
    assertThat(BodyFormat.MARKDOWN.of(blocks).strip().replace("\\", "")).isEqualTo(markdown);
    assertThat(read(BodyFormat.HTML.of(blocks)))
        .isEqualTo("<p dir=\"auto\">" + read(html) + "</p>");
    assertThat(BodyFormat.TEXT.of(blocks)).isEqualTo(text);
  }

  /**
   * Written by hand as enhanced Markdown shows it; a mention there names less, but shows the same.
   */
  @Test
  void enhancedMarkdownSaysTheSame() {
    Map<String, String> forms =
        Map.of(
            "<mention-user url=\"user://" + ID + "\">Reviewer One</mention-user>",
            "@Reviewer One",
            "<mention-page url=\"" + PAGE + "\">Plan</mention-page>",
            "Plan (" + PAGE + ")",
            "<mention-database url=\"" + PAGE + "\">Tasks</mention-database>",
            "Tasks (" + PAGE + ")",
            "<mention-data-source url=\"" + PAGE + "\">Rows</mention-data-source>",
            "Rows (" + PAGE + ")",
            "<mention-agent url=\"agent://x\">Helper</mention-agent>",
            "Helper",
            "<mention-date start=\"2026-12-01\" end=\"2026-12-03\"/>",
            "2026-12-01 → 2026-12-03",
            ":ship-it:",
            ":ship-it:",
            "$x^2$",
            "x^2");
    forms.forEach(
        (enhanced, text) ->
            assertThat(BodyFormat.TEXT.of(new EnhancedMarkdown().parse(enhanced)))
                .as(enhanced)
                .isEqualTo(text));
  }

  @Test
  void theIconOfACalloutIsSaidInEveryForm() throws Exception {
    String callout =
        """
        {"type": "callout", "callout": {"icon": %s, "rich_text": [{"type": "text", "plain_text": "Go", "text": {"content": "Go"}}]}}""";
    Map<String, String> icons =
        Map.of(
            "{\"type\": \"emoji\", \"emoji\": \"🎯\"}", "🎯",
            "{\"type\": \"custom_emoji\", \"custom_emoji\": {\"name\": \"ship-it\"}}", ":ship-it:");
    for (Map.Entry<String, String> icon : icons.entrySet()) {
      List<Block> blocks =
          List.of(new BlockReader().block(json.readTree(callout.formatted(icon.getKey()))));
      assertThat(BodyFormat.MARKDOWN.of(blocks)).isEqualTo("> " + icon.getValue() + " Go\n");
      assertThat(read(BodyFormat.HTML.of(blocks)))
          .contains("<span class=\"icon\">" + icon.getValue() + "</span> Go");
    }
    List<Block> without =
        List.of(
            new BlockReader()
                .block(
                    json.readTree(
                        callout.formatted(
                            "{\"type\": \"file\", \"file\": {\"url\": \"https://x.example/i\"}}"))));
    assertThat(BodyFormat.MARKDOWN.of(without)).isEqualTo("> Go\n");
    assertThat(BodyFormat.HTML.of(without)).doesNotContain("x.example");
  }

  @Test
  void markdownOfTheModelIsReadBackAsTheModel() {
    for (Map.Entry<String, String> each : GoodDocuments.MARKDOWN.entrySet()) {
      List<Block> blocks = new MarkdownToBlocks().convert(each.getValue()).blocks();
      String once = new BlocksToMarkdown().markdown(blocks);
      assertThat(new MarkdownToBlocks().convert(once).blocks()).as(each.getKey()).isEqualTo(blocks);
    }
  }

  private JsonNode array(String run) throws Exception {
    return json.readTree("[" + run + "]");
  }

  private static String read(String html) {
    return html.strip().replace("&#64;", "@").replace("&#x1f3af;", "🎯");
  }

  private static Arguments is(String name, String run, String markdown, String html, String text) {
    return Arguments.of(name, run, markdown, html, text);
  }

  private static String text(String content, String annotations) {
    return """
        {"type": "text", "plain_text": "%1$s", "text": {"content": "%1$s", "link": null}, "annotations": {%2$s}}"""
        .formatted(content, annotations);
  }

  private static String mention(String kind, String own, String plain, String href) {
    return """
        {"type": "mention", "plain_text": "%s", "href": %s, "mention": {"type": "%s", "%s": %s}}"""
        .formatted(plain, href == null ? "null" : "\"" + href + "\"", kind, kind, own);
  }
}
