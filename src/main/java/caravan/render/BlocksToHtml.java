package caravan.render;

import caravan.blocks.Block;
import caravan.blocks.RichText;
import java.util.List;

/**
 * Writes blocks as semantic HTML that no text in them can break out of: built from a fixed list of
 * elements, and then passed through a sanitiser that knows the same list. It writes every block
 * that it is given; an {@link AllowList} decides before. Safe for use by several threads.
 */
public final class BlocksToHtml {

  private final HtmlOptions options;
  private final HtmlPolicy policy = new HtmlPolicy();

  /** Headings keep their level; images are shown from where they are. */
  public BlocksToHtml() {
    this(HtmlOptions.defaults());
  }

  public BlocksToHtml(HtmlOptions options) {
    this.options = options;
  }

  /** The blocks as a fragment of HTML; empty if nothing in them can be seen. */
  public String html(List<Block> blocks) {
    return policy.sanitise(unsanitised(blocks));
  }

  /** What the sanitiser is given. */
  String unsanitised(List<Block> blocks) {
    HtmlWriter out = new HtmlWriter();
    new BlockHtml(options, out).write(blocks);
    return out.html();
  }

  /** Rich text, such as a title or a property's value, as HTML within a block. */
  public String inline(List<RichText> text) {
    HtmlWriter out = new HtmlWriter();
    new RunsToHtml(out).write(text);
    return policy.sanitise(out.html());
  }
}
