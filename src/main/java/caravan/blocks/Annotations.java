package caravan.blocks;

import java.util.Objects;

/**
 * How a piece of rich text looks; two pieces with equal annotations look the same.
 *
 * @param color a colour as Notion names it, such as {@code red} or {@code red_background}; never
 *     null, {@code default} for none
 */
public record Annotations(
    boolean bold,
    boolean italic,
    boolean strikethrough,
    boolean underline,
    boolean code,
    String color) {

  /** The colour that says nothing. */
  public static final String DEFAULT_COLOR = "default";

  /** Text without any formatting. */
  public static final Annotations NONE =
      new Annotations(false, false, false, false, false, DEFAULT_COLOR);

  public Annotations {
    Objects.requireNonNull(color, "color");
  }

  /** The same with {@code bold} set. */
  public Annotations withBold(boolean on) {
    return new Annotations(on, italic, strikethrough, underline, code, color);
  }

  /** The same with {@code italic} set. */
  public Annotations withItalic(boolean on) {
    return new Annotations(bold, on, strikethrough, underline, code, color);
  }

  /** The same with {@code strikethrough} set. */
  public Annotations withStrikethrough(boolean on) {
    return new Annotations(bold, italic, on, underline, code, color);
  }

  /** The same with {@code underline} set. */
  public Annotations withUnderline(boolean on) {
    return new Annotations(bold, italic, strikethrough, on, code, color);
  }

  /** The same with {@code code} set. */
  public Annotations withCode(boolean on) {
    return new Annotations(bold, italic, strikethrough, underline, on, color);
  }

  /** The same in another colour. */
  public Annotations withColor(String other) {
    return new Annotations(bold, italic, strikethrough, underline, code, other);
  }
}
