package caravan.blocks;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address that may be clicked or shown, in a form that every browser reads in the same way. What
 * is not known to be harmless is no address: other schemes than those named, relative addresses,
 * white space or control characters where a browser would skip them, hosts that are none. An
 * address with a user name in it is refused as well, because it shows one host and leads to
 * another.
 *
 * @param url ASCII only: the host as the domain name system knows it, the rest escaped (RFC 3986)
 */
public record SafeAddress(String url) {

  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*+|\\[[0-9A-Fa-f:.]++])");

  private static final Pattern IMAGE_DATA =
      Pattern.compile("(?i:data:image/(?:png|jpeg|gif|webp);base64),[A-Za-z0-9+/]++={0,2}");

  /** Breaks of a line and the end of a text, which would add headers to a mail. */
  private static final Pattern MAIL_BREAK = Pattern.compile("%0[0ad]", Pattern.CASE_INSENSITIVE);

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** What a link may lead to: http, https or mailto; null counts as nothing. */
  public static Optional<SafeAddress> link(String address) {
    if (address == null) {
      return Optional.empty();
    }
    return address.regionMatches(true, 0, "mailto:", 0, 7) ? mail(address) : web(address);
  }

  /** What an image may come from: http, https, or PNG, JPEG, GIF and WebP within the address. */
  public static Optional<SafeAddress> image(String address) {
    if (address == null) {
      return Optional.empty();
    }
    return IMAGE_DATA.matcher(address).matches()
        ? Optional.of(new SafeAddress(address))
        : web(address);
  }

  private static Optional<SafeAddress> web(String address) {
    String scheme =
        address.regionMatches(true, 0, "https://", 0, 8)
            ? "https://"
            : address.regionMatches(true, 0, "http://", 0, 7) ? "http://" : null;
    if (scheme == null) {
      return Optional.empty();
    }
    int end = scheme.length();
    while (end < address.length() && "/?#".indexOf(address.charAt(end)) < 0) {
      end++;
    }
    String rest = address.substring(end);
    return authority(address.substring(scheme.length(), end))
        .flatMap(
            authority -> escaped(rest).map(path -> new SafeAddress(scheme + authority + path)));
  }

  private static Optional<String> authority(String authority) {
    int colon = authority.lastIndexOf(':');
    boolean port = colon >= 0 && colon > authority.lastIndexOf(']');
    String host = port ? authority.substring(0, colon) : authority;
    String behind = port ? authority.substring(colon) : "";
    if (port && !behind.matches(":[0-9]{1,5}")) {
      return Optional.empty();
    }
    if (HOST.matcher(host).matches()) {
      return Optional.of(authority.toLowerCase(Locale.ROOT));
    }
    if (host.isEmpty() || host.chars().allMatch(c -> c < 0x80)) {
      return Optional.empty();
    }
    try {
      // A name in other letters is shown as it is registered, so that look-alikes look different.
      String registered = IDN.toASCII(host);
      return HOST.matcher(registered).matches()
          ? Optional.of(registered.toLowerCase(Locale.ROOT) + behind)
          : Optional.empty();
    } catch (IllegalArgumentException noHost) {
      return Optional.empty();
    }
  }

  private static Optional<SafeAddress> mail(String address) {
    String rest = address.substring("mailto:".length());
    if (rest.indexOf('@') <= 0 || MAIL_BREAK.matcher(rest).find()) {
      return Optional.empty();
    }
    return escaped(rest).map(escaped -> new SafeAddress("mailto:" + escaped));
  }

  /** The part behind the host; empty if it holds a control character or half a character. */
  private static Optional<String> escaped(String part) {
    StringBuilder out = new StringBuilder(part.length() + 16);
    for (int i = 0; i < part.length(); ) {
      int c = part.codePointAt(i);
      int length = Character.charCount(c);
      boolean lastBlank = Character.isWhitespace(c) && i + length == part.length();
      boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      if (Character.isISOControl(c) || half || lastBlank) {
        return Optional.empty();
      }
      boolean lonePercent = c == '%' && !hex(part, i + 1);
      if (c > '~' || c == ' ' || "\"<>\\^`{|}".indexOf(c) >= 0 || lonePercent) {
        for (byte each : part.substring(i, i + length).getBytes(StandardCharsets.UTF_8)) {
          out.append('%').append(HEX.toHexDigits(each));
        }
      } else {
        out.append((char) c);
      }
      i += length;
    }
    return Optional.of(out.toString());
  }

  private static boolean hex(String text, int from) {
    return from + 1 < text.length()
        && HexFormat.isHexDigit(text.charAt(from))
        && HexFormat.isHexDigit(text.charAt(from + 1));
  }
}
