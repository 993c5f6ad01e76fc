package caravan.blocks;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * An address that Notion accepts as a link: absolute, http or https, with a host, at most 2,000
 * characters (Notion: request limits). Anything else makes Notion refuse the whole request.
 */
record WebAddress(String url) {

  /** The address as Notion takes it, with characters escaped that no address may hold. */
  static Optional<WebAddress> of(String destination) {
    String scheme = destination.toLowerCase(Locale.ROOT);
    if (!scheme.startsWith("http://") && !scheme.startsWith("https://")) {
      return Optional.empty();
    }
    String escaped = escaped(destination);
    if (escaped.length() > NotionLimits.URL) {
      return Optional.empty();
    }
    try {
      String authority = new URI(escaped).getRawAuthority();
      return authority == null || authority.isBlank() || authority.startsWith(":")
          ? Optional.empty()
          : Optional.of(new WebAddress(escaped));
    } catch (URISyntaxException notAnAddress) {
      return Optional.empty();
    }
  }

  boolean isHttps() {
    return url.regionMatches(true, 0, "https://", 0, 8);
  }

  /**
   * Brackets without a partner are escaped too: Notion's Markdown would take one for the end of the
   * address.
   */
  private static String escaped(String destination) {
    boolean lone = hasLoneBracket(destination);
    StringBuilder out = new StringBuilder(destination.length());
    for (int i = 0; i < destination.length(); i++) {
      char c = destination.charAt(i);
      boolean lonePercent = c == '%' && !hex(destination, i + 1);
      boolean bracket = lone && (c == '(' || c == ')');
      if (c <= ' ' || c == 0x7f || "\"<>\\^`{|}".indexOf(c) >= 0 || lonePercent || bracket) {
        out.append(String.format("%%%02X", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static boolean hasLoneBracket(String destination) {
    int open = 0;
    for (int i = 0; i < destination.length() && open >= 0; i++) {
      char c = destination.charAt(i);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
    return open != 0;
  }

  private static boolean hex(String text, int from) {
    return from + 1 < text.length()
        && Character.digit(text.charAt(from), 16) >= 0
        && Character.digit(text.charAt(from + 1), 16) >= 0;
  }
}
