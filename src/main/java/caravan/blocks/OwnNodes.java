package caravan.blocks;

import java.util.Set;
import org.commonmark.ext.task.list.items.TaskListItemMarker;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.markdown.MarkdownNodeRendererContext;
import org.commonmark.renderer.markdown.MarkdownNodeRendererFactory;

/**
 * Writes the nodes that commonmark-java doesn't: its task list extension reads markers but doesn't
 * write them, and {@link Verbatim} is the hub's own.
 */
final class OwnNodes implements MarkdownNodeRendererFactory {

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
