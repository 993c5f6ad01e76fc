package caravan.render;

import caravan.notion.HostedFile;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a body is shown where it is put.
 *
 * @param topHeading the level, 1 to 6, that a {@code heading_1} becomes; deeper ones follow, none
 *     deeper than 6
 * @param images where an image is shown from, for the address that Notion names, and where a file
 *     that Notion hosts leads, for its lasting address ({@link HostedFile}); nothing leaves only
 *     the caption or the name
 */
public record HtmlOptions(int topHeading, Function<String, Optional<String>> images) {

  /**
   * @throws IllegalArgumentException if the level is none of HTML's
   */
  public HtmlOptions {
    if (topHeading < 1 || topHeading > 6) {
      throw new IllegalArgumentException("HTML has headings of levels 1 to 6, not " + topHeading);
    }
  }

  /**
   * Headings as they are; images from where they are, except those that are signed. An image that
   * Notion hosts has its lasting address, which shows nothing but its text until a sink that keeps
   * the content puts another one in its place.
   */
  public static HtmlOptions defaults() {
    return new HtmlOptions(1, HtmlOptions::unsigned);
  }

  /** The same with another level for {@code heading_1}, such as 2 on a page with a title. */
  public HtmlOptions withTopHeading(int level) {
    return new HtmlOptions(level, images);
  }

  /** The same with images from elsewhere, such as copies that were kept. */
  public HtmlOptions withImages(Function<String, Optional<String>> from) {
    return new HtmlOptions(topHeading, from);
  }

  private static Optional<String> unsigned(String address) {
    return HostedFile.isSigned(address) ? Optional.empty() : Optional.of(address);
  }
}
