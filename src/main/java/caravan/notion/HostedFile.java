package caravan.notion;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The addresses of files that Notion hosts. Notion signs them for an hour, anew with each read
 * (Notion: file object): a signed address is a secret, and no two reads give the same one. What the
 * hub keeps is the <em>lasting</em> address: without its query, and marked with {@link #MARK}. It
 * names the file for ever and opens nothing.
 */
public final class HostedFile {

  /** How a lasting address ends. */
  public static final String MARK = "#notion-hosted";

  private static final List<String> HOSTS =
      List.of(
          "notion.so", "notion.com", "notion.site", "notion-static.com", "notionusercontent.com");

  /** What a query is made of, and what may stand in one within enhanced Markdown. */
  private static final String IN_QUERY = "%&=+._~:/;\\-";

  /** What ends an address that stands in a text. */
  private static final String NOT_IN_PATH = "\"<>[]";

  private HostedFile() {}

  /** Whether an address is a lasting one. */
  public static boolean isLasting(String address) {
    return address.endsWith(MARK);
  }

  /**
   * Whether an address carries a signature: of Amazon's kind wherever it leads, of Notion's own
   * kind on Notion's hosts.
   */
  public static boolean isSigned(String address) {
    int query = address.indexOf('?');
    if (query < 0) {
      return false;
    }
    String parameters = "&" + address.substring(query + 1).toLowerCase(Locale.ROOT);
    return parameters.contains("&x-amz-signature=")
        || parameters.contains("&signature=") && isNotions(host(address));
  }

  /** The lasting address of a file that is known to lie at Notion, whatever its query. */
  public static String lasting(String address) {
    int end = address.length();
    for (char c : new char[] {'?', '#'}) {
      int at = address.indexOf(c);
      end = at < 0 ? end : Math.min(end, at);
    }
    return address.substring(0, end) + MARK;
  }

  /**
   * A text with every signed address in it made a lasting one; the same object if there is none.
   */
  public static String withoutSignatures(String text) {
    return replaceSigned(text, HostedFile::lasting);
  }

  /**
   * A text with every signed address in it replaced; the same object if there is none. Works on
   * Notion's enhanced Markdown too, where {@code &} may stand as an entity and a backslash before
   * what would end a link.
   */
  public static String replaceSigned(String text, UnaryOperator<String> replacement) {
    StringBuilder out = null;
    int copied = 0;
    int floor = 0;
    for (int query = text.indexOf('?'); query >= 0; query = text.indexOf('?', floor)) {
      int end = endOfQuery(text, query + 1);
      int start = startOfAddress(text, floor, query);
      // An address has one question mark, so nothing before this one belongs to a later address.
      floor = end;
      String address =
          start < 0 ? "" : text.substring(start, end).replace("&amp;", "&").replace("\\", "");
      if (isSigned(address)) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(text, copied, start).append(replacement.apply(address));
        copied = endOfFragment(text, end);
        floor = copied;
      }
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  private static int endOfQuery(String text, int from) {
    int end = from;
    while (end < text.length()
        && (letterOrDigit(text.charAt(end)) || IN_QUERY.indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end;
  }

  private static int endOfFragment(String text, int from) {
    int end = from;
    if (end < text.length() && text.charAt(end) == '#') {
      end++;
      while (end < text.length()
          && (letterOrDigit(text.charAt(end)) || "_-".indexOf(text.charAt(end)) >= 0)) {
        end++;
      }
    }
    return end;
  }

  /** Where the address starts whose path ends at the query; -1 if none does. */
  private static int startOfAddress(String text, int floor, int query) {
    for (int i = query - 1; i >= floor; i--) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || NOT_IN_PATH.indexOf(c) >= 0) {
        return -1;
      }
      if (text.regionMatches(true, i, "http://", 0, 7)
          || text.regionMatches(true, i, "https://", 0, 8)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean letterOrDigit(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  /** The name of the file behind an address: the last part of its path, as people read it. */
  public static String name(String address) {
    String path = isLasting(address) ? address : lasting(address);
    path = path.substring(0, path.length() - MARK.length());
    String last = path.substring(path.lastIndexOf('/') + 1);
    try {
      // A plus is a plus in a path, other than in a form.
      return URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException lonePercent) {
      return last;
    }
  }

  /** Whether a host is Notion's own. */
  public static boolean isNotions(String host) {
    return HOSTS.stream().anyMatch(known -> host.equals(known) || host.endsWith("." + known));
  }

  /** The host of an address in small letters; empty if there is none. */
  private static String host(String address) {
    int start = address.indexOf("://") + 3;
    int end = start;
    while (end < address.length() && "/?#:".indexOf(address.charAt(end)) < 0) {
      end++;
    }
    return address.substring(start, end).toLowerCase(Locale.ROOT);
  }
}
