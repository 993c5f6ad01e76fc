package caravan.playbook;

import caravan.notion.HostedFile;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.parser.Parser;

/** The images in a body that lie at Notion, and what stands for them elsewhere. */
final class HostedImages {

  private static final Parser PARSER = Parser.builder().build();

  private HostedImages() {}

  /** The lasting addresses of a Markdown body's images that Notion hosts, each once, in order. */
  static Set<String> in(String markdown) {
    Set<String> found = new LinkedHashSet<>();
    PARSER
        .parse(markdown)
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Image image) {
                if (HostedFile.isLasting(image.getDestination())) {
                  found.add(image.getDestination());
                }
                visitChildren(image);
              }
            });
    return found;
  }

  /**
   * The Markdown with other addresses in the place of these.
   *
   * @param addresses by the lasting address
   */
  static String inMarkdown(String markdown, Map<String, String> addresses) {
    String text = markdown;
    for (Map.Entry<String, String> one : addresses.entrySet()) {
      String address = one.getKey();
      String escaped = address.replace("(", "\\(").replace(")", "\\)");
      text = text.replace("<" + address + ">", one.getValue());
      text = text.replace(address, one.getValue()).replace(escaped, one.getValue());
    }
    return text;
  }

  /** The HTML with other addresses in the place of these. */
  static String inHtml(String html, Map<String, String> addresses) {
    String text = html;
    for (Map.Entry<String, String> one : addresses.entrySet()) {
      String address = one.getKey();
      String written =
          address
              .replace("(", "%28")
              .replace(")", "%29")
              .replace("&", "&amp;")
              .replace("'", "&#39;");
      text = text.replace("\"" + written + "\"", "\"" + one.getValue() + "\"");
      text = text.replace("\"" + address + "\"", "\"" + one.getValue() + "\"");
    }
    return text;
  }
}
