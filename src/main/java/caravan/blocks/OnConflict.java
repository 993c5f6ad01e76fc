package caravan.blocks;

import java.util.Locale;

/** What becomes of a body that changes in its source after people edited it in Notion. */
public enum OnConflict {
  /** It becomes what the source says; the edits are lost. */
  OVERWRITE,
  /** It stays as people left it, which is counted. */
  SKIP,
  /** It stays as people left it, and people are told once. */
  ALERT;

  /** The value of {@code <integration>.on-conflict} that means this. */
  public String setting() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What a value of {@code <integration>.on-conflict} means.
   *
   * @throws IllegalArgumentException if it means nothing
   */
  public static OnConflict ofSetting(String value) {
    for (OnConflict each : values()) {
      if (each.setting().equals(value)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "on-conflict is \"%s\" but must be overwrite, skip or alert".formatted(value));
  }
}
