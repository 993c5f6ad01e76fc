package caravan.testing;

import caravan.blocks.CleanText;
import caravan.blocks.SafeAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.task.list.items.TaskListItemMarker;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** What the inline nodes of one block mean: runs of text, and pictures between them. */
final class InlineMeaning extends AbstractVisitor {

  /**
   * A run of text, or a picture.
   *
   * @param looks of the letters b, i, s and c
   * @param link where it leads; empty for nowhere
   * @param picture the picture's address; null for text
   */
  record Piece(String text, String looks, String link, String picture) {

    boolean isText() {
      return picture == null;
    }

    @Override
    public String toString() {
      String shown = text.replace("\n", "\\n");
      return (isText() ? "" : "picture " + picture + " ")
          + (looks.isEmpty() ? "" : looks + ":")
          + "'"
          + shown
          + "'"
          + (link.isEmpty() ? "" : "<" + link + ">");
    }
  }

  private static final Pattern ENDS = Pattern.compile("(?s)(\\s*)(.*?)(\\s*)");

  private final Told told;
  private final boolean written;
  private final boolean pictures;
  private final List<Piece> pieces = new ArrayList<>();
  private int bold;
  private int italic;
  private int struck;
  private String link = "";

  private InlineMeaning(Told told, boolean written, boolean pictures) {
    this.told = told;
    this.written = written;
    this.pictures = pictures;
  }

  /**
   * The pieces inside a node.
   *
   * @param written whether the hub wrote it: then {@code <br>} is a line break
   * @param pictures whether pictures may stand here
   */
  static List<Piece> of(Node parent, Told told, boolean written, boolean pictures) {
    InlineMeaning meaning = new InlineMeaning(told, written, pictures);
    meaning.visitChildren(parent);
    return joined(meaning.pieces.stream().map(InlineMeaning::bare).toList());
  }

  /** An address that shows itself is a link to every reader that knows GitHub's, marked or not. */
  private static Piece bare(Piece piece) {
    boolean own =
        piece.isText()
            && (piece.link().equals("mailto:" + piece.text())
                || !piece.link().isEmpty() && piece.link().equals(address(piece.text())));
    return own ? new Piece(piece.text(), piece.looks(), "", null) : piece;
  }

  /** The same with the blanks at the ends of a format or link outside of it, as Notion says it. */
  static List<Piece> blanksOutside(List<Piece> pieces) {
    List<Piece> outside = new ArrayList<>();
    for (Piece piece : pieces) {
      Matcher ends = ENDS.matcher(piece.text());
      if (!piece.isText() || !ends.matches()) {
        outside.add(piece);
        continue;
      }
      outside.add(new Piece(ends.group(1), "", "", null));
      outside.add(new Piece(ends.group(2), piece.looks(), piece.link(), null));
      outside.add(new Piece(ends.group(3), "", "", null));
    }
    return joined(outside);
  }

  /** The text without the pictures. */
  static String plain(List<Piece> pieces) {
    StringBuilder text = new StringBuilder();
    pieces.stream().filter(Piece::isText).forEach(piece -> text.append(piece.text()));
    return text.toString();
  }

  /** Neighbours that look alike are one run. */
  private static List<Piece> joined(List<Piece> pieces) {
    List<Piece> joined = new ArrayList<>();
    for (Piece piece : pieces) {
      Piece last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      boolean alike =
          last != null
              && last.isText()
              && piece.isText()
              && last.looks().equals(piece.looks())
              && last.link().equals(piece.link());
      if (alike) {
        joined.set(
            joined.size() - 1,
            new Piece(last.text() + piece.text(), piece.looks(), piece.link(), null));
      } else if (!piece.isText() || !piece.text().isEmpty()) {
        joined.add(piece);
      }
    }
    return joined;
  }

  /** An address in one way of escaping; empty for one that nobody should follow. */
  private static String address(String written) {
    return SafeAddress.link(written)
        .map(safe -> safe.url().replace("%28", "(").replace("%29", ")"))
        .orElse("");
  }

  private String looks() {
    return (bold > 0 ? "b" : "") + (italic > 0 ? "i" : "") + (struck > 0 ? "s" : "");
  }

  private void add(String text, String looks) {
    pieces.add(new Piece(CleanText.of(text), looks, link, null));
  }

  @Override
  public void visit(Text text) {
    add(text.getLiteral(), looks());
  }

  @Override
  public void visit(Code code) {
    add(CleanText.of(code.getLiteral()).replace('\n', ' '), looks() + "c");
  }

  @Override
  public void visit(HtmlInline html) {
    add(written && html.getLiteral().equals("<br>") ? "\n" : html.getLiteral(), looks());
  }

  @Override
  public void visit(SoftLineBreak lineBreak) {
    add(" ", looks());
  }

  @Override
  public void visit(HardLineBreak lineBreak) {
    add("\n", looks());
  }

  @Override
  public void visit(StrongEmphasis emphasis) {
    bold++;
    visitChildren(emphasis);
    bold--;
  }

  @Override
  public void visit(Emphasis emphasis) {
    italic++;
    visitChildren(emphasis);
    italic--;
  }

  @Override
  public void visit(CustomNode node) {
    if (node instanceof Strikethrough) {
      struck++;
      visitChildren(node);
      struck--;
    } else if (!(node instanceof TaskListItemMarker)) {
      throw new AssertionError("an inline node of another extension: " + node);
    }
  }

  /** Without text it shows its address; to an address that nobody should follow it is its text. */
  @Override
  public void visit(Link node) {
    String target = node.getDestination();
    boolean kept = !told.of("link to " + target);
    link = kept ? address(target) : "";
    int from = pieces.size();
    visitChildren(node);
    String text = plain(pieces.subList(from, pieces.size()));
    if (kept && from == pieces.size()) {
      add(target, looks());
    }
    link = "";
    if (!kept && text.isEmpty()) {
      add(target, looks());
    } else if (!kept && !text.equals(target) && !target.equals("mailto:" + text)) {
      add(" (" + target + ")", looks());
    }
    title(node.getTitle(), text);
  }

  private void title(String title, String text) {
    if (title == null || title.isBlank() || title.equals(text)) {
      return;
    }
    boolean kept = !told.of("title \"" + title + "\"");
    add(kept ? " title=" + title : " (" + title + ")", looks());
  }

  @Override
  public void visit(Image node) {
    String target = node.getDestination();
    List<Piece> inside = of(node, told, written, false);
    String alt = plain(inside);
    String title = node.getTitle() == null || node.getTitle().equals(alt) ? "" : node.getTitle();
    boolean block = pictures && target.regionMatches(true, 0, "https://", 0, 8);
    if (block || !told.of("image " + target)) {
      String shown = alt.isEmpty() ? link : alt;
      if (!title.isBlank()) {
        String text = told.of("title \"" + title + "\"") ? "(" + title + ")" : "title=" + title;
        shown = shown.isEmpty() ? text.replaceAll("^\\(|\\)$", "") : shown + " " + text;
      }
      String address = SafeAddress.image(target).map(SafeAddress::url).orElse(target);
      pieces.add(new Piece(CleanText.of(shown), "", link, (pictures ? "" : "inline ") + address));
      return;
    }
    String outer = link;
    boolean web = target.matches("(?i)https?://.+");
    if (outer.isEmpty() && web) {
      link = address(target);
      add(alt.isEmpty() ? target : alt, looks());
    } else {
      add(alt.isEmpty() || target.isEmpty() ? alt + target : alt + " (" + target + ")", looks());
    }
    link = outer;
    title(node.getTitle(), alt);
  }
}
