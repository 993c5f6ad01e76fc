package caravan.wordpress;

import caravan.blocks.CleanText;
import caravan.notion.HostedFile;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page's HTML as a post's. It comes from an allow-list, every quote, ampersand and angle bracket
 * in it escaped.
 */
final class PostHtml {

  private static final Pattern IMAGE = Pattern.compile("(<img\\b[^>]*?\\bsrc=\")([^\"]*)(\")");
  private static final Pattern TAG_OR_TEXT = Pattern.compile("<[^>]*+>|[^<]++");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot));");

  private PostHtml() {}

  /** The addresses of the images that Notion hosts, each once, in their order. */
  static Set<String> hostedImages(String html) {
    Set<String> addresses = new LinkedHashSet<>();
    replaced(
        html,
        address -> {
          if (HostedFile.isLasting(address)) {
            addresses.add(address);
          }
          return address;
        });
    return addresses;
  }

  /** The HTML with images from other addresses; those that the map does not name stay. */
  static String withImages(String html, Map<String, String> addresses) {
    return replaced(html, address -> addresses.getOrDefault(address, address));
  }

  private static String replaced(String html, UnaryOperator<String> change) {
    return IMAGE
        .matcher(html)
        .replaceAll(
            found -> {
              String before = unescaped(found.group(2));
              String after = change.apply(before);
              String source = after.equals(before) ? found.group(2) : escaped(after);
              return Matcher.quoteReplacement(found.group(1) + source + found.group(3));
            });
  }

  /**
   * The HTML so that WordPress shows it as it is: it would run {@code [words]} that are its
   * shortcodes, and put a player in the place of an address that is alone on its line, in code too.
   */
  static String verbatim(String html) {
    return TAG_OR_TEXT
        .matcher(html.replace("[", "&#91;"))
        .replaceAll(
            found -> {
              String part = found.group();
              String shown = part.startsWith("<") ? part : part.replace("://", ":&#47;/");
              return Matcher.quoteReplacement(shown);
            });
  }

  /** Plain text as HTML: WordPress takes titles and excerpts as HTML, scripts included. */
  static String escaped(String text) {
    return CleanText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String unescaped(String attribute) {
    return ENTITY
        .matcher(attribute)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    character(found.group(1), found.group(2), found.group(3))));
  }

  private static String character(String hex, String decimal, String name) {
    if (name != null) {
      return switch (name) {
        case "amp" -> "&";
        case "lt" -> "<";
        case "gt" -> ">";
        default -> "\"";
      };
    }
    int code = hex == null ? Integer.parseInt(decimal) : Integer.parseInt(hex, 16);
    return Character.isValidCodePoint(code) ? Character.toString(code) : "";
  }
}
