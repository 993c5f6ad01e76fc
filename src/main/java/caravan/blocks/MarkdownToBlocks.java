package caravan.blocks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Turns CommonMark with GitHub's extensions into blocks as Notion's requests take them. No text is
 * lost: what Notion can't hold as such is kept in another form and named in {@link
 * Converted#notHeld()}.
 */
public final class MarkdownToBlocks {

  /**
   * The extensions for to-dos and bare addresses walk the parsed text by recursion, so a text
   * nested without measure would exhaust the stack; a parser without them looks first.
   */
  private static final int DEEPEST = 1_000;

  private final Parser careful =
      Parser.builder()
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
          .build();

  private final Parser parser =
      Parser.builder()
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .extensions(
              List.of(
                  TablesExtension.create(),
                  StrikethroughExtension.create(),
                  TaskListItemsExtension.create(),
                  AutolinkExtension.create()))
          .build();

  /**
   * Converts a text.
   *
   * @param markdown the text; null counts as empty
   */
  public Converted convert(String markdown) {
    List<NotHeld> notHeld = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    String text = markdown == null ? "" : wellFormed(markdown);
    if (text.startsWith("\uFEFF")) {
      text = text.substring(1);
    }
    Optional<FrontMatter> frontMatter = FrontMatter.of(text);
    if (frontMatter.isPresent()) {
      notHeld.add(new NotHeld("front matter", "kept as a code block"));
      blocks.add(
          Block.of("code", List.of(RichText.text(frontMatter.get().yaml())))
              .with("language", "yaml"));
      text = frontMatter.get().rest();
    }
    blocks.addAll(new MarkdownNodes(text, notHeld::add).blocks(parsed(text, notHeld)));
    return new Converted(new WithinLimits(notHeld::add).fit(blocks), notHeld);
  }

  /** Half a surrogate pair cannot be sent; Unicode's replacement character stands for it. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
  }

  private Node parsed(String text, List<NotHeld> notHeld) {
    Node document = careful.parse(text);
    if (depth(document) <= DEEPEST) {
      return parser.parse(text);
    }
    notHeld.add(
        new NotHeld(
            "nesting deeper than " + DEEPEST + " levels",
            "to-dos and bare addresses kept as text"));
    return document;
  }

  private static int depth(Node document) {
    int deepest = 0;
    int depth = 0;
    Node node = document;
    while (node != null) {
      if (node.getFirstChild() != null) {
        node = node.getFirstChild();
        deepest = Math.max(deepest, ++depth);
        continue;
      }
      while (node != null && node.getNext() == null) {
        node = node.getParent();
        depth--;
      }
      node = node == null ? null : node.getNext();
    }
    return deepest;
  }
}
