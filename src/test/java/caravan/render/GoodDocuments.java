package caravan.render;

import caravan.blocks.Annotations;
import caravan.blocks.Block;
import caravan.blocks.EnhancedMarkdown;
import caravan.blocks.MarkdownToBlocks;
import caravan.blocks.RichText;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bodies as people write them, with everything that Notion has. */
public final class GoodDocuments {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private GoodDocuments() {}

  static Map<String, List<Block>> all() {
    Map<String, List<Block>> all = new LinkedHashMap<>();
    ENHANCED.forEach((name, text) -> all.put(name, new EnhancedMarkdown().parse(text)));
    MARKDOWN.forEach((name, text) -> all.put(name, new MarkdownToBlocks().convert(text).blocks()));
    all.put("mentions", List.of(Block.paragraph(mentions())));
    all.put("every looks", everyLooks());
    all.put("every colour", everyColour());
    all.put("media", media());
    all.put("letters and roman numbers", numbers());
    all.put("deep list", List.of(deep(30)));
    all.put("deeper than browsers nest", List.of(deep(150)));
    all.put("custom emoji as icon", List.of(customIcon()));
    all.put("long text", List.of(Block.paragraph("word ".repeat(20_000))));
    all.put("one long word", List.of(Block.paragraph("w".repeat(100_000))));
    all.put("nothing", List.of());
    all.put("empty blocks", List.of(Block.paragraph(""), Block.of("toggle"), Block.of("quote")));
    return all;
  }

  static final Map<String, String> ENHANCED =
      Map.ofEntries(
          Map.entry("paragraphs", "One.\nTwo with<br>a break.\n<empty-block/>\nThree."),
          Map.entry("headings", "# One\n## Two\n### Three\n#### Four {color=\"blue\"}"),
          Map.entry("toggle heading", "# Fold {toggle=\"true\"}\n\tinside\n\t- item"),
          Map.entry("bullets", "- a\n\t- b\n\t\t- c\n- d {color=\"red_bg\"}"),
          Map.entry("numbers", "1. a\n2. b\n\ttext below\n\t1. x\n\t2. y\n3. c"),
          Map.entry("tasks", "- [ ] open\n- [x] done {color=\"red_bg\"}\n\t- [ ] inner\n\tnote"),
          Map.entry("mixed lists", "- a\n1. b\n- [ ] c\n- d\ntext\n- e"),
          Map.entry("quote", "> quoted<br>twice\n\tmore\n\t> deeper"),
          Map.entry(
              "toggle", "<details>\n<summary>Title **bold**</summary>\n\tin\n\t- l\n</details>"),
          Map.entry(
              "callout", "<callout icon=\"🎯\" color=\"blue_bg\">\n\tText\n\t- child\n</callout>"),
          Map.entry("callout without icon", "<callout>\n\tText\n</callout>"),
          Map.entry("code", "```java\nint a = 1 < 2 ? 3 : 4;\n\n\tint *b; // \"x\" & 'y'\n```"),
          Map.entry("plain code", "```\n<b>no markup</b>\n```"),
          Map.entry("c++", "```c++\nstd::vector<int> v{1, 2};\n```"),
          Map.entry("equation", "$$\na < b + c\n$$"),
          Map.entry(
              "table",
              "<table header-row=\"true\" header-column=\"true\">\n\t<tr>\n\t\t<td>**a**</td>\n\t\t<td>b</td>\n"
                  + "\t</tr>\n\t<tr>\n\t\t<td>[c](https://example.com)</td>\n\t\t<td></td>\n\t</tr>\n</table>"),
          Map.entry(
              "table without header",
              "<table header-row=\"false\" header-column=\"false\">\n\t<tr>\n\t\t<td>a<br>b</td>\n\t</tr>\n</table>"),
          Map.entry("rule", "above\n---\nbelow"),
          Map.entry(
              "columns",
              "<columns>\n\t<column>\n\t\tleft\n\t</column>\n\t<column>\n\t\tright\n\t</column>\n</columns>"),
          Map.entry("image", "![A caption](https://example.com/a.png)"),
          Map.entry("image without caption", "![](https://example.com/a.png?b=c&d=e)"),
          Map.entry(
              "inline",
              "**bold** *italic* ~~gone~~ `code` [link](https://example.com/a_b?c=d&e=f#g) $x^2$"),
          Map.entry(
              "spans",
              "<span underline=\"true\">under</span> <span color=\"red\">red</span> "
                  + "<span color=\"yellow_bg\" underline=\"true\">**both**</span>"),
          Map.entry("dates", "due <mention-date start=\"2026-12-01\"/> at noon"),
          Map.entry(
              "people",
              "ask <mention-user url=\"user://00000000-0000-4000-8000-000000000001\">Reviewer One"
                  + "</mention-user>"),
          Map.entry(
              "pages",
              "see <mention-page url=\"https://app.notion.com/p/00000000000040008000000000000002\">"
                  + "Plan</mention-page>"),
          Map.entry("escapes", "a \\* b \\[c\\] \\<d\\> e & f \" g ' h = i + j @ k"),
          Map.entry("Hebrew", "שלום **עולם** and English\n- פריט"),
          Map.entry("Arabic with digits", "مرحبا 123 (abc)\n> اقتباس"),
          Map.entry("Japanese", "# 見出し\n本文、リンクは[ここ](https://example.com/日本語)。"),
          Map.entry("emoji", "Family 👨‍👩‍👧‍👦, flag 🇪🇺, heart ❤️"),
          Map.entry("Hindi", "नमस्ते क्‍ष क्षेत्र"),
          Map.entry("Persian with joiner", "می‌خواهم"),
          Map.entry("full width", "ＡＢＣ：（全角）〈x〉"),
          Map.entry("mathematics", "a ≤ b ∧ x ∈ ℝ ⇒ √2 ≠ 1"),
          Map.entry("mail", "[write](mailto:reviewer@example.com?subject=Hello%20there)"),
          Map.entry("brackets in address", "[x](https://example.com/a_(b\\))"),
          Map.entry(
              "media",
              "<video src=\"https://example.com/v.mp4\">v</video>\n<file src=\"https://example.com/f\"></file>\n"
                  + "<pdf src=\"https://example.com/p.pdf\">p</pdf>"));

