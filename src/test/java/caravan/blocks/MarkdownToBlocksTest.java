package caravan.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MarkdownToBlocksTest {

  /** Name, Markdown, outline of the blocks, remarks (one a line). */
  static Stream<Arguments> markdownBecomesExactlyTheseBlocks() {
    return Stream.of(
        held("nothing", "", ""),
        held("white space only", " \n\t\n", ""),
        held("paragraphs", "one\ntwo\n\nthree", "paragraph 'one two'\nparagraph 'three'"),
        held("hard breaks", "one  \ntwo\\\nthree", "paragraph 'one\\ntwo\\nthree'"),
        held(
            "headings to level four",
            "# a\n## b\n### c\n#### d\nsetext\n===",
            "heading_1 'a'\nheading_2 'b'\nheading_3 'c'\nheading_4 'd'\nheading_1 'setext'"),
        not(
            "deeper headings",
            "##### five\n###### six",
            "heading_4 'five'\nheading_4 'six'",
            "heading of level 5 \"five\": made one of level 4",
            "heading of level 6 \"six\": made one of level 4"),
        held(
            "emphasis",
            "a **b** *c* ***d*** ~~e~~ `f` **b `g`**",
            "paragraph 'a ' 'b'b ' ' 'c'i ' ' 'd'bi ' ' 'e's ' ' 'f'c ' ' 'b 'b 'g'bc"),
        held(
            "emphasis inside a word",
            "un*frigging*believable",
            "paragraph 'un' 'frigging'i 'believable'"),
        held("code with blanks at its ends", "`` a  `` b ` `", "paragraph 'a 'c ' b ' ' 'c"),
        held(
            "wide spaces, which are text",
            "\u3000a\u3000\n\n- \u2003b",
            "paragraph '\u3000a\u3000'\nbulleted_list_item '\u2003b'"),
        held("stars that are none", "2 * 3 * 4 and \\*x\\*", "paragraph '2 * 3 * 4 and *x*'"),
        held(
            "entities",
            "&copy; &amp; &#x1F600; &nbsp;x",
            "paragraph '\u00a9 & \ud83d\ude00 \u00a0x'"),
        held("a link", "[t](https://a.example/x \"t\")", "paragraph 't'<https://a.example/x>"),
        held(
            "a formatted link",
            "see [**b** c](https://a.example)",
            "paragraph 'see ' 'b'b<https://a.example> ' c'<https://a.example>"),
        held(
            "a reference link",
            "[t][r]\n\n[r]: https://a.example",
            "paragraph 't'<https://a.example>"),
        held(
            "an address in brackets",
            "<https://a.example/?q=1>",
            "paragraph 'https://a.example/?q=1'<https://a.example/?q=1>"),
        held(
            "a bare address",
            "go https://a.example/b, now",
            "paragraph 'go ' 'https://a.example/b'<https://a.example/b> ', now'"),
        held(
            "an address with characters to escape",
            "[t](<https://a.example/a b|c>)",
            "paragraph 't'<https://a.example/a%20b%7Cc>"),
        held(
            "an address with a bracket that nothing closes",
            "[t](https://a.example/f\\(g) [u](https://a.example/(v))",
            "paragraph 't'<https://a.example/f%28g> ' ' 'u'<https://a.example/(v)>"),
        held(
            "a link without text",
            "[](https://a.example)",
            "paragraph 'https://a.example'<https://a.example>"),
        not(
            "a title of a link",
            "[t](https://a.example \"more\")",
            "paragraph 't'<https://a.example> ' (more)'",
            "title \"more\": kept as text"),
        not(
            "a title of a picture",
            "![a](https://a.example/x.png \"t\")",
            "image external={\"url\":\"https://a.example/x.png\"} type=\"external\" caption 'a"
                + " (t)'",
            "title \"t\": kept in the caption"),
        not(
            "a relative link",
            "[docs](docs/a.md) end",
            "paragraph 'docs (docs/a.md) end'",
            "link to docs/a.md: kept as text, Notion takes web addresses"),
        not(
            "a link that leads nowhere",
            "[a](https://) [b](javascript:x) [c](#d)",
            "paragraph 'a (https://) b (javascript:x) c (#d)'",
            "link to https://: kept as text, Notion takes web addresses",
            "link to javascript:x: kept as text, Notion takes web addresses",
            "link to #d: kept as text, Notion takes web addresses"),
        not(
            "an e-mail address",
            "<reviewer@example.com>",
            "paragraph 'reviewer@example.com'",
            "link to mailto:reviewer@example.com: kept as text, Notion takes web addresses"),
        held(
            "nested lists",
            "- a\n  - b\n    - c\n      - d\n        - e\n- f",
            "bulleted_list_item 'a'\n"
                + "  bulleted_list_item 'b'\n"
                + "    bulleted_list_item 'c'\n"
                + "      bulleted_list_item 'd'\n"
                + "        bulleted_list_item 'e'\n"
                + "bulleted_list_item 'f'"),
        held(
            "numbers with bullets inside",
            "1. a\n   - b\n2. c",
            "numbered_list_item 'a'\n  bulleted_list_item 'b'\nnumbered_list_item 'c'"),
        not(
            "a list that starts elsewhere",
            "7. a\n8. b",
            "numbered_list_item 'a'\nnumbered_list_item 'b'",
            "list that starts at 7: Notion numbers it from 1"),
        not(
            "a list right behind another",
            "1. a\n\n1) b",
            "numbered_list_item 'a'\nnumbered_list_item 'b'",
            "numbered list right behind another: Notion numbers on from the first"),
        held(
            "to-dos",
            "- [ ] a\n- [x] **b**\n  - [X] c\n- d",
            "to_do 'a'\nto_do checked=true 'b'b\n  to_do checked=true 'c'\nbulleted_list_item 'd'"),
        not("numbered to-dos", "1. [x] a", "to_do checked=true 'a'", "number of a to-do: left out"),
        held(
            "a loose list",
            "- a\n\n  more\n\n- b",
            "bulleted_list_item 'a'\n  paragraph 'more'\nbulleted_list_item 'b'"),
        held(
            "an item that starts with something else",
            "- ```sh\n  x\n  ```\n-\n- > q",
            "bulleted_list_item\n  code language=\"shell\" 'x'\nbulleted_list_item\n"
                + "bulleted_list_item\n  quote 'q'"),
        held(
            "a quote with more inside",
            "> a\n> b\n>\n> - c\n>\n> > d",
            "quote 'a b'\n  bulleted_list_item 'c'\n  quote 'd'"),
        held("a quote that starts with a list", "> - a", "quote\n  bulleted_list_item 'a'"),
        held("an empty quote", ">", "quote"),
        held(
            "code",
            "```ts\nlet a = `*b*`;\n\n  c\n```",
            "code language=\"typescript\" 'let a = `*b*`;\\n\\n  c'"),
        held("indented code", "    a\n\n    b", "code language=\"plain text\" 'a\\n\\nb'"),
        held("empty code", "```\n```", "code language=\"plain text\""),
        held("a fence that is never closed", "~~~go\nx", "code language=\"go\" 'x'"),
        not(
            "a language that Notion lacks",
            "```zig\nx\n```",
            "code language=\"plain text\" 'x' caption 'zig'",
            "code fence \"zig\": kept as the block's caption"),
        not(
            "more behind a fence",
            "```js title=\"a.js\"\nx\n```",
            "code language=\"javascript\" 'x' caption 'js title=\"a.js\"'",
            "code fence \"js title=\"a.js\"\": kept as the block's caption"),
        held(
            "a table",
            "| a | **b** |\n|---|---|\n| [c](https://c.example) | `d \\| e` |\n| f |",
            "table has_column_header=true table_width=2\n  table_row | 'a' | 'b'b |\n"
                + "  table_row | 'c'<https://c.example> | 'd | e'c |\n  table_row | 'f' |  |"),
        held(
            "a table without rows",
            "| a |\n|---|",
            "table has_column_header=true table_width=1\n  table_row | 'a' |"),
        not(
            "cells beyond the header",
            "> | a |\n> |---|\n> | b | **c** \\| d |  |\n> | e |",
            "quote\n  table has_column_header=true table_width=3\n    table_row | 'a' |  |  |\n"
                + "    table_row | 'b' | '**c** \\| d' |  |\n    table_row | 'e' |  |  |",
            "table cells beyond the header: kept in columns of their own"),
        not(
            "alignment",
            "| a |\n|:-:|\n| b |",
            "table has_column_header=true table_width=1\n  table_row | 'a' |\n  table_row | 'b' |",
            "alignment of table columns: left out"),
        not(
            "a picture in a table",
            "| a |\n|---|\n| ![b](https://i.example/b.png) |",
            "table has_column_header=true table_width=1\n  table_row | 'a' |\n"
                + "  table_row | 'b'<https://i.example/b.png> |",
            "image https://i.example/b.png: kept as link in the text"),
        held("rules", "a\n\n---\n***\nb", "paragraph 'a'\ndivider\ndivider\nparagraph 'b'"),
        held(
            "a picture",
            "![alt *x*](https://i.example/a.png)",
            "image external={\"url\":\"https://i.example/a.png\"} type=\"external\" caption 'alt"
                + " x'"),
        held(
            "pictures that link",
            "[![a](https://i.example/a.png)](https://a.example)\n![](https://i.example/b.png)",
            "image external={\"url\":\"https://i.example/a.png\"} type=\"external\""
                + " caption 'a'<https://a.example>\n"
                + "image external={\"url\":\"https://i.example/b.png\"} type=\"external\""),
        not(
            "a picture in a line",
            "before ![a](https://i.example/a.png) after",
            "paragraph 'before'\nimage external={\"url\":\"https://i.example/a.png\"}"
                + " type=\"external\" caption 'a'\nparagraph 'after'",
            "image in a line of text: made a block of its own"),
        not(
            "HTML at the start of an item",
            "- <b>\n  x\n\n  y",
            "bulleted_list_item '<b>\\nx'\n  paragraph 'y'",
            "HTML <b>\nx: kept as text"),
        not(
            "a picture in an item",
            "- see ![a](https://i.example/a.png)",
            "bulleted_list_item 'see'\n  image external={\"url\":\"https://i.example/a.png\"}"
                + " type=\"external\" caption 'a'",
            "image in a line of text: made a block of its own"),
        not(
            "pictures that Notion refuses",
            "![a](http://i.example/a.png) ![b](img/b.png)",
            "paragraph 'a'<http://i.example/a.png> ' b (img/b.png)'",
            "image http://i.example/a.png: kept as text, Notion takes https only",
            "image img/b.png: kept as text, Notion takes https only"),
        not(
            "HTML blocks",
            "<div align=\"center\">\n<b>x</b>\n</div>\n\na",
            "paragraph '<div align=\"center\">\\n<b>x</b>\\n</div>'\nparagraph 'a'",
            "HTML <div align=\"center\">\n<b>x</b>\n</div>: kept as text"),
        held("inline HTML", "a<br>b <!-- c -->", "paragraph 'a<br>b <!-- c -->'"),
        not(
            "front matter",
            "---\ntitle: a\ntags: [b]\n---\n# c",
            "code language=\"yaml\" 'title: a\\ntags: [b]'\nheading_1 'c'",
            "front matter: kept as a code block"),
        held(
            "a rule that is no front matter",
            "---\nnot: \n\nyaml",
            "divider\nparagraph 'not:'\nparagraph 'yaml'"),
        held("dashes around prose", "---\nprose here\n---", "divider\nheading_2 'prose here'"),
        held(
            "right to left",
            "\u05e9\u05dc\u05d5\u05dd **\u05e2\u05d5\u05dc\u05dd**",
            "paragraph '\u05e9\u05dc\u05d5\u05dd ' '\u05e2\u05d5\u05dc\u05dd'b"),
        held("a byte order mark", "\ufeff# a", "heading_1 'a'"),
        held(
            "line ends of another system",
            "a\r\n\r\n- b\r\n- c",
            "paragraph 'a'\nbulleted_list_item 'b'\nbulleted_list_item 'c'"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void markdownBecomesExactlyTheseBlocks(
      String name, String markdown, String outline, List<String> remarks) {
    Converted converted = new MarkdownToBlocks().convert(markdown);
    assertThat(Outline.of(converted.blocks()).stripTrailing()).isEqualTo(outline);
    assertThat(converted.notHeld()).map(NotHeld::toString).isEqualTo(remarks);
    new PageWithChildren().write(converted.blocks());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("markdownBecomesExactlyTheseBlocks")
  void blocksWrittenAsMarkdownComeBackTheSame(
      String name, String markdown, String outline, List<String> remarks) {
    List<Block> blocks = new MarkdownToBlocks().convert(markdown).blocks();
    String written = new BlocksToMarkdown().markdown(blocks);
    List<Block> again = new MarkdownToBlocks().convert(written).blocks();
    // An empty quote has no Markdown of its own, and neighbouring lists grow together.
    assertThat(Outline.of(again)).as(written).isEqualTo(Outline.of(blocks));
  }

  @Test
  void nothingIsNoText() {
    assertThat(new MarkdownToBlocks().convert(null).blocks()).isEmpty();
  }

  @Test
  void longTextIsCutIntoRunsBetweenCharactersThatAReaderSees() {
    String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
    String text = "a".repeat(1_997) + family.repeat(3) + "b".repeat(4_000);
    List<Block> blocks = within(text);
    assertThat(blocks).hasSize(1);
    assertThat(RichText.plain(blocks.get(0).text())).isEqualTo(text);
    assertThat(blocks.get(0).text()).hasSize(4);
    assertThat(blocks.get(0).text().get(0).content()).isEqualTo("a".repeat(1_997));
  }

  @Test
  void oneVisibleCharacterBeyondTheLimitKeepsItsHalves() {
    List<Block> blocks = within("a" + "\u0301".repeat(1_998) + "\ud834\udd67".repeat(800));
    assertThat(RichText.plain(blocks.get(0).text())).hasSize(1 + 1_998 + 1_600);
  }

  @Test
  void moreThanAHundredRunsGoOnInFurtherBlocks() {
    String runs =
        IntStream.range(0, 130).mapToObj(i -> "**b" + i + "** c").collect(Collectors.joining(" "));
    List<Block> paragraphs = within(runs);
    assertThat(paragraphs)
        .extracting(Block::type)
        .containsExactly("paragraph", "paragraph", "paragraph");
    List<Block> items = within("- " + runs + "\n  - inner");
    assertThat(items).hasSize(1);
    assertThat(items.get(0).children())
        .extracting(Block::type)
        .containsExactly("paragraph", "paragraph", "bulleted_list_item");
    assertThat(new BlocksToText().text(paragraphs).replace("\n", "").replace(" ", ""))
        .isEqualTo(runs.replace("**", "").replace(" ", ""));
    assertThat(new MarkdownToBlocks().convert("# " + runs).notHeld()).hasSize(1);
    assertThat(within("> " + runs)).hasSize(1);
  }

  @Test
  void codeBeyondABlockGoesOnInFurtherBlocks() {
    String code =
        IntStream.range(0, 40_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
    List<Block> blocks = within("```java\n" + code + "\n```");
    assertThat(blocks).hasSizeGreaterThan(1).allMatch(b -> b.attribute("language").equals("java"));
    assertThat(blocks.stream().map(b -> RichText.plain(b.text())).collect(Collectors.joining()))
        .isEqualTo(code);
  }

  @Test
  void wideScriptsStayWithinTheBytesOfARequest() {
    String text = "\u65e5\u672c".repeat(100_000);
    List<Block> blocks = within(text);
    assertThat(blocks.stream().map(b -> RichText.plain(b.text())).collect(Collectors.joining()))
        .isEqualTo(text);
  }

  @Test
  void aTableBeyondAHundredRowsIsSplitUnderRepeatedHeaders() {
    String rows =
        IntStream.range(0, 250).mapToObj(i -> "| r" + i + " |\n").collect(Collectors.joining());
    Converted converted = new MarkdownToBlocks().convert("| head |\n|---|\n" + rows);
    assertThat(converted.blocks())
        .extracting(b -> b.children().size())
        .containsExactly(100, 100, 53);
    assertThat(converted.blocks())
        .allMatch(t -> RichText.plain(t.children().get(0).cells().get(0)).equals("head"));
    assertThat(converted.notHeld()).map(NotHeld::what).containsExactly("table of 251 rows");
  }

  @Test
  void aCellBeyondTheLimitGoesOnInAFurtherRow() {
    String runs = IntStream.range(0, 130).mapToObj(i -> "*b* c").collect(Collectors.joining(" "));
    List<Block> table = within("| a | b |\n|---|---|\n| " + runs + " | short |");
    assertThat(table.get(0).children()).hasSize(4);
    assertThat(table.get(0).children().get(2).cells().get(1)).isEmpty();
  }

  @Test
  void addressesBeyondTheLimitAreKeptAsText() {
    String address = "https://a.example/" + "x".repeat(3_000);
    List<Block> blocks = within("[t](" + address + ")\n\n![p](" + address + ")");
    assertThat(new BlocksToText().text(blocks))
        .isEqualTo("t (" + address + ")\np (" + address + ")");
  }

  @Test
  void equationsBeyondTheLimitAreKeptAsCode() {
    String expression = "x+".repeat(600);
    List<NotHeld> remarks = new java.util.ArrayList<>();
    List<Block> blocks =
        new WithinLimits(remarks::add)
            .fit(
                List.of(
                    Block.of("equation").with("expression", expression),
                    Block.paragraph(List.of(RichText.equation(expression, Annotations.NONE)))));
    assertThat(blocks).extracting(Block::type).containsExactly("code", "paragraph");
    assertThat(blocks).allMatch(b -> RichText.plain(b.text()).equals(expression));
    assertThat(remarks).hasSize(2);
    NotionRules.check(new BlockWriter().write(blocks));
  }

  @Test
  void listsDeeperThanFiftyLevelsLoseNoText() {
    StringBuilder deep = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      deep.append("  ".repeat(i)).append("- level").append(i).append('\n');
    }
    Converted converted = new MarkdownToBlocks().convert(deep.toString());
    String text = new BlocksToText().text(converted.blocks());
    assertThat(text.lines().map(l -> l.strip().substring(2)))
        .containsExactlyElementsOf(IntStream.range(0, 400).mapToObj(i -> "level" + i).toList());
    assertThat(converted.notHeld())
        .map(NotHeld::what)
        .containsExactly("nesting deeper than 50 levels");
  }

  @Test
  void absurdNestingDoesNotOverflow() {
    assertThat(new MarkdownToBlocks().convert(">".repeat(20_000) + " end").blocks()).hasSize(1);
    String emphasis = "*a **b ".repeat(3_000) + "c" + "** *".repeat(3_000);
    assertThat(new MarkdownToBlocks().convert(emphasis).blocks()).isNotEmpty();
    String brackets = "[".repeat(20_000) + "x" + "](https://a.example)".repeat(5_000);
    assertThat(new MarkdownToBlocks().convert(brackets).blocks()).isNotEmpty();
  }

  private static List<Block> within(String markdown) {
    List<Block> blocks = new MarkdownToBlocks().convert(markdown).blocks();
    PageWithChildren page = new PageWithChildren();
    page.write(blocks);
    assertThat(page.body()).isEqualTo(blocks);
    ArrayNode json = new BlockWriter().write(blocks);
    assertThat(new BlockReader().blocks(json)).isEqualTo(blocks);
    return blocks;
  }

  private static Arguments held(String name, String markdown, String outline) {
    return Arguments.of(name, markdown, outline, List.of());
  }

  private static Arguments not(String name, String markdown, String outline, String... remarks) {
    return Arguments.of(name, markdown, outline, List.of(remarks));
  }
}
