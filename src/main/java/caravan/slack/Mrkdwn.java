package caravan.slack;

import caravan.blocks.CleanText;
import caravan.blocks.RichText;
import caravan.blocks.SafeAddress;
import java.util.List;

/** Slack's mrkdwn: text escaped as Slack asks, and cut at a limit with a sign that it was. */
public final class Mrkdwn {

  private static final String ELLIPSIS = " …";

  private Mrkdwn() {}

  /** Plain text with Slack's three control characters escaped (Slack: escaping text). */
  public static String escape(String text) {
    return CleanText.of(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** A link, on one line; without an address that is safe to follow only its label. */
  public static String link(String address, String label) {
    return SafeAddress.link(address)
        .map(
            safe ->
                "<"
                    + escape(safe.url())
                    + "|"
                    + escape(label).replace('|', '/').replace('\n', ' ')
                    + ">")
        .orElseGet(() -> escape(label));
  }

  /** Rich text with its links; other formatting is left out. */
  static String of(List<RichText> runs) {
    StringBuilder text = new StringBuilder();
    for (RichText run : runs) {
      text.append(run.link() == null ? escape(run.plainText()) : link(run.link(), run.plainText()));
    }
    return text.toString();
  }

  /** At most {@code limit} characters, never cut inside an escape, a link or a code point. */
  public static String cut(String mrkdwn, int limit) {
    if (mrkdwn.length() <= limit) {
      return mrkdwn;
    }
    int end = limit - ELLIPSIS.length();
    int link = mrkdwn.lastIndexOf('<', end);
    if (link >= 0 && mrkdwn.indexOf('>', link) >= end) {
      end = link;
    }
    int escape = mrkdwn.lastIndexOf('&', end);
    if (escape >= 0 && escape > end - 6 && mrkdwn.indexOf(';', escape) >= end) {
      end = escape;
    }
    return before(end, mrkdwn) + ELLIPSIS;
  }

  /** At most {@code limit} characters of a text in which nothing is marked up. */
  public static String cutPlain(String text, int limit) {
    return text.length() <= limit ? text : before(limit - ELLIPSIS.length(), text) + ELLIPSIS;
  }

  private static String before(int end, String text) {
    boolean pair = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, pair ? end - 1 : end);
  }
}
