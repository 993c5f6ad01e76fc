package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnhancedMarkdownTest {

  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final String DASHED = "01234567-89ab-cdef-0123-456789abcdef";

  static Stream<Arguments> enhancedMarkdownBecomesExactlyTheseBlocks() {
    return Stream.of(
        is("nothing", "", ""),
        is(
            "one block a line",
            "one\ntwo\n\nthree",
            "paragraph 'one'\nparagraph 'two'\nparagraph 'three'"),
        is("breaks inside a block", "one<br>two<br/>three", "paragraph 'one\\ntwo\\nthree'"),
        is("empty blocks", "a\n<empty-block/>\nb", "paragraph 'a'\nparagraph\nparagraph 'b'"),
        is(
            "headings",
            "# a {color=\"blue\"}\n"
                + "## b {toggle=\"true\" color=\"red_bg\"}\n"
                + "\tinside\n"
                + "#### d\n"
                + "###### e",
            "heading_1 color=\"blue\" 'a'\n"
                + "heading_2 color=\"red_background\" is_toggleable=true 'b'\n"
                + "  paragraph 'inside'\n"
                + "heading_4 'd'\n"
                + "heading_4 'e'"),
        is(
            "lists",
            "- a\n"
                + "\t- b {color=\"green\"}\n"
                + "\t\t1. c\n"
                + "\t\t2. d\n"
                + "- \n"
                + "1. e\n\n"
                + "- [ ] f\n"
                + "- [x] g\n"
                + "\t- [ ] h",
            "bulleted_list_item 'a'\n  bulleted_list_item color=\"green\" 'b'\n"
                + "    numbered_list_item 'c'\n    numbered_list_item 'd'\nbulleted_list_item\n"
                + "numbered_list_item 'e'\nto_do 'f'\nto_do checked=true 'g'\n  to_do 'h'"),
        is(
            "a list that starts elsewhere",
            "3. a\n4. b",
            "numbered_list_item list_start_index=3 'a'\nnumbered_list_item 'b'"),
        is("quotes", "> a<br>b\n\t- c\n> d", "quote 'a\\nb'\n  bulleted_list_item 'c'\nquote 'd'"),
        is(
            "toggles",
            "<details color=\"gray\">\n<summary>**t**</summary>\n\ta\n\t- b\n</details>\nc",
            "toggle color=\"gray\" 't'b\n  paragraph 'a'\n  bulleted_list_item 'b'\nparagraph 'c'"),
        is(
            "toggles in toggles",
            "<details>\n"
                + "<summary>a</summary>\n"
                + "\t<details>\n"
                + "\t<summary>b</summary>\n"
                + "\t\tc\n"
                + "\t</details>\n"
                + "</details>",
            "toggle 'a'\n  toggle 'b'\n    paragraph 'c'"),
        is(
            "callouts",
            "<callout icon=\"\ud83c\udfaf\" color=\"blue_bg\">\n\tShip **it**.\n\t- a\n</callout>",
            "callout color=\"blue_background\" icon={\"type\":\"emoji\",\"emoji\":\"\ud83c\udfaf\"}"
                + " 'Ship ' 'it'b '.'\n  bulleted_list_item 'a'"),
        is(
            "code, literally",
            "- a\n\t```typescript\n\tlet a = \"\\*\";\n\n\t\t<b>\n\t```\n```\n# no heading\n```",
            "bulleted_list_item 'a'\n  code language=\"typescript\" 'let a = \"\\*\";\\n\\n\t<b>'\n"
                + "code language=\"plain text\" '# no heading'"),
        is(
            "equations",
            "$$\na_b\n\\frac\n$$\n$$ x $$\nwith $y^2$ in it",
            "equation expression=\"a_b\\n\\\\frac\"\nequation expression=\"x\"\n"
                + "paragraph 'with ' equation 'y^2' ' in it'"),
        is("rules", "a\n---\nb", "paragraph 'a'\ndivider\nparagraph 'b'"),
        is(
            "tables",
            "<table fit-page-width=\"true\" header-row=\"true\">\n"
                + "\t<colgroup>\n"
                + "\t\t<col color=\"red\">\n"
                + "\t</colgroup>\n"
                + "\t<tr>\n"
                + "\t\t<td>a</td>\n"
                + "\t\t<td color=\"blue\">**b**<br>c \\| \\<d\\></td>\n"
                + "\t</tr>\n"
                + "\t<tr><td>e</td></tr>\n"
                + "</table>\n"
                + "after",
            "table has_column_header=true table_width=2\n  table_row | 'a' | 'b'b '\\nc | <d>' |\n"
                + "  table_row | 'e' |  |\nparagraph 'after'"),
        is(
            "tables in GitHub's form",
            "| a | b |\n|---|:-:|\n| c \\| d | `e` |",
            "table has_column_header=true table_width=2\n  table_row | 'a' | 'b' |\n"
                + "  table_row | 'c | d' | 'e'c |"),
        is(
            "columns",
            "<columns>\n"
                + "\t<column>\n"
                + "\t\ta\n"
                + "\t</column>\n"
                + "\t<column>\n"
                + "\t\t- b\n"
                + "\t\t\t- c\n"
                + "\t</column>\n"
                + "</columns>",
            "column_list\n  column\n    paragraph 'a'\n  column\n    bulleted_list_item 'b'\n"
                + "      bulleted_list_item 'c'"),
        is(
            "media",
            "![a *b*](https://i.example/(1).png) {color=\"red\"}\n"
                + "<video src=\"https://v.example/v\">c</video>\n"
                + "<file src=\"https://f.example/f?a=1&amp;b=2\"></file>\n"
                + "<pdf src=\"https://p.example\"/>",
            "image color=\"red\" external={\"url\":\"https://i.example/(1).png\"} type=\"external\""
                + " caption 'a ' 'b'i\n"
                + "video external={\"url\":\"https://v.example/v\"} type=\"external\" caption 'c'\n"
                + "file external={\"url\":\"https://f.example/f?a=1&b=2\"} type=\"external\"\n"
                + "pdf external={\"url\":\"https://p.example\"} type=\"external\""),
        is(
            "pages and databases",
            "<page url=\"https://app.notion.com/p/a\" color=\"red\">T \\*</page>\n"
                + "<database url=\"https://app.notion.com/p/b\" inline=\"true\">D</database>",
            "child_page color=\"red\" title=\"T *\" url=\"https://app.notion.com/p/a\"\n"
                + "child_database title=\"D\" url=\"https://app.notion.com/p/b\""),
        is(
            "what Notion left out",
            "a\n"
                + "<unknown url=\"https://app.notion.com/p/a#b\" alt=\"bookmark\"/>\n"
                + "<table_of_contents color=\"gray\"/>",
            "paragraph 'a'\n"
                + "unsupported block_type=\"bookmark\" url=\"https://app.notion.com/p/a#b\"\n"
                + "table_of_contents color=\"gray\""),
        is(
            "synced blocks",
            "<synced_block url=\"https://app.notion.com/p/a#b\">\n"
                + "\tx\n"
                + "</synced_block>\n"
                + "<synced_block_reference url=\"https://app.notion.com/p/a#b\">\n"
                + "\tx\n"
                + "</synced_block_reference>",
            "synced_block\n"
                + "  paragraph 'x'\n"
                + "synced_block synced_from={\"type\":\"block_id\",\"block_id\":\"b\"}\n"
                + "  paragraph 'x'"),
        is(
            "formats",
            "**b** *i* ***bi*** ~~s~~ `c *` <span underline=\"true\">u</span> <span color=\"red\">r"
                + " **x**</span> <span color=\"blue_bg\" underline=\"true\">m</span>",
            "paragraph 'b'b ' ' 'i'i ' ' 'bi'bi ' ' 's's ' ' 'c *'c ' ' 'u'u ' ' 'r '{red}"
                + " 'x'b{red} ' ' 'm'u{blue_background}"),
        is("formats with spaces at their edges", "**b **c* d*", "paragraph 'b 'b 'c' ' d'i"),
        is(
            "escapes",
            "\\*a\\* \\`b\\` \\[c\\] \\<d\\> \\$e\\$ \\~f \\{g\\} \\| \\^ \\\\ h\\i",
            "paragraph '*a* `b` [c] <d> $e$ ~f {g} | ^ \\ h\\i'"),
        is(
            "delimiters without a partner",
            "a * b ** c ~~ d $ e ` f [g] <h i",
            "paragraph 'a * b ** c ~~ d $ e ` f [g] <h i'"),
        is(
            "links",
            "[a **b**](https://x.example/(y)) [z](/rel) [](https://e.example)",
            "paragraph 'a '<https://x.example/(y)> 'b'b<https://x.example/(y)> ' ' 'z'</rel> ' '"
                + " 'https://e.example'<https://e.example>"),
        is(
            "an address with a bracket that nothing closes",
            "[f](https://x.example/f(g) b",
            "paragraph 'f'<https://x.example/f(g> ' b'"),
        is(
            "wide spaces, which are text",
            "- a\u3000 \n> \u2003b\u2003",
            "bulleted_list_item 'a\u3000'\nquote '\u2003b\u2003'"),
        is(
            "citations and emoji",
            "a[^https://c.example] :bufo:",
            "paragraph 'a[^https://c.example] :bufo:'"),
        is(
            "mentions",
            "<mention-user url=\"{{user://"
                + ID
                + "}}\">Reviewer One</mention-user> and"
                + " <mention-page url=\"https://app.notion.com/p/Title-"
                + ID
                + "\">P</mention-page> on <mention-date start=\"2026-01-02\" end=\"2026-01-03\"/>"
                + " at <mention-date start=\"2026-01-02\" startTime=\"09:30\""
                + " timeZone=\"Europe/Berlin\"/>",
            "paragraph mention {\"type\":\"user\",\"user\":{\"id\":\""
                + DASHED
                + "\"}} '@Reviewer One' ' and '"
                + " mention {\"type\":\"page\",\"page\":{\"id\":\""
                + DASHED
                + "\"}} 'P'"
                + "<https://app.notion.com/p/Title-"
                + ID
                + "> ' on ' mention"
                + " {\"type\":\"date\",\"date\":{\"start\":\"2026-01-02\",\"end\":\"2026-01-03\",\"time_zone\":null}}"
                + " '2026-01-02 \u2192 2026-01-03' ' at ' mention"
                + " {\"type\":\"date\",\"date\":{\"start\":\"2026-01-02T09:30:00\",\"end\":null,\"time_zone\":\"Europe/Berlin\"}}"
                + " '2026-01-02T09:30:00'"),
        is("containers whose end is missing", "<callout>\n\ta\nb", "callout 'a'\n  paragraph 'b'"),
        is(
            "tags that are none of Notion's",
            "<div>\nx </b> y",
            "paragraph '<div>'\nparagraph 'x </b> y'"),
        is("code that never ends", "```\na\n\tb", "code language=\"plain text\" 'a\\n\tb'"),
        is("deeper than its parent can be", "---\n\t\ta", "divider\n  paragraph 'a'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void enhancedMarkdownBecomesExactlyTheseBlocks(String name, String markdown, String outline) {
    List<Block> blocks = new EnhancedMarkdown().parse(markdown);
    assertThat(Outline.of(blocks).stripTrailing()).isEqualTo(outline);
  }

  @Test
  void whatTheHubWroteReadsBackEqual() {
    List<Block> read =
        new EnhancedMarkdown()
            .parse("# Plan\n- [ ] Write *it*\n\t- a\n1. [b](https://b.example)\n```shell\nls\n```");
    assertThat(read)
        .isEqualTo(
            new MarkdownToBlocks()
                .convert(
                    "# Plan\n"
                        + "- [ ] Write *it*\n"
                        + "  - a\n\n"
                        + "1. [b](https://b.example)\n\n"
                        + "```sh\n"
                        + "ls\n"
                        + "```")
                .blocks());
  }

  @Test
  void absurdInputNeitherHangsNorOverflows() {
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      deep.append("\t".repeat(i)).append("- ").append(i).append('\n');
    }
    assertThat(new BlocksToText().text(new EnhancedMarkdown().parse(deep.toString())))
        .contains("- 2999");
    assertThat(new EnhancedMarkdown().parse("<callout>\n".repeat(5_000))).isNotEmpty();
    assertThat(new EnhancedMarkdown().parse("**a *b ~~c [d $ ".repeat(500))).hasSize(1);
  }

  @Test
  void recordedPagesKeepTheirText() throws IOException {
    Path recorded = Path.of("../shared/reference/notion/samples/recorded/page-markdown");
    assumeTrue(Files.isDirectory(recorded), () -> "skipped: no " + recorded);
    JsonNode page =
        new ObjectMapper()
            .readTree(recorded.resolve("markdown_page_by_insert_after_todo.json").toFile());
    assertThat(Outline.of(new EnhancedMarkdown().parse(page.path("markdown").asText())))
        .isEqualTo(
            """
            heading_2 'Paragraph 2'
            to_do 'To Do'
            numbered_list_item 'Added numbered item after To Do item'
            to_do checked=true 'Checked To Do'
            bulleted_list_item 'Added new item in page bottom'
            paragraph
            """);
    try (Stream<Path> files = Files.list(recorded)) {
      List<Path> pages = files.filter(f -> !f.toString().contains("request")).toList();
      assertThat(pages).hasSizeGreaterThan(3);
      for (Path file : pages) {
        String markdown = new ObjectMapper().readTree(file.toFile()).path("markdown").asText();
        assertThat(new BlocksToText().text(new EnhancedMarkdown().parse(markdown)))
            .isEqualTo(markdown.replace("## ", "").replace("\n<empty-block/>", ""));
      }
    }
  }

  private static Arguments is(String name, String markdown, String outline) {
    return Arguments.of(name, markdown, outline);
  }
}
