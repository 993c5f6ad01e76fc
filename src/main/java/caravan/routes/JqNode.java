package caravan.routes;

import java.util.List;

/**
 * A piece of a jq expression.
 *
 * @param kind what it is
 * @param text a name, a string's content or an operator; blank for a group
 * @param parts what stands between a group's brackets, or is computed in a string
 */
record JqNode(Kind kind, String text, List<JqNode> parts) {

  enum Kind {
    /** A name or keyword, {@code $name}, {@code @name} or a number. */
    WORD,
    /** A string without anything computed in it. */
    STRING,
    /** A string with something computed in it. */
    COMPUTED_STRING,
    /** {@code .name}. */
    FIELD,
    /** An operator, dot, comma, colon or semicolon. */
    SIGN,
    /** <code>{…}</code>. */
    OBJECT,
    /** {@code […]}. */
    BRACKETS,
    /** {@code (…)}. */
    PARENTHESES,
    /** {@code if … end}, without the two words. */
    CONDITION
  }

  boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }
}
