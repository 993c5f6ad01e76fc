package caravan.blocks;

/**
 * Text without the characters that nobody sees and that change what stands around it: control
 * characters (Tab and line breaks stay), half surrogate pairs, code points that are no characters,
 * and the marks that embed or override a direction (Unicode: bidirectional algorithm), which would
 * turn round the text behind them. Marks that a script needs, such as joiners, stay.
 */
public final class CleanText {

  private CleanText() {}

  /** The text without them; the same object if there are none. Every line break becomes LF. */
  public static String of(String text) {
    int first = 0;
    while (first < text.length() && plain(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length()).append(text, 0, first);
    for (int i = first; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\r' || c == 0x2028 || c == 0x2029) {
        boolean halfOfBreak = c == '\r' && i < text.length() && text.charAt(i) == '\n';
        clean.append(halfOfBreak ? "" : "\n");
      } else if (visible(c)) {
        clean.appendCodePoint(c);
      }
    }
    return clean.toString();
  }

  private static boolean plain(char c) {
    return c >= ' ' && c < 0x7f
        || c == '\n'
        || c == '\t'
        || c > 0x9f && c < 0x2028
        || c > 0x2069 && c < Character.MIN_SURROGATE;
  }

  private static boolean visible(int c) {
    if (c == '\n' || c == '\t') {
      return true;
    }
    boolean direction = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    boolean none = (c & 0xfffe) == 0xfffe || c >= 0xfdd0 && c <= 0xfdef;
    return !Character.isISOControl(c) && !direction && !half && !none;
  }
}
