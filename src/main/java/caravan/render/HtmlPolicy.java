package caravan.render;

import java.util.regex.Pattern;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * The second lock: OWASP's sanitiser with exactly the elements and attributes that the renderer
 * uses. It is written down apart from {@link Element} on purpose, so that a slip there is caught
 * here.
 */
final class HtmlPolicy {

  private static final Pattern CLASSES =
      Pattern.compile(
          "color-[a-z-]+|column|column-list|icon|indented|language-[a-z0-9+#.-]+|math|synced-block"
              + "|tab|task-list");

  /** What an address is made of (RFC 3986). */
  private static final String CHARACTERS = "[!#-;=?-\\[\\]_a-z~]++";

  private static final Pattern LINKS =
      Pattern.compile("(?:https?://|mailto:)" + CHARACTERS, Pattern.CASE_INSENSITIVE);

  private static final Pattern IMAGES =
      Pattern.compile(
          "https?://"
              + CHARACTERS
              + "|data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]++={0,2}",
          Pattern.CASE_INSENSITIVE);

  private final PolicyFactory factory =
      new HtmlPolicyBuilder()
          .allowElements("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "blockquote", "aside")
          .allowElements("ul", "ol", "li", "label", "input", "pre", "hr", "details", "summary")
          .allowElements("table", "thead", "tbody", "tr", "th", "td")
          .allowElements("figure", "figcaption", "img")
          .allowElements("a", "span", "strong", "em", "s", "u", "code", "br")
          .allowAttributes("dir")
          .matching(true, "auto", "ltr")
          .globally()
          .allowAttributes("class")
          .matching(CLASSES)
          .globally()
          .allowAttributes("href")
          .matching(LINKS)
          .onElements("a")
          .allowAttributes("src")
          .matching(IMAGES)
          .onElements("img")
          .allowAttributes("alt")
          .onElements("img")
          .allowAttributes("scope")
          .matching(true, "col", "row")
          .onElements("th")
          .allowAttributes("start")
          .matching(Pattern.compile("[0-9]{1,10}"))
          .onElements("ol")
          .allowAttributes("type")
          .matching(true, "a", "i")
          .onElements("ol")
          .allowAttributes("type")
          .matching(true, "checkbox")
          .onElements("input")
          .allowAttributes("checked", "disabled")
          .matching(true, "")
          .onElements("input")
          .allowUrlProtocols("http", "https", "mailto", "data")
          // The sanitiser's own "required rels" come in another order in each process, which would
          // make every page look changed after a restart.
          .allowAttributes("rel")
          .matching(true, "nofollow noopener noreferrer")
          .onElements("a")
          .toFactory();

  String sanitise(String html) {
    return factory.sanitize(html);
  }

  PolicyFactory factory() {
    return factory;
  }
}
