package caravan.notion;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Compares ids that Notion spells in more than one way. */
public final class NotionId {
  private static final Pattern DASHED =
      Pattern.compile("([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})");
  private static final Pattern ENCODED = Pattern.compile("(?:[^%]|%[0-9a-fA-F]{2})*");

  private NotionId() {}

  /**
   * The id of a page, database or data source with dashes and in lower case; anything that is no
   * such id comes back as it was. Notion takes and gives both spellings.
   */
  public static String canonical(String id) {
    if (id == null) {
      return null;
    }
    var match = DASHED.matcher(id.strip().toLowerCase(Locale.ROOT));
    return match.matches() ? match.replaceFirst("$1-$2-$3-$4-$5") : id;
  }

  /**
   * The ids in a text with commas between them, each in its canonical form; blank ones are none.
   */
  public static List<String> list(String ids) {
    return Arrays.stream(ids.split(","))
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .map(NotionId::canonical)
        .distinct()
        .toList();
  }

  /** Whether both name the same page, database or data source. */
  public static boolean same(String left, String right) {
    return left != null && canonical(left).equals(canonical(right));
  }

  /**
   * A property id in its decoded form. Schemas, pages and webhooks carry property ids URL-encoded
   * ({@code NVv%5E}), rollup configurations and some list answers decoded ({@code NVv^}).
   */
  public static String decodedProperty(String id) {
    if (id == null || id.indexOf('%') < 0 || !ENCODED.matcher(id).matches()) {
      return id;
    }
    // URLDecoder reads form data, where a plus is a space; in a property id it is a plus.
    return URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Whether both name the same property. */
  public static boolean sameProperty(String left, String right) {
    return left != null && decodedProperty(left).equals(decodedProperty(right));
  }
}
