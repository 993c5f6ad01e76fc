package caravan.blocks;

import java.util.Locale;

/** What becomes of the body a page has when its record's body changes. */
public enum BodyUpdate {
  /** Only what differs is changed, so that other blocks keep their ids, comments and links. */
  DIFF,
  /** Everything is erased and written anew, without reading. */
  REPLACE,
  /** What the page does not have yet goes to its end; nothing is changed or deleted. */
  APPEND,
  /** The body stays as it is. */
  LEAVE;

  /** Whether nothing that is there is changed or deleted. */
  public boolean onlyAdds() {
    return this == APPEND || this == LEAVE;
  }

  /** The value of {@code notion.body.update} that means this. */
  public String setting() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a value of {@code notion.body.update} means.
   *
   * @throws IllegalArgumentException if it means nothing
   */
  public static BodyUpdate ofSetting(String value) {
    return valueOf(value.toUpperCase(Locale.ROOT));
  }
}
