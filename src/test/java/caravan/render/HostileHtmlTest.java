package caravan.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caravan.blocks.Annotations;
import caravan.blocks.Block;
import caravan.blocks.RichText;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No text and no address becomes anything in HTML but text and a harmless address. */
class HostileHtmlTest {

  private static final Set<String> TAGS =
      Set.of(
          "a aside blockquote br code details div em figcaption figure h1 h2 h3 h4 h5 h6 hr img input"
              .concat(" label li ol p pre s span strong summary table tbody td th thead tr u ul")
              .split(" "));

  private static final Map<String, Set<String>> ATTRIBUTES =
      Map.of(
          "a", Set.of("href", "rel"),
          "img", Set.of("src", "alt"),
          "input", Set.of("type", "disabled", "checked"),
          "ol", Set.of("start", "type"),
          "th", Set.of("scope"));

  private static final Pattern HREF = Pattern.compile("(https?://|mailto:)[!#-;=?-\\[\\]_a-z~]+");
  private static final Pattern SRC =
      Pattern.compile(
          "https?://[!#-;=?-\\[\\]_a-z~]+|data:image/(png|jpeg|gif|webp);base64,[\\w+/=]+");

  private final BlocksToHtml renderer = new BlocksToHtml();

  @TestFactory
  Stream<DynamicTest> textStaysText() {
    return Hostile.texts().entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> text(each.getValue())));
  }

  @Test
  void mixturesStayText() {
    Hostile.mixtures(400).forEach(this::text);
  }

  @TestFactory
  Stream<DynamicTest> addressesBecomeNoLinks() {
    return Hostile.addresses().entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> address(each.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> addressesStayWithinTheirAttribute() {
    return Hostile.breakouts().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each,
                    () -> {
                      Document html = checked(linked(each));
                      assertThat(html.select("a")).hasSize(1);
                      assertThat(html.body().wholeText().strip()).isEqualTo("label");
                    }));
  }

  /** Even a renderer with a hole would let nothing through. */
  @TestFactory
  Stream<DynamicTest> theSecondLockHoldsAlone() {
    HtmlPolicy policy = new HtmlPolicy();
    List<String> all = new ArrayList<>(Hostile.texts().values());
    Hostile.addresses().values().forEach(each -> all.add("<a href=\"" + each + "\">x</a>"));
    Hostile.addresses().values().forEach(each -> all.add("<img alt=x src=\"" + each + "\">"));
    return all.stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    "" + each.length() + " " + each.substring(0, Math.min(60, each.length())),
                    () -> harmless(Jsoup.parseBodyFragment(policy.sanitise(each)), each)));
  }

  private void text(String text) {
    for (Block block : places(text)) {
      Document html = checked(List.of(block));
      assertThat(seen(html.body().wholeText()))
          .as("text in a %s", block.type())
          .contains(seen(VisibleText.of(text)));
    }
  }

  /**
   * The sanitiser leaves out a joiner that nobody sees where it stands between letters that made
   * some devices crash.
   */
  private static String seen(String text) {
    return text.replace("\u200c", "").strip();
  }

  /** Every place in which a body can hold a person's text. */
  private static List<Block> places(String text) {
    List<RichText> run = List.of(RichText.text(text));
    List<RichText> runs =
        List.of(
            RichText.text("b", null, Annotations.NONE.withBold(true)),
            RichText.text(text, "https://example.com/", Annotations.NONE.withItalic(true)),
            RichText.text("a"));
    ObjectNode mention = JsonNodeFactory.instance.objectNode().put("type", "user");
    mention.putObject("user").put("id", text);
    List<RichText> mentioned =
        List.of(new RichText(RichText.MENTION, "", null, Annotations.NONE, text, mention));
    ObjectNode image =
        JsonNodeFactory.instance.objectNode().put("url", "https://example.com/a.png");
    ObjectNode icon = JsonNodeFactory.instance.objectNode().put("emoji", text);
    return List.of(
        Block.paragraph(run),
        Block.paragraph(runs),
        Block.paragraph(mentioned),
        Block.paragraph(List.of(RichText.equation(text, Annotations.NONE))),
        Block.paragraph(
            List.of(
                RichText.text(text, null, new Annotations(true, true, true, true, true, text)))),
        Block.of("heading_1", run),
        Block.of("heading_2", run).with("is_toggleable", true),
        Block.of("to_do", run).with("color", text),
        Block.of("bulleted_list_item", run).with("list_format", text),
        Block.of("numbered_list_item", run).with("list_start_index", text),
        Block.of("quote", run),
        Block.of("toggle", run).withChildren(List.of(Block.paragraph(run))),
        Block.of("callout", run).with("icon", icon),
        Block.of("code", run).with("language", text).withCaption(run),
        Block.of("equation").with("expression", text),
        Block.of("image").with("external", image).withCaption(run),
        Block.of("table")
            .with("has_column_header", true)
            .withChildren(
                List.of(Block.tableRow(List.of(run, runs)), Block.tableRow(List.of(run)))),
        Block.of("bookmark").with("url", "https://example.com/").withCaption(run),
        Block.of("child_page").with("title", text.isEmpty() ? "x" : text),
        Block.of("file").with("external", image).with("name", text.isEmpty() ? "x" : text));
  }

  private void address(String address) {
    Document html = checked(linked(address));
    assertThat(html.select("a")).as("link to " + address).isEmpty();
    assertThat(html.body().wholeText().strip()).isEqualTo("label");

    ObjectNode file = JsonNodeFactory.instance.objectNode().put("url", address);
    Block image = Block.of("image").with("external", file);
    List<RichText> caption = List.of(RichText.text("caption"));
    Document shown = checked(List.of(image, image.withCaption(caption)));
    assertThat(shown.select("img")).as("image from " + address).isEmpty();
    assertThat(shown.body().wholeText().strip()).isEqualTo("caption");

    checked(List.of(Block.of("bookmark").with("url", address)));
    checked(List.of(Block.of("unsupported").with("url", address).with("block_type", address)));
  }

  private static List<Block> linked(String address) {
    return List.of(Block.paragraph(List.of(RichText.text("label", address, Annotations.NONE))));
  }

  private Document checked(List<Block> blocks) {
    String built = renderer.unsanitised(blocks);
    harmless(Jsoup.parseBodyFragment(built), built);
    String html = renderer.html(blocks);
    Document parsed = Jsoup.parseBodyFragment(html);
    harmless(parsed, html);
    return parsed;
  }

  private static void harmless(Document parsed, String html) {
    assertTrue(parsed.head().childNodeSize() == 0, () -> "in the head: " + html);
    for (Element element : parsed.body().select("* > *")) {
      String tag = element.normalName();
      if (tag.equals("body")) {
        continue;
      }
      assertTrue(TAGS.contains(tag), () -> tag + " in " + html);
      for (Attribute attribute : element.attributes()) {
        String name = attribute.getKey();
        boolean known =
            name.equals("class")
                || name.equals("dir")
                || ATTRIBUTES.getOrDefault(tag, Set.of()).contains(name);
        assertTrue(known, () -> name + " of " + tag + " in " + html);
        if (name.equals("class")) {
          assertThat(attribute.getValue()).matches("[a-z0-9+#. _-]+");
        }
        if (name.equals("href")) {
          assertThat(attribute.getValue()).matches(HREF);
        }
        if (name.equals("src")) {
          assertThat(attribute.getValue()).matches(SRC);
        }
      }
    }
  }
}
