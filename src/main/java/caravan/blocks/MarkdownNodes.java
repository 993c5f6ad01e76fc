package caravan.blocks;

import caravan.blocks.MarkdownInlines.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.task.list.items.TaskListItemMarker;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.ThematicBreak;

/** Turns the block nodes of one parsed Markdown document into blocks. */
final class MarkdownNodes {

  /** Deeper levels are kept beside each other: nobody reads them, and each costs a request. */
  private static final int DEEPEST = 50;

  private static final int DEEPEST_HEADING = 4;

  /** The blanks that CommonMark knows; others, such as an ideographic space, are text. */
  private static final Pattern LEADING = Pattern.compile("\\A[ \t\n]+");

  private static final Pattern TRAILING = Pattern.compile("(?<![ \t\n])[ \t\n]+\\z");

  private final String source;
  private final Consumer<NotHeld> notHeld;
  private final MarkdownInlines inlines;

  /**
   * @param source the text that was parsed
   * @param notHeld told of what Notion can't hold
   */
  MarkdownNodes(String source, Consumer<NotHeld> notHeld) {
    this.source = source;
    this.notHeld = notHeld;
    this.inlines = new MarkdownInlines(notHeld);
  }

  List<Block> blocks(Node document) {
    List<Block> blocks = new ArrayList<>();
    inside(document.getFirstChild(), 1, blocks);
    return blocks;
  }

  /** The node and all after it. */
  private void inside(Node first, int level, List<Block> into) {
    for (Node node = first; node != null; node = node.getNext()) {
      if (node instanceof ListBlock list) {
        items(list, level, into);
      } else if (node instanceof BlockQuote) {
        into.add(container("quote", node.getFirstChild(), level, node));
      } else {
        leaf(node, into);
      }
    }
  }

