package caravan.notion;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** The longest parts that are looked at, so that no text makes the search slow. */
  private static final Pattern WITH_QUERY =
      Pattern.compile(
          "https?://[^\\s\"<>?\\[\\]]{1,4000}+\\?[A-Za-z0-9%&=+._~:/;\\\\-]{1,16000}+(?:#[\\w-]{0,200})?",
          Pattern.CASE_INSENSITIVE);

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
   * A text with every signed address in it replaced. Works on Notion's enhanced Markdown too, where
   * {@code &} may stand as an entity and a backslash before what would end a link.
   */
  public static String replaceSigned(String text, UnaryOperator<String> replacement) {
    if (text.indexOf('?') < 0 || !text.toLowerCase(Locale.ROOT).contains("signature=")) {
      return text;
    }
    Matcher each = WITH_QUERY.matcher(text);
    return each.replaceAll(found -> Matcher.quoteReplacement(replaced(found, replacement)));
  }

  private static String replaced(MatchResult found, UnaryOperator<String> replacement) {
    String address = found.group().replace("&amp;", "&").replace("\\", "");
    return isSigned(address) ? replacement.apply(address) : found.group();
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
