package caravan.render;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.blocks.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.owasp.html.HtmlChangeListener;

/** What the renderer makes of good documents needs no sanitiser: both locks have the same key. */
class SanitiserAgreesTest {

  private final BlocksToHtml renderer = new BlocksToHtml();
  private final HtmlPolicy policy = new HtmlPolicy();

  @TestFactory
  Stream<DynamicTest> andChangesNothing() {
    return GoodDocuments.all().entrySet().stream()
        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> check(each.getValue())));
  }

  private void check(List<Block> blocks) {
    String built = renderer.unsanitised(blocks);
    List<String> discarded = new ArrayList<>();
    String sanitised = policy.factory().sanitize(built, listener(discarded), discarded);
    assertThat(discarded).as("discarded from %s", built).isEmpty();
    assertThat(tree(sanitised)).isEqualTo(tree(built));
    assertThat(policy.sanitise(sanitised)).as("twice").isEqualTo(sanitised);
  }

  private static HtmlChangeListener<List<String>> listener(List<String> seen) {
    return new HtmlChangeListener<>() {
      @Override
      public void discardedTag(List<String> into, String element) {
        seen.add(element);
      }

      @Override
      public void discardedAttributes(List<String> into, String element, String... names) {
        seen.add(element + List.of(names));
      }
    };
  }

  /** What a browser makes of it; comments have no meaning, and the order of attributes neither. */
  private static String tree(String html) {
    Document document = Jsoup.parseBodyFragment(html);
    StringBuilder out = new StringBuilder();
    write(document.body(), out);
    return out.toString();
  }

  private static void write(Node node, StringBuilder out) {
    if (node instanceof TextNode text) {
      out.append(text.getWholeText());
    } else if (node instanceof Element element) {
      out.append('<').append(element.tagName());
      element.attributes().asList().stream()
          .map(each -> " " + each.getKey() + "=\"" + each.getValue() + "\"")
          .sorted()
          .forEach(out::append);
      out.append('>');
      element.childNodes().forEach(child -> write(child, out));
      out.append("</").append(element.tagName()).append('>');
    } else {
      assertThat(node).isInstanceOf(Comment.class);
    }
  }
}
