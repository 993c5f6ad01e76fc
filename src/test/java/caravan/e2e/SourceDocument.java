package caravan.e2e;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.autolink.AutolinkExtension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemMarker;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * What a source text in GitHub's Markdown says, and how Notion is expected to hold what it has no
 * place for: a relative address and a title stand in brackets behind their text.
 */
final class SourceDocument extends AbstractVisitor {

  private static final Pattern FRONT_MATTER =
      Pattern.compile("\\A---[ \\t]*\\R(.*?)\\R---[ \\t]*(\\R|\\z)", Pattern.DOTALL);

  private final DocumentFacts facts = DocumentFacts.empty();
  private final StringBuilder line = new StringBuilder();
  private boolean picturesBreakLines;
  private int pictureAt = -1;

  private SourceDocument() {}

  /**
   * Reads a text.
   *
   * @param frontMatter whether the hub took its beginning for front matter
   */
  static DocumentFacts read(String markdown, boolean frontMatter) {
    SourceDocument reader = new SourceDocument();
    String text = markdown;
    Matcher front = FRONT_MATTER.matcher(markdown);
    if (frontMatter && front.find()) {
      reader.code(front.group(1));
      text = markdown.substring(front.end());
    }
    Node document =
        Parser.builder()
            .extensions(
                List.of(
                    TablesExtension.create(),
                    StrikethroughExtension.create(),
                    TaskListItemsExtension.create(),
                    AutolinkExtension.create()))
            .build()
            .parse(text);
    document.accept(reader);
    return reader.facts;
  }

  @Override
  public void visit(Paragraph paragraph) {
    String text = inline(paragraph, true);
    facts.addText(text);
    Node parent = paragraph.getParent();
    Node before = paragraph.getPrevious();
    boolean opens = before == null || before instanceof TaskListItemMarker;
    if (parent instanceof ListItem && opens) {
      // A picture ends the item's own line: it becomes a block inside.
      DocumentFacts.add(facts.items(), pictureAt < 0 ? text : text.substring(0, pictureAt));
    }
  }

  @Override
  public void visit(Heading heading) {
    String text = inline(heading, false);
    facts.addText(text);
    DocumentFacts.add(facts.headings(), text);
  }

  @Override
  public void visit(FencedCodeBlock block) {
    code(block.getLiteral());
  }

  @Override
  public void visit(IndentedCodeBlock block) {
    code(block.getLiteral());
  }

  @Override
  public void visit(HtmlBlock html) {
    facts.addText(html.getLiteral());
  }

  @Override
  public void visit(BulletList list) {
    visitChildren(list);
  }

  @Override
  public void visit(CustomBlock block) {
    if (!(block instanceof TableBlock)) {
      throw new AssertionError("a block of another extension: " + block);
    }
    visitChildren(block);
  }

  @Override
  public void visit(CustomNode node) {
    if (node instanceof TableCell cell) {
      String text = inline(cell, false);
      facts.addText(text);
      DocumentFacts.add(facts.cells(), text);
    } else {
      visitChildren(node);
    }
  }

  private void code(String literal) {
    String text = literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
    facts.codes().add(text);
    facts.addText(text);
  }

  private String inline(Node parent, boolean breaking) {
    line.setLength(0);
    picturesBreakLines = breaking;
    pictureAt = -1;
    visitChildren(parent);
    return line.toString();
  }

  @Override
  public void visit(Text text) {
    line.append(text.getLiteral());
  }

  @Override
  public void visit(Code code) {
    line.append(code.getLiteral());
  }

  @Override
  public void visit(HtmlInline html) {
    line.append(html.getLiteral());
  }

  @Override
  public void visit(SoftLineBreak lineBreak) {
    line.append(' ');
  }

  @Override
  public void visit(HardLineBreak lineBreak) {
    line.append(' ');
  }

  @Override
  public void visit(Link link) {
    int from = line.length();
    visitChildren(link);
    String text = line.substring(from);
    String target = link.getDestination();
    if (isWeb(target)) {
      facts.addTarget(target);
      if (text.isEmpty()) {
        line.append(target);
      }
    } else if (!text.equals(target) && !("mailto:" + text).equals(target)) {
      line.append(" (").append(target).append(')');
    }
    title(link.getTitle(), text);
  }

  @Override
  public void visit(Image image) {
    String target = image.getDestination();
    boolean block = picturesBreakLines && target.startsWith("https://");
    if (block && pictureAt < 0) {
      pictureAt = line.length();
    }
    if (block) {
      line.append(' ');
    }
    int from = line.length();
    visitChildren(image);
    String alt = line.substring(from);
    boolean linked = image.getParent() instanceof Link link && isWeb(link.getDestination());
    if (block || !linked) {
      facts.addTarget(target);
    }
    if (!block && (alt.isEmpty() || !isWeb(target) || linked)) {
      line.append(alt.isEmpty() ? target : " (" + target + ")");
    } else if (block && alt.isEmpty() && linked) {
      line.append(((Link) image.getParent()).getDestination());
    }
    title(image.getTitle(), alt);
    if (block) {
      line.append(' ');
    }
  }

  private void title(String title, String text) {
    if (title != null && !title.equals(text)) {
      line.append(" (").append(title).append(')');
    }
  }

  private static boolean isWeb(String address) {
    return address.startsWith("http://") || address.startsWith("https://");
  }
}
