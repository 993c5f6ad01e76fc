package caravan.routes;

import caravan.routes.JqNode.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a jq expression as far as its brackets, strings and names go (jq manual: "basic filters",
 * "object construction"); the syntax tree of jackson-jq is closed. What it can't make sense of is
 * left out: Camel compiles the expression and says what is wrong with it.
 */
final class JqReader {

  private static final Map<Character, Kind> GROUPS =
      Map.of('{', Kind.OBJECT, '[', Kind.BRACKETS, '(', Kind.PARENTHESES);
  private static final Pattern SPACE = Pattern.compile("(?:\\s|#[^\\n]*)+");
  private static final Pattern WORD = Pattern.compile("[$@]?[A-Za-z_][A-Za-z0-9_]*|[0-9][0-9.eE]*");
  private static final Pattern FIELD = Pattern.compile("\\.([A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern KEY_ENDS = Pattern.compile("\\s*:");
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{4}");
  private static final Pattern SIGN =
      Pattern.compile("\\?//|//=?|\\|=|[-+*/%=!<>]=|\\.\\.|.", Pattern.DOTALL);

  private final String text;
  private int at;

  private JqReader(String text) {
    this.text = text;
  }

  /** The pieces of an expression in their order. */
  static List<JqNode> read(String expression) {
    return new JqReader(expression).nodes("");
  }

  /** Everything up to the closing bracket, or up to "end". */
  private List<JqNode> nodes(String end) {
    List<JqNode> nodes = new ArrayList<>();
    while (true) {
      take(SPACE);
      if (at >= text.length()) {
        return nodes;
      }
      JqNode node = node();
      if (!end.isEmpty() && (node.isSign(end) || node.isWord(end))) {
        return nodes;
      }
      nodes.add(node);
    }
  }

  private JqNode node() {
    char next = text.charAt(at);
    if (next == '"') {
      return string();
    }
    if (GROUPS.containsKey(next)) {
      at++;
      String end = String.valueOf("}])".charAt("{[(".indexOf(next)));
      return new JqNode(GROUPS.get(next), "", nodes(end));
    }
    String field = take(FIELD);
    if (field != null) {
      return new JqNode(Kind.FIELD, field.substring(1), List.of());
    }
    String word = take(WORD);
    if (word == null) {
      return new JqNode(Kind.SIGN, take(SIGN), List.of());
    }
    boolean key = KEY_ENDS.matcher(text).region(at, text.length()).lookingAt();
    return word.equals("if") && !key
        ? new JqNode(Kind.CONDITION, "", nodes("end"))
        : new JqNode(Kind.WORD, word, List.of());
  }

  /** What is computed in a string becomes its parts. */
  private JqNode string() {
    StringBuilder content = new StringBuilder();
    List<JqNode> computed = new ArrayList<>();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char next = text.charAt(at++);
      if (next != '\\' || at >= text.length()) {
        content.append(next);
      } else if (text.charAt(at) == '(') {
        at++;
        computed.add(new JqNode(Kind.PARENTHESES, "", nodes(")")));
      } else {
        content.append(escaped());
      }
    }
    at = Math.min(at + 1, text.length());
    Kind kind = computed.isEmpty() ? Kind.STRING : Kind.COMPUTED_STRING;
    return new JqNode(kind, content.toString(), computed);
  }

  private char escaped() {
    char code = text.charAt(at++);
    if (code == 'u') {
      String hex = take(HEX);
      return hex == null ? code : (char) Integer.parseInt(hex, 16);
    }
    int known = "nrtbf".indexOf(code);
    return known < 0 ? code : "\n\r\t\b\f".charAt(known);
  }

  /** What the pattern finds here, which is then behind; null if it finds nothing. */
  private String take(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    at = matcher.end();
    return matcher.group();
  }
}
