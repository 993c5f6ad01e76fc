package caravan.blocks;

/**
 * Something of a source text that Notion can't hold as such, so that nothing is lost in silence.
 *
 * @param what what it is, such as {@code relative link docs/a.md}
 * @param instead what was done, such as {@code kept as text}
 */
public record NotHeld(String what, String instead) {

  private static final int SHOWN = 120;

  public NotHeld {
    what = what.length() <= SHOWN ? what : what.substring(0, safe(what)) + "...";
  }

  @Override
  public String toString() {
    return what + ": " + instead;
  }

  private static int safe(String text) {
    return Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
  }
}
