package caravan.testing;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import caravan.blocks.CleanText;
import caravan.blocks.NotHeld;
import caravan.testing.InlineMeaning.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemMarker;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * What a Markdown document means, a line for each block, written apart from the hub's own code.
 *
 * <p>Two documents are the same if their meanings are. That leaves out: how a list is marked and
 * spaced, bullet lists that touch being one; which marks a heading, rule, format or code block has;
 * where a line ends that is no hard break, and blanks at its ends; how an address is escaped, and
 * whether one that shows itself is marked as a link; other names of a language; HTML, which is
 * text; characters that nobody sees. A link without text shows its address.
 */
public final class MarkdownMeaning {

  /** The way by which a page was read. */
  public enum ReadOn {
    /** Block by block: exact. */
    BLOCK_TREE,
    /**
     * All at once. There, code has no caption, so that only the language is left of what stands
     * behind a fence; and the blanks at the ends of a format or a link are outside of it.
     */
    MARKDOWN_ENDPOINT
  }

  private static final Parser PARSER =
      Parser.builder()
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .extensions(
              List.of(
                  TablesExtension.create(),
                  StrikethroughExtension.create(),
                  TaskListItemsExtension.create(),
                  AutolinkExtension.create()))
          .build();

  private static final Pattern FRONT_MATTER =
      Pattern.compile("\\A---[ \\t]*\\R(.*?)\\R---[ \\t]*(\\R|\\z)", Pattern.DOTALL);

  private static final int DEEPEST = 50;
  private static final int RUNS = 100;

  private final String source;
  private final Told told;
  private final boolean written;
  private final ReadOn path;
  private final StringBuilder out = new StringBuilder();

  private MarkdownMeaning(String source, Told told, boolean written, ReadOn path) {
    this.source = source;
    this.told = told;
    this.written = written;
    this.path = path;
  }

  /** What a document means that the hub wrote. */
  public static String ofWritten(String markdown, ReadOn path) {
    return new MarkdownMeaning(markdown, new Told(List.of()), true, path).all();
  }

  /**
   * What a page is expected to say that was made of a document: what the document means, except for
   * what the hub said that Notion can't hold.
   *
   * @throws AssertionError if the hub said so of something that the document doesn't have
   */
  public static String expected(String markdown, List<NotHeld> notHeld, ReadOn path) {
    Told told = new Told(notHeld);
    // Half of a surrogate pair is no character: it becomes U+FFFD, as encoders have it.
    String whole = new String(markdown.getBytes(UTF_16BE), UTF_16BE);
    String text = whole.startsWith("\uFEFF") ? whole.substring(1) : whole;
    Matcher front = FRONT_MATTER.matcher(text);
    String yaml = "";
    if (told.of("front matter") && front.find()) {
      yaml = "code yaml " + quoted(front.group(1).lines().collect(Collectors.joining("\n"))) + "\n";
      text = text.substring(front.end());
    }
    String meaning = yaml + new MarkdownMeaning(text, told, false, path).all();
    Set<String> inVain = told.inVain();
    if (!inVain.isEmpty()) {
      throw new AssertionError("said of what the document does not have: " + inVain);
    }
    return meaning;
  }

  private String all() {
    inside(PARSER.parse(source).getFirstChild(), "");
    return out.toString();
  }

  private void inside(Node first, String indent) {
    int number = 0;
    for (Node node = first; node != null; node = node.getNext()) {
      if (node instanceof ListBlock list) {
        number = items(list, indent, number);
        continue;
      }
      number = 0;
      if (node instanceof BlockQuote) {
        container("quote", node.getFirstChild(), indent);
      } else {
        leaf(node, indent);
      }
    }
  }

