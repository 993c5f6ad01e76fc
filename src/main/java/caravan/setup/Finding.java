package caravan.setup;

/**
 * What a check found.
 *
 * @param result whether it is as it should be
 * @param subject what was looked at, in a word or two
 * @param text what is so; where it is wrong, also how to mend it
 */
public record Finding(Result result, String subject, String text) {

  /** Whether something is as it should be. */
  public enum Result {
    /** It is. */
    OK,
    /** It may be; people should know of it. */
    NOTE,
    /** The hub cannot do its work like that. */
    WRONG
  }

  static Finding ok(String subject, String text) {
    return new Finding(Result.OK, subject, text);
  }

  static Finding note(String subject, String text) {
    return new Finding(Result.NOTE, subject, text);
  }

  static Finding wrong(String subject, String text) {
    return new Finding(Result.WRONG, subject, text);
  }
}
