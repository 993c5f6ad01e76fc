package caravan.sandbox;

/** Plain text made fit for the sandbox's HTML pages. */
public final class Html {
  private Html() {}

  /**
   * The text with everything escaped that HTML would read as markup, in elements and attributes.
   */
  public static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
