package caravan.blocks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tag of Notion's enhanced Markdown, such as {@code <callout icon="x">}.
 *
 * @param name the name, without slash
 * @param attributes the attributes, entities resolved
 * @param closing whether it is {@code </name>}
 * @param alone whether it is {@code <name/>}
 * @param end where the text behind the tag starts
 */
record EnhancedTag(
    String name, Map<String, String> attributes, boolean closing, boolean alone, int end) {

  private static final Pattern TAG =
      Pattern.compile("<(/?)([a-zA-Z][\\w-]*)((?:\\s+[\\w-]+(?:=\"[^\"]*+\")?)*+)\\s*(/?)>");

  private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)(?:=\"([^\"]*+)\")?");

  /** The tag that starts exactly at a place in a text. */
  static Optional<EnhancedTag> at(String text, int start) {
    Matcher tag = TAG.matcher(text).region(start, text.length());
    if (!tag.lookingAt()) {
      return Optional.empty();
    }
    return Optional.of(
        new EnhancedTag(
            tag.group(2),
            attributes(tag.group(3)),
            !tag.group(1).isEmpty(),
            !tag.group(4).isEmpty(),
            tag.end()));
  }

  /** Attributes as in {@code color="blue" toggle="true"}. */
  static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher each = ATTRIBUTE.matcher(text);
    while (each.find()) {
      String value = each.group(2) == null ? "true" : each.group(2);
      attributes.put(
          each.group(1),
          value
              .replace("&quot;", "\"")
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&amp;", "&"));
    }
    return attributes;
  }

  String attribute(String attribute) {
    return attributes.getOrDefault(attribute, "");
  }

  /** A colour as blocks name it: {@code blue_bg} is {@code blue_background}. */
  static String color(String color) {
    if (color.isEmpty()) {
      return Annotations.DEFAULT_COLOR;
    }
    return color.endsWith("_bg") ? color.substring(0, color.length() - 2) + "background" : color;
  }
}
