package caravan.blocks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.parser.Parser;

/**
 * Turns CommonMark with GitHub's extensions into blocks as Notion's requests take them. No text is
 * lost: what Notion can't hold as such is kept in another form and named in {@link
 * Converted#notHeld()}.
 */
public final class MarkdownToBlocks {

  private final Parser parser =
      Parser.builder()
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
    String text = markdown == null ? "" : markdown;
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
    blocks.addAll(new MarkdownNodes(notHeld::add).blocks(parser.parse(text)));
    return new Converted(new WithinLimits(notHeld::add).fit(blocks), notHeld);
  }
}
