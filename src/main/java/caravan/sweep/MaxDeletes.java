package caravan.sweep;

/**
 * How many rows a sweep may take for gone without asking: {@code sync.max-deletes}, a share of the
 * known rows ({@code 10%}) or a number.
 *
 * @param setting the setting as it was written
 */
public record MaxDeletes(String setting) {

  /** A share of a few rows would be none at all, and every single deletion would ask. */
  static final int ALWAYS_ALLOWED = 5;

  /**
   * How many of the known rows may go.
   *
   * @param known how many rows were known before the sweep
   */
  public int of(int known) {
    int allowed =
        setting.endsWith("%")
            ? (int) ((long) known * number(setting.substring(0, setting.length() - 1)) / 100)
            : number(setting);
    return Math.max(ALWAYS_ALLOWED, allowed);
  }

  private static int number(String text) {
    return Integer.parseInt(text.strip());
  }
}
