package caravan.blocks;

import java.util.Optional;

/**
 * An address as Markdown may hold it: nothing but a safe one, and as people wrote it if possible.
 */
final class MarkdownAddress {

  private MarkdownAddress() {}

  /** Where a link leads; empty if nobody should follow it. */
  static Optional<String> link(String address) {
    return SafeAddress.link(address).map(safe -> written(address, safe));
  }

  /** Where an image comes from; empty if nobody should load it. */
  static Optional<String> image(String address) {
    return SafeAddress.image(address).map(safe -> written(address, safe));
  }

  /** Letters of other scripts stay readable in the path; a host is written as it is registered. */
  private static String written(String address, SafeAddress safe) {
    int path = address.indexOf('/', "https://".length());
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      boolean plain = c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0;
      boolean letter = path >= 0 && i > path && c >= 0x80 && Character.isLetterOrDigit(c);
      if (!plain && !letter) {
        return safe.url();
      }
    }
    return address;
  }
}
