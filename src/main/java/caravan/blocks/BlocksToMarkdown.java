package caravan.blocks;

import java.util.List;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.renderer.markdown.MarkdownRenderer;

/**
 * Writes blocks as CommonMark with GitHub's extensions, for people and other systems. What Markdown
 * has no form for (underline, colours, columns, toggles) keeps its text. No text becomes markup,
 * and no address a link that is not a {@link SafeAddress}.
 */
public final class BlocksToMarkdown {

  private final MarkdownRenderer renderer =
      MarkdownRenderer.builder()
          .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
          .nodeRendererFactory(new OwnNodes())
          .build();

  /** The blocks as Markdown, ending in a line break unless there are none. */
  public String markdown(List<Block> blocks) {
    return renderer.render(new BlocksToNodes().document(blocks));
  }
}
