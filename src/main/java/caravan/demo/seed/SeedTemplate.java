package caravan.demo.seed;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A text with places to fill, such as {@code {area}}.
 *
 * @param title one line
 * @param body Markdown; null for none
 */
record SeedTemplate(String title, String body) {

  /**
   * Reads a template of this package: the title is its first line, the body starts at the third.
   */
  static SeedTemplate read(String name) {
    try (InputStream stream = SeedTemplate.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new FileNotFoundException("the seed text " + name + " is not in the jar");
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      int end = text.indexOf('\n');
      return new SeedTemplate(text.substring(0, end), text.substring(end + 1).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same text with each {@code {key}} replaced by its value; the title starts in capitals. */
  SeedTemplate fill(Map<String, String> values) {
    String head = title;
    String rest = body == null ? "" : body;
    for (Map.Entry<String, String> value : values.entrySet()) {
      String place = "{" + value.getKey() + "}";
      head = head.replace(place, value.getValue());
      rest = rest.replace(place, value.getValue());
    }
    return new SeedTemplate(
        Character.toUpperCase(head.charAt(0)) + head.substring(1), body == null ? null : rest);
  }
}
