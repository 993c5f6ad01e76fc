package caravan.render;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.blocks.Annotations;
import caravan.blocks.Block;
import caravan.blocks.BlocksToMarkdown;
import caravan.blocks.BlocksToText;
import caravan.blocks.RichText;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Text in blocks is the same text when somebody reads the Markdown, and nothing else. */
class HostileMarkdownTest {

  private final Parser parser =
      Parser.builder()
          .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
          .build();

  private final BlocksToMarkdown markdown = new BlocksToMarkdown();
  private final BlocksToText plain = new BlocksToText();

  @TestFactory
  Stream<DynamicTest> textStaysText() {
    return Hostile.texts().entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> everywhere(each.getValue())));
  }

  @Test
  void mixturesStayText() {
    Hostile.mixtures(400).forEach(this::everywhere);
  }

  /**
   * Formats that start and end anywhere, also within words and at blanks, don't change the text.
   */
  @Test
  void formattedMixturesStayText() {
    Random random = new Random(7);
    List<String> mixtures = Hostile.mixtures(900);
    for (int i = 0; i + 3 <= mixtures.size(); i += 3) {
      List<RichText> runs = new ArrayList<>();
      StringBuilder text = new StringBuilder();
      for (String mixture : mixtures.subList(i, i + 3)) {
        Annotations looks =
            new Annotations(
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                true,
                false,
                "red");
        String link = random.nextInt(3) == 0 ? "https://example.com/" : null;
        runs.add(RichText.text(VisibleText.of(mixture), link, looks));
        text.append(VisibleText.of(mixture));
      }
      Seen seen = read(List.of(Block.paragraph("before"), Block.paragraph(runs)));
      assertThat(words(seen.text.toString()))
          .as("%s", markdown.markdown(List.of(Block.paragraph(runs))))
          .isEqualTo(words("before " + text));
      assertThat(seen.links).allMatch("https://example.com/"::equals);
    }
  }

  @TestFactory
  Stream<DynamicTest> addressesBecomeNoLinks() {
    return Hostile.addresses().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> {
                      Seen seen = read(List.of(linked("label", each.getValue())));
                      assertThat(seen.links).isEmpty();
                      assertThat(seen.text.toString().strip()).isEqualTo("label");
                      Seen image = read(List.of(image(each.getValue())));
                      assertThat(image.links).isEmpty();
                      assertThat(image.text.toString().strip()).isEqualTo("caption");
                    }));
  }

  @TestFactory
  Stream<DynamicTest> addressesStayWithinTheirLink() {
    return Hostile.breakouts().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each,
                    () -> {
                      Seen seen = read(List.of(linked("label", each)));
                      assertThat(seen.links).hasSize(1);
                      assertThat(seen.links.get(0)).matches("(?i)(https?://|mailto:)[!-~]+");
                      assertThat(seen.text.toString().strip()).isEqualTo("label");
                    }));
  }

  private void everywhere(String text) {
    List<RichText> run = List.of(RichText.text(text));
    same(Block.paragraph(run), text, 0);
    same(Block.of("heading_2", run), text, 0);
    same(Block.of("bulleted_list_item", run), text, 0);
    same(Block.of("numbered_list_item", run), text, 0);
    same(Block.of("to_do", run), text, 0);
    same(Block.of("quote", run), text, 0);
    same(Block.of("toggle", run), text, 0);
    same(Block.of("code", run), text, 0);
    same(
        Block.paragraph(List.of(RichText.text(text, null, Annotations.NONE.withCode(true)))),
        text,
        0);
    same(
        Block.of("table")
            .with("table_width", 1)
            .with("has_column_header", true)
            .withChildren(List.of(Block.tableRow(List.of(run)))),
        text,
        0);
    if (!VisibleText.of(text).isBlank()) {
      same(linked(text, "https://example.com/"), text, 1);
      same(image("https://example.com/a.png").withCaption(run), text, 1);
    }
  }

  private void same(Block block, String text, int links) {
    List<Block> blocks = List.of(Block.paragraph("before"), block, Block.paragraph("after"));
    String expected = words(VisibleText.of(text));
    String shown = plain.text(blocks);
    assertThat(words(shown)).as("text of a %s", block.type()).contains(expected);
    assertThat(shown).isEqualTo(VisibleText.of(shown));

    // The extension for tasks would take an escaped "[x]" for a mark, other than GitHub; so
    // without.
    String task = block.type().equals("to_do") ? "[ ] " : "";
    Seen seen = read(blocks);
    assertThat(seen.links).as("links of a %s", block.type()).hasSize(links);
    assertThat(words(seen.text.toString()))
        .as("text of a %s in %s", block.type(), markdown.markdown(blocks))
        .isEqualTo(words("before " + task + expected + " after"));
  }

  private Seen read(List<Block> blocks) {
    String written = markdown.markdown(blocks);
    assertThat(written).isEqualTo(VisibleText.of(written));
    Seen seen = new Seen();
    parser.parse(written).accept(seen);
    return seen;
  }

  private static Block linked(String text, String address) {
    return Block.paragraph(List.of(RichText.text(text, address, Annotations.NONE)));
  }

  private static Block image(String address) {
    return Block.of("image")
        .with("external", JsonNodeFactory.instance.objectNode().put("url", address))
        .withCaption(List.of(RichText.text("caption")));
  }

  private static String words(String text) {
    return text.replaceAll("[\\s\\p{Z}]+", " ").strip();
  }

  /** What somebody who reads the Markdown sees. */
  private static final class Seen extends AbstractVisitor {

    private final StringBuilder text = new StringBuilder();
    private final List<String> links = new ArrayList<>();

    @Override
    public void visit(Text node) {
      text.append(node.getLiteral());
    }

    @Override
    public void visit(Code node) {
      text.append(node.getLiteral());
    }

    @Override
    public void visit(FencedCodeBlock node) {
      text.append(node.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak node) {
      text.append('\n');
    }

    @Override
    public void visit(HardLineBreak node) {
      text.append('\n');
    }

    @Override
    public void visit(Paragraph node) {
      visitChildren(node);
      text.append('\n');
    }

    @Override
    public void visit(org.commonmark.node.Heading node) {
      visitChildren(node);
      text.append('\n');
    }

    @Override
    public void visit(CustomNode node) {
      visitChildren(node);
      text.append(node instanceof TableCell ? "\n" : "");
    }

    @Override
    public void visit(CustomBlock node) {
      assertThat(node).isInstanceOf(TableBlock.class);
      visitChildren(node);
    }

    @Override
    public void visit(Link node) {
      links.add(node.getDestination());
      assertThat(node.getTitle()).isNull();
      visitChildren(node);
    }

    @Override
    public void visit(Image node) {
      links.add(node.getDestination());
      assertThat(node.getTitle()).isNull();
      visitChildren(node);
    }

    @Override
    public void visit(HtmlInline node) {
      assertThat(node.getLiteral()).as("HTML").isEqualTo("<br>");
      text.append('\n');
    }

    @Override
    public void visit(HtmlBlock node) {
      throw new AssertionError("HTML: " + node.getLiteral());
    }

    @Override
    public void visit(IndentedCodeBlock node) {
      throw new AssertionError("code: " + node.getLiteral());
    }

    @Override
    public void visit(LinkReferenceDefinition node) {
      throw new AssertionError("reference: " + node.getDestination());
    }
  }
}