  public static final Map<String, String> MARKDOWN =
      Map.of(
          "release notes",
          "# 1.2\n\n* fixed `NullPointerException` when `a && b`\n* see [#12](https://example.com/12)\n\n"
              + "| a | b |\n|---|---|\n| 1 | x \\| y |\n",
          "readme",
          "# Name\n\nSome *text* with **words**.\n\n```sh\nmvn -B verify > out.txt 2>&1\n```\n\n1. one\n"
              + "   - two\n     > three\n2. four\n\n- [x] done\n- [ ] not yet\n",
          "HTML as text",
          "<div class=\"a\">text</div> and <b>bold</b>\n\n<!-- note -->\n",
          "badges",
          "[![build](https://example.com/badge.svg)](https://example.com/build)\n");

  private static List<RichText> mentions() {
    return List.of(
        RichText.text("Ask "),
        mention("user", "@Reviewer One", null),
        RichText.text(" about "),
        mention("page", "Plan", "https://app.notion.com/p/00000000000040008000000000000002"),
        RichText.text(" by "),
        mention("date", "2026-12-01 → 2026-12-02", null),
        RichText.text(" "),
        customEmoji());
  }

  private static RichText mention(String kind, String plain, String link) {
    ObjectNode mention = JSON.objectNode().put("type", kind);
    mention.putObject(kind).put("id", "00000000-0000-4000-8000-000000000001");
    return new RichText(RichText.MENTION, "", link, Annotations.NONE, plain, mention);
  }

  private static RichText customEmoji() {
    ObjectNode mention = JSON.objectNode().put("type", "custom_emoji");
    mention.putObject("custom_emoji").put("id", "x").put("name", "ship-it");
    return new RichText(RichText.MENTION, "", null, Annotations.NONE, ":ship-it:", mention);
  }

  private static Block customIcon() {
    ObjectNode icon = JSON.objectNode().put("type", "custom_emoji");
    icon.putObject("custom_emoji").put("id", "x").put("name", "ship-it");
    return Block.of("callout", List.of(RichText.text("Go"))).with("icon", icon);
  }

  private static List<Block> everyLooks() {
    List<RichText> runs = new java.util.ArrayList<>();
    for (int bits = 0; bits < 32; bits++) {
      Annotations looks =
          new Annotations(
              (bits & 1) > 0,
              (bits & 2) > 0,
              (bits & 4) > 0,
              (bits & 8) > 0,
              (bits & 16) > 0,
              bits % 3 == 0 ? "green" : "default");
      runs.add(
          RichText.text("looks " + bits, bits % 2 == 0 ? null : "https://example.com/", looks));
    }
    return List.of(Block.paragraph(runs), Block.of("heading_2", runs), Block.of("to_do", runs));
  }

  private static List<Block> everyColour() {
    return List.of("gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red")
        .stream()
        .flatMap(color -> List.of(color, color + "_background").stream())
        .map(
            color ->
                Block.paragraph(
                        List.of(RichText.text(color, null, Annotations.NONE.withColor(color))))
                    .with("color", color))
        .toList();
  }

  private static List<Block> media() {
    ObjectNode external = JSON.objectNode().put("url", "https://example.com/a.png");
    return List.of(
        Block.of("image")
            .with("external", external)
            .withCaption(
                List.of(RichText.text("see\nhere", "https://example.com", Annotations.NONE))),
        Block.of("bookmark").with("url", "https://example.com"),
        Block.of("embed").with("url", "https://example.com/embed"),
        Block.of("file").with("external", external).with("name", "a.png"),
        Block.of("code", List.of(RichText.text("x")))
            .withCaption(List.of(RichText.text("caption"))),
        Block.of("unsupported").with("block_type", "button"));
  }

  private static List<Block> numbers() {
    Block letter = Block.of("numbered_list_item", List.of(RichText.text("one")));
    return List.of(
        letter.with("list_format", "letters").with("list_start_index", 3),
        letter,
        letter.with("list_format", "roman").with("list_start_index", 1));
  }

  private static Block deep(int levels) {
    Block block = Block.of("bulleted_list_item", List.of(RichText.text("level " + levels)));
    for (int level = levels - 1; level > 0; level--) {
      block =
          Block.of(
                  level % 3 == 0 ? "toggle" : level % 3 == 1 ? "bulleted_list_item" : "to_do",
                  List.of(RichText.text("level " + level)))
              .withChildren(List.of(block));
    }
    return block;
  }
}