  /** Writes the items; gives the number of the last one, which a list right behind goes on from. */
  private int items(ListBlock list, String indent, int before) {
    int number = 0;
    if (list instanceof OrderedList ordered) {
      int start = ordered.getMarkerStartNumber();
      boolean anew = start == 1 || told.of("list that starts at " + start);
      boolean goesOn =
          list.getPrevious() instanceof OrderedList
              && told.of("numbered list right behind another");
      number = goesOn ? before : anew ? 0 : start - 1;
    }
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      Node opening = item.getFirstChild();
      if (opening instanceof TaskListItemMarker marker) {
        String lost =
            list instanceof OrderedList && !told.of("number of a to-do") ? "numbered " : "";
        container(lost + (marker.isChecked() ? "[x]" : "[ ]"), opening.getNext(), indent);
        number = 0;
      } else if (list instanceof OrderedList) {
        number++;
        container(number + ".", opening, indent);
      } else {
        container("-", opening, indent);
      }
    }
    return number;
  }

  /** A block whose text is its first paragraph's. */
  private void container(String mark, Node first, String indent) {
    List<Piece> text = List.of();
    List<Piece> rest = List.of();
    Node behind = first;
    if (first instanceof HtmlBlock html && told.of("HTML " + html.getLiteral().strip())) {
      text = List.of(new Piece(clean(html.getLiteral()), "", "", null));
      behind = first.getNext();
    } else if (first instanceof Paragraph) {
      List<Piece> pieces = pieces(first);
      int picture = 0;
      while (picture < pieces.size() && pieces.get(picture).isText()) {
        picture++;
      }
      if (isMixed(pieces) && !told.of("image in a line of text")) {
        picture = pieces.size();
      }
      text = pieces.subList(0, picture);
      rest = pieces.subList(picture, pieces.size());
      behind = first.getNext();
    }
    List<List<Piece>> portions = portions(mark.length() < 4 ? "item" : mark, text);
    line(indent, mark, portions.get(0));
    String deeper = deeper(indent);
    portions.stream().skip(1).forEach(more -> line(deeper, "p", more));
    paragraph(rest, deeper);
    inside(behind, deeper);
  }

  /** What is nested too deep stands at one level. */
  private String deeper(String indent) {
    int level = indent.length() / 2 + 1;
    String tooDeep = "nesting deeper than " + DEEPEST + " levels";
    return level > DEEPEST && told.of(tooDeep) ? indent : indent + "  ";
  }

  /** A text of more runs than Notion takes goes on in further blocks. */
  private List<List<Piece>> portions(String kind, List<Piece> text) {
    List<List<Piece>> portions = new ArrayList<>();
    List<Piece> rest = trimmed(text);
    while (rest.size() > RUNS && told.ofAny("long ")) {
      portions.add(rest.subList(0, RUNS));
      rest = rest.subList(RUNS, rest.size());
    }
    portions.add(rest);
    return portions;
  }

  private void leaf(Node node, String indent) {
    if (node instanceof Paragraph) {
      paragraph(pieces(node), indent);
    } else if (node instanceof Heading heading) {
      List<Piece> text = inline(heading, false);
      int level = heading.getLevel();
      boolean four =
          level > 4
              && told.of("heading of level %d \"%s\"".formatted(level, InlineMeaning.plain(text)));
      portions("heading", text).forEach(part -> line(indent, "h" + (four ? 4 : level), part));
    } else if (node instanceof FencedCodeBlock code) {
      code(indent, code.getInfo(), code.getLiteral());
    } else if (node instanceof IndentedCodeBlock code) {
      code(indent, "", code.getLiteral());
    } else if (node instanceof ThematicBreak) {
      out.append(indent).append("---\n");
    } else if (node instanceof HtmlBlock html) {
      String literal = html.getLiteral();
      boolean text = told.of("HTML " + literal.strip());
      line(indent, text ? "p" : "html", List.of(new Piece(clean(literal), "", "", null)));
    } else if (node instanceof TableBlock) {
      List<String> lines =
          new TableMeaning(source, told, cell -> shown(inline(cell, false))).lines(node);
      lines.forEach(line -> out.append(indent).append(line).append('\n'));
    } else if (!(node instanceof LinkReferenceDefinition)) {
      throw new AssertionError("a block of another extension: " + node);
    }
  }

  private List<Piece> pieces(Node paragraph) {
    return inline(paragraph, true);
  }

  private List<Piece> inline(Node parent, boolean pictures) {
    List<Piece> pieces = InlineMeaning.of(parent, told, written, pictures);
    return path == ReadOn.MARKDOWN_ENDPOINT ? InlineMeaning.blanksOutside(pieces) : pieces;
  }

  private void paragraph(List<Piece> pieces, String indent) {
    if (isMixed(pieces) && !told.of("image in a line of text")) {
      line(indent, "p with pictures", pieces);
      return;
    }
    List<Piece> open = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece.isText()) {
        open.add(piece);
      } else {
        textOf(open, indent);
        out.append(indent).append(piece).append('\n');
      }
    }
    textOf(open, indent);
  }

  private static boolean isMixed(List<Piece> pieces) {
    return pieces.stream().anyMatch(it -> it.isText() && !it.text().isBlank())
        && pieces.stream().anyMatch(it -> !it.isText());
  }

  private void textOf(List<Piece> open, String indent) {
    if (!trimmed(open).isEmpty()) {
      portions("paragraph", open).forEach(part -> line(indent, "p", part));
    }
    open.clear();
  }

  private void code(String indent, String info, String literal) {
    FenceInfo fence = FenceInfo.of(info);
    boolean captioned = told.of("code fence \"" + fence.said() + "\"");
    boolean bare = captioned && path == ReadOn.MARKDOWN_ENDPOINT;
    String shown = bare ? fence.language() : fence.shown();
    String text = literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
    out.append(indent).append("code ").append(CleanText.of(shown)).append(' ');
    out.append(quoted(CleanText.of(text))).append('\n');
  }

  private void line(String indent, String mark, List<Piece> text) {
    out.append(indent).append(mark);
    String shown = shown(text);
    out.append(shown.isEmpty() ? "" : " ").append(shown).append('\n');
  }

  private static String shown(List<Piece> text) {
    return trimmed(text).stream().map(Piece::toString).collect(Collectors.joining(" "));
  }

  /** Without the blanks around line breaks and at the ends, which Markdown can't hold. */
  private static List<Piece> trimmed(List<Piece> text) {
    List<Piece> trimmed = new ArrayList<>();
    boolean lineStart = true;
    for (int i = 0; i < text.size(); i++) {
      Piece piece = text.get(i);
      if (!piece.isText() || piece.looks().contains("c")) {
        trimmed.add(piece);
        lineStart = false;
        continue;
      }
      String kept = piece.text().replaceAll("[ \t]*\n[ \t]*", "\n");
      kept = lineStart ? kept.replaceAll("^[ \t\n]+", "") : kept;
      boolean last = i == text.size() - 1 || text.get(i + 1).text().startsWith("\n");
      kept = last ? kept.replaceAll("[ \t]+$", "") : kept;
      kept = i == text.size() - 1 ? kept.replaceAll("[ \t\n]+$", "") : kept;
      if (!kept.isEmpty()) {
        trimmed.add(new Piece(kept, piece.looks(), piece.link(), null));
        lineStart = kept.endsWith("\n");
      }
    }
    return trimmed;
  }

  private static String clean(String literal) {
    return CleanText.of(literal.stripTrailing());
  }

  private static String quoted(String text) {
    return "'" + text.replace("\n", "\\n") + "'";
  }
}
