package caravan.settings;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A size as people write it: {@code 500KB}, {@code 20MB}, {@code 1GB}; KB are 1,024 bytes. */
final class ByteSize {

  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})(B|KB|MB|GB)");

  private ByteSize() {}

  /** The bytes; empty if it is no size. */
  static OptionalLong parse(String value) {
    Matcher size = SIZE.matcher(value);
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    int shift =
        switch (size.group(2)) {
          case "KB" -> 10;
          case "MB" -> 20;
          case "GB" -> 30;
          default -> 0;
        };
    return OptionalLong.of(Long.parseLong(size.group(1)) << shift);
  }
}
