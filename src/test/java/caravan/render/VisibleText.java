package caravan.render;

import java.util.regex.Pattern;

/** What a reader should see of a text, worked out in another way than the hub does it. */
final class VisibleText {

  private static final Pattern BREAK = Pattern.compile("\r\n|\r|\u2028|\u2029");

  /** Control characters, marks of direction that reach beyond their text, what is no character. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cc}&&[^\n\t]]|[\u202a-\u202e\u2066-\u2069]|\\p{Cs}|\\p{IsNoncharacter_Code_Point}");

  private VisibleText() {}

  static String of(String text) {
    return UNSEEN.matcher(BREAK.matcher(text).replaceAll("\n")).replaceAll("");
  }
}
