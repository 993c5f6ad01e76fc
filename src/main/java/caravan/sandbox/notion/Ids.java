package caravan.sandbox.notion;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;

/** New ids from a seed, and the forms in which ids are written. */
final class Ids {

  private static final Pattern PLAIN = Pattern.compile("[0-9a-fA-F]{32}");
  private static final Pattern DASHED =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  // Notion's property ids are four printable characters, shown URL-encoded; these include some that
  // need it.
  private static final String ID_CHARACTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz:;<>=?@[]^_`{|}~\\";

  private final Random random;

  Ids(long seed) {
    this.random = new Random(seed);
  }

  String uuid() {
    long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /** A new property id, as Notion shows it. */
  String property() {
    StringBuilder id = new StringBuilder(4);
    for (int i = 0; i < 4; i++) {
      id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
    }
    return URLEncoder.encode(id.toString(), StandardCharsets.UTF_8)
        .replace("%7E", "~")
        .replace("+", "%20");
  }

  /** The id in lower case with dashes; null if the text is none. */
  static String dashed(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (DASHED.matcher(text).matches()) {
      return lower;
    }
    if (!PLAIN.matcher(text).matches()) {
      return null;
    }
    return lower.substring(0, 8)
        + "-"
        + lower.substring(8, 12)
        + "-"
        + lower.substring(12, 16)
        + "-"
        + lower.substring(16, 20)
        + "-"
        + lower.substring(20);
  }

  static String plain(String id) {
    return id.replace("-", "");
  }

  /** Whether two property ids are the same, each encoded or not. */
  static boolean sameProperty(String shown, String asked) {
    return shown.equals(asked) || decoded(shown).equals(asked);
  }

  static String decoded(String shown) {
    return URLDecoder.decode(shown, StandardCharsets.UTF_8);
  }

  /** The address of a page or database in Notion (Notion: changelog 2026-07-15). */
  static String url(String id) {
    return "https://app.notion.com/p/" + plain(id);
  }
}
