package caravan.wordpress;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.blocks.MarkdownToBlocks;
import caravan.render.BlocksToHtml;
import caravan.render.HtmlOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostHtmlTest {

  private static final String HOSTED = "https://files.example.com/a/Plan%201.png?#notion-hosted";

  @Test
  void imagesThatNotionHostsAreFoundHoweverTheirAddressesAreEscaped() {
    String address = "https://files.example.com/a+b=c@d&e/Plan%201.png#notion-hosted";
    String html = rendered("![x](" + address + ") ![y](https://example.com/b.png)");
    assertThat(html).doesNotContain(address);
    assertThat(PostHtml.hostedImages(html)).containsExactly(address);

    String changed = PostHtml.withImages(html, Map.of(address, "https://blog/x.png?a=1&b=2"));
    assertThat(changed)
        .contains("src=\"https://blog/x.png?a=1&amp;b=2\"", "src=\"https://example.com/b.png\"")
        .doesNotContain("notion-hosted");
  }

  @Test
  void aLinkToAHostedFileIsNoImage() {
    assertThat(PostHtml.hostedImages("<a href=\"" + HOSTED + "\">x</a>")).isEmpty();
  }

  @Test
  void nothingInTheTextIsAShortcodeOrAnAddressThatWordPressPlays() {
    String html =
        "<p dir=\"auto\">https://youtu.be/x [gallery]</p><img alt=\"[x]\" src=\"http://a/b\">";
    assertThat(PostHtml.verbatim(html))
        .isEqualTo(
            "<p dir=\"auto\">https:&#47;/youtu.be/x &#91;gallery]</p><img alt=\"&#91;x]\" src=\"http://a/b\">");
  }

  @Test
  void plainTextIsNoHtml() {
    assertThat(PostHtml.escaped("<b> & \"x\"")).isEqualTo("&lt;b&gt; &amp; &quot;x&quot;");
  }

  private static String rendered(String markdown) {
    return new BlocksToHtml(HtmlOptions.defaults())
        .html(new MarkdownToBlocks().convert(markdown).blocks());
  }
}
