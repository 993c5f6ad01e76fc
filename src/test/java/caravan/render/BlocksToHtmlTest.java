package caravan.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import caravan.blocks.Block;
import caravan.blocks.EnhancedMarkdown;
import caravan.blocks.RichText;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksToHtmlTest {

  private final BlocksToHtml renderer = new BlocksToHtml();

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '^',
      value = {
        "text\\n<empty-block/>¦<p dir='auto'>text</p>\\n\\n",
        "a<br>b¦<p dir='auto'>a<br />b</p>\\n",
        "- a\\n\\t1. b\\n- c¦<ul><li dir='auto'>a\\n<ol><li dir='auto'>b</li></ol>\\n</li><li dir='auto'>c</li></ul>\\n",
        "- [x] done\\n- item¦<ul class='task-list'><li dir='auto'><label><input type='checkbox' disabled='' checked='' /> done</label></li></ul>\\n<ul><li dir='auto'>item</li></ul>\\n",
        "3. c\\n4. d¦<ol start='3'><li dir='auto'>c</li><li dir='auto'>d</li></ol>\\n",
        "> said¦<blockquote dir='auto'><p dir='auto'>said</p></blockquote>\\n",
        "<callout icon='🎯'>\\n\\tText\\n</callout>¦<aside dir='auto'><p dir='auto'><span class='icon'>&#x1f3af;</span> Text</p></aside>\\n",
        "```c++\\na < b\\n```¦<pre dir='ltr'><code class='language-c&#43;&#43;'>a &lt; b</code></pre>\\n",
        "---¦<hr />\\n",
        "# Fold {toggle='true'}\\n\\tin¦<details><summary><h1 dir='auto'>Fold</h1></summary>\\n<p dir='auto'>in</p>\\n</details>\\n",
        "![A](https://example.com/a.png)¦<figure><img src='https://example.com/a.png' alt='A' /><figcaption dir='auto'>A</figcaption></figure>\\n",
        "| a | b |\\n|---|---|\\n| c | d |¦<table><thead><tr><th dir='auto' scope='col'>a</th><th dir='auto' scope='col'>b</th></tr></thead><tbody><tr><td dir='auto'>c</td><td dir='auto'>d</td></tr></tbody></table>\\n",
        "**b** *i* ~~s~~ `c` $x$¦<p dir='auto'><strong>b</strong> <em>i</em> <s>s</s> <code>c</code> <code class='math'>x</code></p>\\n",
        "<span color='red_bg' underline='true'>u</span>¦<p dir='auto'><span class='color-red-background'><u>u</u></span></p>\\n",
        "[a **b**](https://example.com/)¦<p dir='auto'><a href='https://example.com/' rel='nofollow noopener noreferrer'>a <strong>b</strong></a></p>\\n",
      })
  void blocksBecomeExactlyThisHtml(String enhanced, String html) {
    List<Block> blocks =
        new EnhancedMarkdown()
            .parse(enhanced.replace("\\n", "\n").replace("\\t", "\t").replace('\'', '"'));
    assertThat(renderer.html(blocks)).isEqualTo(html.replace("\\n", "\n").replace('\'', '"'));
  }

  @Test
  void headingsGiveWayToThePagesTitle() {
    List<Block> blocks = new EnhancedMarkdown().parse("# a\n### c\n#### d");
    assertThat(new BlocksToHtml(HtmlOptions.defaults().withTopHeading(2)).html(blocks))
        .contains("<h2 dir=\"auto\">a", "<h4 dir=\"auto\">c", "<h5 dir=\"auto\">d");
    assertThat(new BlocksToHtml(HtmlOptions.defaults().withTopHeading(5)).html(blocks))
        .contains("<h5 dir=\"auto\">a", "<h6 dir=\"auto\">c", "<h6 dir=\"auto\">d");
    assertThatIllegalArgumentException().isThrownBy(() -> HtmlOptions.defaults().withTopHeading(0));
  }

  @Test
  void signedAddressesAreNotPublished() {
    Block image =
        image("https://files.example.com/a.png?X-Amz-Expires=3600&X-Amz-Signature=abc")
            .withCaption(List.of(RichText.text("Plan")));
    assertThat(renderer.html(List.of(image)))
        .isEqualTo("<figure><figcaption dir=\"auto\">Plan</figcaption></figure>\n");
    HtmlOptions copies =
        HtmlOptions.defaults().withImages(from -> Optional.of("https://example.com/copy.png"));
    assertThat(new BlocksToHtml(copies).html(List.of(image)))
        .contains("<img src=\"https://example.com/copy.png\" alt=\"Plan\" />");
  }

  @Test
  void whatNotionHostsIsShownFromWhereItIsKept() {
    String lasting = "https://files.example.com/a/Plan%20(1).pdf#notion-hosted";
    Block image = image(lasting).withCaption(List.of(RichText.text("Plan")));
    Block file =
        Block.of("file")
            .with("external", JsonNodeFactory.instance.objectNode().put("url", lasting));
    assertThat(renderer.html(List.of(image, file)))
        .contains(
            "<img src=\"https://files.example.com/a/Plan%20%281%29.pdf#notion-hosted\" alt=\"Plan\" />")
        .contains(">Plan (1).pdf</a>");
    HtmlOptions copies =
        HtmlOptions.defaults()
            .withImages(
                from ->
                    from.equals(lasting)
                        ? Optional.of("https://example.com/copy.pdf")
                        : Optional.empty());
    assertThat(new BlocksToHtml(copies).html(List.of(image, file)))
        .contains("<img src=\"https://example.com/copy.pdf\"")
        .contains("<a href=\"https://example.com/copy.pdf\"")
        .contains(">Plan (1).pdf</a>")
        .doesNotContain("files.example.com");
    HtmlOptions none = HtmlOptions.defaults().withImages(from -> Optional.empty());
    assertThat(new BlocksToHtml(none).html(List.of(image, file)))
        .isEqualTo(
            "<figure><figcaption dir=\"auto\">Plan</figcaption></figure>\n<p dir=\"auto\">Plan (1).pdf</p>\n");
  }

  @Test
  void imagesMayBeWithinTheirAddress() {
    String pixel = "data:image/png;base64,iVBORw0KGgo=";
    assertThat(renderer.html(List.of(image(pixel))))
        .contains("src=\"data:image/png;base64,iVBORw0KGgo&#61;\"");
  }

  @Test
  void rowHeadersAreHeaders() {
    Block row = Block.tableRow(List.of(List.of(RichText.text("a")), List.of(RichText.text("b"))));
    Block table =
        Block.of("table")
            .with("has_row_header", true)
            .withChildren(List.of(row, Block.tableRow(List.of())));
    assertThat(renderer.html(List.of(table)))
        .isEqualTo(
            "<table><tbody><tr><th dir=\"auto\" scope=\"row\">a</th><td dir=\"auto\">b</td></tr>"
                + "<tr><th dir=\"auto\" scope=\"row\"></th><td dir=\"auto\"></td></tr></tbody></table>\n");
  }

  private static Block image(String url) {
    return Block.of("image")
        .with("external", JsonNodeFactory.instance.objectNode().put("url", url));
  }
}
