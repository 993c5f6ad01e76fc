package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
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
import org.commonmark.parser.Parser;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/** Enhanced markdown within a block, read into rich text (Notion: enhanced markdown format). */
final class InlineMarkdown {

  // Underscores and ampersands mean nothing in Notion's format but something to CommonMark: they
  // sit these out.
  private static final String UNDERSCORE = "\uE000";
  private static final String AMPERSAND = "\uE001";

  private final World world;
  private final Parser parser =
      Parser.builder()
          .enabledBlockTypes(Set.of())
          .extensions(List.of(StrikethroughExtension.builder().requireTwoTildes(true).build()))
          .customInlineContentParserFactory(new EquationFactory())
          .build();

  InlineMarkdown(World world) {
    this.world = world;
  }

  ArrayNode read(String markdown) {
    RichTextBuilder out = new RichTextBuilder(world);
    Node document = parser.parse(markdown.replace("_", UNDERSCORE).replace("&", AMPERSAND));
    for (Node paragraph = document.getFirstChild();
        paragraph != null;
        paragraph = paragraph.getNext()) {
      children(paragraph, out);
    }
    return out.build();
  }

  private void children(Node parent, RichTextBuilder out) {
    for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
      node(child, out);
    }
  }

  private void node(Node node, RichTextBuilder out) {
    if (node instanceof Text text) {
      out.text(plain(text.getLiteral()));
    } else if (node instanceof Code code) {
      styled("code", out, () -> out.text(plain(code.getLiteral())));
    } else if (node instanceof StrongEmphasis) {
      styled("bold", out, () -> children(node, out));
    } else if (node instanceof Emphasis) {
      styled("italic", out, () -> children(node, out));
    } else if (node instanceof Strikethrough) {
      styled("strikethrough", out, () -> children(node, out));
    } else if (node instanceof Link link) {
      out.link(plain(link.getDestination()));
      children(node, out);
      out.link(null);
    } else if (node instanceof Image) {
      children(node, out);
    } else if (node instanceof Equation equation) {
      out.equation(plain(equation.expression()));
    } else if (node instanceof SoftLineBreak || node instanceof HardLineBreak) {
      out.text("\n");
    } else if (node instanceof HtmlInline html) {
      out.tag(plain(html.getLiteral()));
    }
  }

  private static void styled(String flag, RichTextBuilder out, Runnable inner) {
    ObjectNode annotations = out.annotations();
    annotations.put(flag, true);
    out.push(annotations);
    inner.run();
    out.pop();
  }

  private static String plain(String text) {
    return text.replace(UNDERSCORE, "_").replace(AMPERSAND, "&");
  }

  /** {@code $expression$}. */
  private static final class Equation extends CustomNode {
    private final String expression;

    private Equation(String expression) {
      this.expression = expression;
    }

    private String expression() {
      return expression;
    }
  }

  private static final class EquationFactory implements InlineContentParserFactory {
    @Override
    public Set<Character> getTriggerCharacters() {
      return Set.of('$');
    }

    @Override
    public InlineContentParser create() {
      return EquationFactory::tryParse;
    }

    private static ParsedInline tryParse(InlineParserState state) {
      Scanner scanner = state.scanner();
      scanner.next();
      Position start = scanner.position();
      if (scanner.find('$') < 1) {
        return ParsedInline.none();
      }
      String expression = scanner.getSource(start, scanner.position()).getContent();
      scanner.next();
      return ParsedInline.of(new Equation(expression), scanner.position());
    }
  }
}
