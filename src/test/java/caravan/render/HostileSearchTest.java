package caravan.render;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.blocks.Annotations;
import caravan.blocks.Block;
import caravan.blocks.RichText;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a search index holds is text, and what its highlighter shows of it is that text, marked. */
class HostileSearchTest {

  private final Random random = new Random(11);

  @TestFactory
  Stream<DynamicTest> textStaysText() {
    return Hostile.texts().entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> check(each.getValue())));
  }

  @Test
  void mixturesStayText() {
    Hostile.mixtures(1_000).forEach(this::check);
  }

  @TestFactory
  Stream<DynamicTest> addressesStayText() {
    return Stream.concat(Hostile.addresses().values().stream(), Hostile.breakouts().stream())
        .map(each -> DynamicTest.dynamicTest("address " + each, () -> check(each)));
  }

  @Test
  void nobodyCanForgeAFind() {
    String forged = "a " + SearchText.FOUND + "b" + SearchText.END + " c";
    assertThat(SearchText.of(forged)).isEqualTo("a b c");
    assertThat(SearchText.of(List.of(Block.paragraph(forged)))).isEqualTo("a b c");
  }

  @Test
  void findsAreMarkedAndClosedWhateverTheHighlighterForgot() {
    String found = SearchText.FOUND;
    String end = SearchText.END;
    assertThat(SearchText.highlighted("a " + found + "<b>" + end + " & c"))
        .isEqualTo("a <mark>&lt;b&gt;</mark> &amp; c");
    assertThat(SearchText.highlighted(end + "a" + found + "b" + found + "c"))
        .isEqualTo("a<mark>bc</mark>");
    assertThat(SearchText.highlighted(found + "a" + end + end + "b" + found))
        .isEqualTo("<mark>a</mark>b<mark></mark>");
  }

  @Test
  void findsAreMarkedForATerminalWithoutItsControlCharacters() {
    String snippet = "a " + SearchText.FOUND + "b" + SearchText.END + " \u001b[31mc";
    assertThat(SearchText.marked(snippet, "<", ">")).isEqualTo("a <b> [31mc");
    assertThat(SearchText.marked(SearchText.FOUND + "a", "*", "*")).isEqualTo("*a*");
  }

  @Test
  void headingsAndCodeAreFoundAtAnyDepth() {
    RichText inline =
        RichText.text(
            "pg_dump", null, new Annotations(false, false, false, false, true, "default"));
    List<Block> body =
        List.of(
            Block.of("heading_1", List.of(RichText.text("First"))),
            Block.of("toggle", List.of(RichText.text("More")))
                .withChildren(
                    List.of(
                        Block.of("heading_3", List.of(RichText.text("Inner"))),
                        Block.of("code", List.of(RichText.text("a = 1\nb = 2"))))),
            Block.paragraph(List.of(RichText.text("Use "), inline, RichText.text(" nightly."))));
    assertThat(SearchText.headings(body)).isEqualTo("First\nInner");
    assertThat(SearchText.code(body)).isEqualTo("a = 1\nb = 2\npg_dump");
  }

  private void check(String text) {
    for (Block block : places(text)) {
      String document = SearchText.of(List.of(block));
      assertThat(document).isEqualTo(VisibleText.of(document));
      assertThat(words(document))
          .as("nothing is added and nothing is lost in a %s", block.type())
          .contains(words(VisibleText.of(text)));
      snippet(document);
    }
    assertThat(SearchText.of(text)).isEqualTo(VisibleText.of(text));
    snippet(SearchText.of(text));
  }

  /** Marks pieces of a text as a highlighter does, and looks at what a browser makes of it. */
  private void snippet(String text) {
    int from = random.nextInt(text.length() + 1);
    int to = from + random.nextInt(text.length() - from + 1);
    String marked =
        text.substring(0, from)
            + SearchText.FOUND
            + text.substring(from, to)
            + SearchText.END
            + text.substring(to);
    String html = SearchText.highlighted(marked);
    for (String place : List.of("<p>%s</p>", "<p title=\"x\">%s<i>", "<td>%s</td>")) {
      Document page = Jsoup.parseBodyFragment(place.replace("%s", html));
      for (Element element : page.body().select("*")) {
        assertThat(element.normalName()).isIn("body", "p", "i", "mark");
        assertThat(element.attributes().asList())
            .allMatch(attribute -> attribute.getKey().equals("title"));
      }
      assertThat(words(page.body().wholeText())).isEqualTo(words(cut(text, from, to)));
    }
  }

  /** A cut within a character takes both halves away. */
  private static String cut(String text, int from, int to) {
    return VisibleText.of(text.substring(0, from))
        + VisibleText.of(text.substring(from, to))
        + VisibleText.of(text.substring(to));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static List<Block> places(String text) {
    List<RichText> run = List.of(RichText.text(text));
    return List.of(
        Block.paragraph(run),
        Block.paragraph(
            List.of(RichText.text(text, "https://example.com/", Annotations.NONE.withBold(true)))),
        Block.of("heading_1", run),
        Block.of("to_do", run),
        Block.of("callout", run),
        Block.of("code", run),
        Block.of("table").withChildren(List.of(Block.tableRow(List.of(run)))),
        Block.of("image")
            .with(
                "external",
                JsonNodeFactory.instance.objectNode().put("url", "https://example.com/a.png"))
            .withCaption(run));
  }
}