  private void items(ListBlock list, int level, List<Block> into) {
    if (list instanceof OrderedList ordered) {
      numbering(ordered);
    }
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      Node first = item.getFirstChild();
      Block block = container(itemType(item), afterMarker(first), level, item);
      into.add(
          first instanceof TaskListItemMarker marker
              ? block.with("checked", marker.isChecked())
              : block);
    }
  }

  /** Notion numbers neighbours on from 1, and its requests know no other start. */
  private void numbering(OrderedList list) {
    Integer start = list.getMarkerStartNumber();
    if (start != null && start != 1) {
      notHeld.accept(new NotHeld("list that starts at " + start, "Notion numbers it from 1"));
    }
    if (list.getPrevious() instanceof OrderedList) {
      notHeld.accept(
          new NotHeld("numbered list right behind another", "Notion numbers on from the first"));
    }
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      if (item.getFirstChild() instanceof TaskListItemMarker) {
        notHeld.accept(new NotHeld("number of a to-do", "left out"));
        return;
      }
    }
  }

  private static String itemType(Node item) {
    if (item.getFirstChild() instanceof TaskListItemMarker) {
      return "to_do";
    }
    return item.getParent() instanceof OrderedList ? "numbered_list_item" : "bulleted_list_item";
  }

  private static Node afterMarker(Node first) {
    return first instanceof TaskListItemMarker ? first.getNext() : first;
  }

  /** A block whose text is the first paragraph, or HTML in its place, with the rest inside. */
  private Block container(String type, Node first, int level, Node node) {
    List<RichText> text = List.of();
    List<Block> children = new ArrayList<>();
    Node rest = first;
    if (first instanceof Paragraph || first instanceof HtmlBlock) {
      List<Block> opening = new ArrayList<>();
      leaf(first, opening);
      if (!opening.isEmpty() && opening.get(0).type().equals("paragraph")) {
        text = opening.remove(0).text();
      }
      children.addAll(opening);
      rest = first.getNext();
    }
    if (level < DEEPEST) {
      inside(rest, level + 1, children);
    } else if (rest != null) {
      flat(rest, node, children);
    }
    return Block.of(type, text).withChildren(children);
  }

  /** Everything from a node on to the end of its container, at one level and without recursion. */
  private void flat(Node from, Node container, List<Block> into) {
    notHeld.accept(new NotHeld("nesting deeper than " + DEEPEST + " levels", "kept at one level"));
    Node node = from;
    while (node != null) {
      boolean holdsBlocks =
          node instanceof ListBlock || node instanceof ListItem || node instanceof BlockQuote;
      if (holdsBlocks && node.getFirstChild() != null) {
        node = node.getFirstChild();
        continue;
      }
      if (!holdsBlocks) {
        flatLeaf(node, into);
      }
      while (node.getNext() == null && node.getParent() != container) {
        node = node.getParent();
      }
      node = node.getNext();
    }
  }

  private void flatLeaf(Node node, List<Block> into) {
    int before = into.size();
    leaf(node, into);
    boolean opensItem =
        node.getParent() instanceof ListItem item && afterMarker(item.getFirstChild()) == node;
    if (opensItem && into.size() > before && into.get(before).type().equals("paragraph")) {
      Block item = Block.of(itemType(node.getParent()), into.get(before).text());
      boolean checked =
          node.getPrevious() instanceof TaskListItemMarker marker && marker.isChecked();
      into.set(before, item.with("checked", checked));
    }
  }

  private void leaf(Node node, List<Block> into) {
    if (node instanceof Paragraph) {
      paragraph(node, into);
    } else if (node instanceof Heading heading) {
      into.add(heading(heading));
    } else if (node instanceof FencedCodeBlock code) {
      into.add(code(code.getLiteral(), code.getInfo()));
    } else if (node instanceof IndentedCodeBlock code) {
      into.add(code(code.getLiteral(), ""));
    } else if (node instanceof ThematicBreak) {
      into.add(Block.of("divider"));
    } else if (node instanceof HtmlBlock html) {
      notHeld.accept(new NotHeld("HTML " + html.getLiteral().strip(), "kept as text"));
      into.add(Block.paragraph(html.getLiteral().stripTrailing()));
    } else if (node instanceof TableBlock) {
      into.add(table(node));
    }
  }

  /** A paragraph, cut where a picture stands in it: Notion's text holds no pictures. */
  private void paragraph(Node node, List<Block> into) {
    List<RichText> text = new ArrayList<>();
    boolean mixed = false;
    List<Piece> pieces = inlines.pieces(node);
    int before = into.size();
    for (Piece piece : pieces) {
      if (piece.picture() == null) {
        text.add(piece.run());
        continue;
      }
      mixed |= textBlock(text, into);
      text.clear();
      into.add(piece.picture());
    }
    boolean pictures = into.size() > before;
    mixed |= textBlock(text, into) && pictures;
    if (mixed) {
      notHeld.accept(new NotHeld("image in a line of text", "made a block of its own"));
    }
  }

  private static boolean textBlock(List<RichText> text, List<Block> into) {
    List<RichText> trimmed = trimmed(RichText.joined(text));
    if (!trimmed.isEmpty()) {
      into.add(Block.paragraph(trimmed));
    }
    return !trimmed.isEmpty();
  }

  /** Without the blanks that stood between text and a picture; code keeps its own. */
  private static List<RichText> trimmed(List<RichText> joined) {
    List<RichText> text = new ArrayList<>(joined);
    while (!text.isEmpty() && isTrimmed(text.get(0), LEADING)) {
      text.remove(0);
    }
    while (!text.isEmpty() && isTrimmed(text.get(text.size() - 1), TRAILING)) {
      text.remove(text.size() - 1);
    }
    if (!text.isEmpty()) {
      text.set(0, trimmed(text.get(0), LEADING));
      text.set(text.size() - 1, trimmed(text.get(text.size() - 1), TRAILING));
    }
    return text;
  }

  private static boolean isTrimmed(RichText run, Pattern blanks) {
    return trimmed(run, blanks).content().isEmpty();
  }

  private static RichText trimmed(RichText run, Pattern blanks) {
    return run.annotations().code()
        ? run
        : RichText.text(
            blanks.matcher(run.content()).replaceFirst(""), run.link(), run.annotations());
  }

  private Block heading(Heading heading) {
    List<RichText> text = inlines.text(heading);
    int level = heading.getLevel();
    if (level > DEEPEST_HEADING) {
      notHeld.accept(
          new NotHeld(
              "heading of level " + level + " \"" + RichText.plain(text) + "\"",
              "made one of level 4"));
    }
    return Block.of("heading_" + Math.min(level, DEEPEST_HEADING), text);
  }

  /** What stands behind the fence and isn't a language that Notion knows goes into the caption. */
  private Block code(String literal, String info) {
    String content = literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
    String said = info == null ? "" : info.strip();
    String name = said.isEmpty() ? "" : said.split("\\s+", 2)[0];
    Optional<CodeLanguage> language = CodeLanguage.named(name);
    Block block =
        Block.of("code", content.isEmpty() ? List.of() : List.of(RichText.text(content)))
            .with("language", language.orElse(CodeLanguage.PLAIN).name());
    if (said.isEmpty() || language.isPresent() && said.equals(name)) {
      return block;
    }
    notHeld.accept(new NotHeld("code fence \"" + said + "\"", "kept as the block's caption"));
    return block.withCaption(List.of(RichText.text(said)));
  }

  /** GitHub drops cells beyond the header's last; their text is kept as it was written. */
  private List<List<RichText>> beyondHeader(Node row, int held) {
    List<List<RichText>> beyond = new ArrayList<>();
    for (SourceSpan span : row.getSourceSpans()) {
      int from = span.getInputIndex();
      List<String> written = TableLine.cells(source.substring(from, from + span.getLength()));
      for (String cell : written.subList(Math.min(held, written.size()), written.size())) {
        beyond.add(cell.isEmpty() ? List.of() : List.of(RichText.text(cell)));
      }
    }
    if (!beyond.isEmpty()) {
      notHeld.accept(new NotHeld("table cells beyond the header", "kept in columns of their own"));
    }
    return beyond;
  }

  private Block table(Node table) {
    List<Block> rows = new ArrayList<>();
    boolean aligned = false;
    for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
      for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
        if (row instanceof TableRow) {
          List<List<RichText>> cells = new ArrayList<>();
          for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            cells.add(inlines.text(cell));
            aligned |= cell instanceof TableCell own && own.getAlignment() != null;
          }
          cells.addAll(beyondHeader(row, cells.size()));
          rows.add(Block.tableRow(cells));
        }
      }
    }
    if (aligned) {
      notHeld.accept(new NotHeld("alignment of table columns", "left out"));
    }
    int width = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(1);
    return Block.of("table")
        .with("table_width", width)
        .with("has_column_header", true)
        .withChildren(rows);
  }
}
