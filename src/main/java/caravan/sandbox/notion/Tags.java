package caravan.sandbox.notion;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Attributes and ids in the tags of enhanced markdown. */
final class Tags {

  private static final Pattern ATTRIBUTE = Pattern.compile("([a-zA-Z_-]+)=\"([^\"]*)\"");
  private static final Pattern ID =
      Pattern.compile("([0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})");

  private Tags() {}

  static Map<String, String> attributes(String tag) {
    Map<String, String> attributes = new HashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(tag);
    while (matcher.find()) {
      attributes.put(matcher.group(1), matcher.group(2));
    }
    return attributes;
  }

  /** The last id in an address, with dashes; null if there is none. */
  static String id(String address) {
    String id = null;
    Matcher matcher = ID.matcher(address == null ? "" : address);
    while (matcher.find()) {
      id = Ids.dashed(matcher.group(1));
    }
    return id;
  }

  /** {@code blue_bg} as the block API says it. */
  static String colour(String markdown) {
    String colour = markdown == null ? "default" : markdown.replaceAll("_bg$", "_background");
    return RichText.COLOURS.contains(colour) ? colour : "default";
  }

  /** {@code blue_background} as markdown says it. */
  static String shownColour(String colour) {
    return colour.replaceAll("_background$", "_bg");
  }
}
