package caravan.render;

import java.util.Locale;

/** The elements of HTML that the renderer uses; there is no other way to write a tag. */
enum Element {
  A,
  ASIDE,
  BLOCKQUOTE,
  BR(true),
  CODE,
  DETAILS,
  DIV,
  EM,
  FIGCAPTION,
  FIGURE,
  H1,
  H2,
  H3,
  H4,
  H5,
  H6,
  HR(true),
  IMG(true),
  INPUT(true),
  LABEL,
  LI,
  OL,
  P,
  PRE,
  S,
  SPAN,
  STRONG,
  SUMMARY,
  TABLE,
  TBODY,
  TD,
  TH,
  THEAD,
  TR,
  U,
  UL;

  private final String tag = name().toLowerCase(Locale.ROOT);
  private final boolean empty;

  Element() {
    this(false);
  }

  Element(boolean empty) {
    this.empty = empty;
  }

  String tag() {
    return tag;
  }

  /** Whether it has neither content nor an end tag. */
  boolean isEmpty() {
    return empty;
  }

  /** The heading of a level from 1 to 6. */
  static Element heading(int level) {
    return values()[H1.ordinal() + level - 1];
  }
}
