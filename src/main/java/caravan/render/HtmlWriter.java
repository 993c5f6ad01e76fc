package caravan.render;

import caravan.blocks.CleanText;
import caravan.blocks.SafeAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes HTML that is well formed whatever it is given: elements come from a fixed list and are
 * closed in order, text and attributes are escaped, and only a {@link SafeAddress} becomes an
 * address.
 */
final class HtmlWriter {

  /** The attributes that take plain values. */
  enum Attribute {
    ALT,
    CHECKED,
    CLASS,
    DIR,
    DISABLED,
    REL,
    SCOPE,
    START,
    TYPE;

    private final String written = name().toLowerCase(Locale.ROOT);
  }

  private final StringBuilder out = new StringBuilder(1024);
  private final Deque<Element> open = new ArrayDeque<>();
  private boolean inTag;

  HtmlWriter open(Element element) {
    endTag();
    out.append('<').append(element.tag());
    inTag = true;
    if (!element.isEmpty()) {
      open.push(element);
    }
    return this;
  }

  /** A block: its direction follows from its own text. */
  HtmlWriter block(Element element) {
    return open(element).with(Attribute.DIR, "auto");
  }

  /** Gives the element that was opened last an attribute. */
  HtmlWriter with(Attribute attribute, String value) {
    return attribute(attribute.written, value);
  }

  /** Where the link that was opened last leads. */
  HtmlWriter leadingTo(SafeAddress address) {
    return attribute("href", escaped(address));
  }

  /** Where the image that was opened last comes from. */
  HtmlWriter from(SafeAddress address) {
    return attribute("src", escaped(address));
  }

  HtmlWriter text(String text) {
    endTag();
    escape(CleanText.of(text));
    return this;
  }

  /** Closes the element that was opened last and is not closed yet. */
  HtmlWriter close() {
    endTag();
    out.append("</").append(open.pop().tag()).append('>');
    return this;
  }

  /** How many elements are open. */
  int depth() {
    return open.size();
  }

  /** Closes elements until so many are open. */
  HtmlWriter closeTo(int depth) {
    while (open.size() > depth) {
      close();
    }
    return this;
  }

  /** A line break between elements, for people who read the source. */
  HtmlWriter line() {
    endTag();
    out.append('\n');
    return this;
  }

  /** All that was written. */
  String html() {
    endTag();
    return out.toString();
  }

  private HtmlWriter attribute(String name, String value) {
    if (!inTag) {
      throw new IllegalStateException("attribute " + name + " outside a tag");
    }
    out.append(' ').append(name).append("=\"");
    escape(CleanText.of(value));
    out.append('"');
    return this;
  }

  /** The sanitiser doesn't trust parentheses in addresses; escaped they lead to the same place. */
  private static String escaped(SafeAddress address) {
    return address.url().replace("(", "%28").replace(")", "%29");
  }

  private void endTag() {
    if (inTag) {
      out.append('>');
      inTag = false;
    }
  }

  private void escape(String text) {
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      String entity =
          switch (text.charAt(i)) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&#34;";
            case '\'' -> "&#39;";
            case '`' -> "&#96;";
            default -> null;
          };
      if (entity != null) {
        out.append(text, from, i).append(entity);
        from = i + 1;
      }
    }
    out.append(text, from, text.length());
  }
}
