package caravan.blocks;

import java.util.List;
import java.util.Set;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemMarker;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.markdown.MarkdownNodeRendererContext;
import org.commonmark.renderer.markdown.MarkdownNodeRendererFactory;
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

  /**
   * The task list extension reads markers but doesn't write them; {@link Verbatim} is the hub's
   * own.
   */
  private static final class OwnNodes implements MarkdownNodeRendererFactory {

    @Override
    public NodeRenderer create(MarkdownNodeRendererContext context) {
      return new NodeRenderer() {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
          return Set.of(TaskListItemMarker.class, Verbatim.class);
        }

        @Override
        public void render(Node node) {
          if (node instanceof TaskListItemMarker task) {
            context.getWriter().raw(task.isChecked() ? "[x] " : "[ ] ");
          } else {
            context.getWriter().raw(((Verbatim) node).markdown());
          }
        }
      };
    }

    @Override
    public Set<Character> getSpecialCharacters() {
      return Set.of();
    }
  }
}
