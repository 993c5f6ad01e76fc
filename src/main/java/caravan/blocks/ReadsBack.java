package caravan.blocks;

import java.util.List;
import java.util.Objects;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.markdown.MarkdownRenderer;

/**
 * Whether inline nodes mean the same when their Markdown is read again. CommonMark has no form for
 * some formats: delimiters between a letter and a mark such as a quote neither open nor close
 * (CommonMark: left- and right-flanking delimiter runs), and would be shown as they are.
 */
final class ReadsBack {

  private final MarkdownRenderer renderer =
      MarkdownRenderer.builder()
          .extensions(List.of(StrikethroughExtension.create()))
          .nodeRendererFactory(new OwnNodes())
          .build();

  private final Parser parser =
      Parser.builder().extensions(List.of(StrikethroughExtension.create())).build();

  /** Whether runs are such that it has to be tried: a format ends at something but a blank. */
  static boolean isDoubtful(List<RichText> runs) {
    for (int i = 0; i + 1 < runs.size(); i++) {
      boolean differ =
          !runs.get(i).annotations().equals(runs.get(i + 1).annotations())
              || !Objects.equals(runs.get(i).link(), runs.get(i + 1).link());
      if (differ && touch(runs.get(i), runs.get(i + 1))) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of two neighbours has a format that ends at a blank of its own, or at none. */
  static boolean touch(RichText before, RichText after) {
    String left = before.plainText();
    String right = after.plainText();
    if (left.isEmpty() || right.isEmpty()) {
      return false;
    }
    char last = left.charAt(left.length() - 1);
    char first = right.charAt(0);
    return isFormatted(before) && ends(last, first, isFormatted(after))
        || isFormatted(after) && ends(first, last, isFormatted(before));
  }

  /** A letter at the edge of a format always lets it end, if no other format starts there. */
  private static boolean ends(char inner, char outer, boolean formattedOutside) {
    boolean plain = !formattedOutside && Character.isLetterOrDigit(inner);
    return !plain && (Character.isWhitespace(inner) || !Character.isWhitespace(outer));
  }

  private static boolean isFormatted(RichText run) {
    Annotations looks = run.annotations();
    return looks.bold() || looks.italic() || looks.strikethrough();
  }

  /** Whether a paragraph comes back with the same text in the same formats. */
  boolean same(Paragraph paragraph) {
    Document document = new Document();
    document.appendChild(paragraph);
    Node read = parser.parse(renderer.render(document)).getFirstChild();
    if (!(read instanceof Paragraph) || read.getNext() != null) {
      return false;
    }
    return meaning(read).equals(meaning(paragraph));
  }

  private static String meaning(Node paragraph) {
    StringBuilder out = new StringBuilder();
    Meaning meaning = new Meaning(out);
    meaning.inside(paragraph, "");
    return out.toString();
  }

  /** Text with a note wherever its formats change. */
  private static final class Meaning {

    private final StringBuilder out;
    private String last = "";

    private Meaning(StringBuilder out) {
      this.out = out;
    }

    private void inside(Node parent, String formats) {
      for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
        node(node, formats);
      }
    }

    private void node(Node node, String formats) {
      if (node instanceof Text text) {
        leaf(text.getLiteral(), formats);
      } else if (node instanceof Verbatim verbatim) {
        leaf(verbatim.text(), formats);
      } else if (node instanceof Code code) {
        leaf(code.getLiteral(), formats + "c");
      } else if (node.getFirstChild() == null) {
        leaf("\n", formats);
      } else {
        inside(node, with(formats, node));
      }
    }

    private void leaf(String text, String formats) {
      if (!formats.equals(last)) {
        out.append('\0').append(formats).append('\0');
        last = formats;
      }
      out.append(text);
    }

    /** Formats in a fixed order: which of them is the outer one means nothing. */
    private static String with(String formats, Node node) {
      String own =
          node instanceof StrongEmphasis
              ? "b"
              : node instanceof Emphasis
                  ? "i"
                  : node instanceof Strikethrough
                      ? "s"
                      : node instanceof Link || node instanceof Image ? "l" : "?";
      StringBuilder all = new StringBuilder();
      for (String each : List.of("b", "i", "s", "l", "?")) {
        all.append(formats.contains(each) || own.equals(each) ? each : "");
      }
      return all.toString();
    }
  }
}
