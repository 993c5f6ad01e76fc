package caravan.blocks;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * YAML between two lines of dashes at the very top of a text, as static site generators have it.
 * CommonMark would read it as a rule and a heading.
 *
 * @param yaml what stands between the dashes
 * @param rest the text behind
 */
record FrontMatter(String yaml, String rest) {

  private static final Pattern KEY = Pattern.compile("[\\w\"'][\\w .\"'-]*:(\\s.*)?");

  /** The front matter of a text; empty if it has none. */
  static Optional<FrontMatter> of(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() < 3 || !lines.get(0).stripTrailing().equals("---")) {
      return Optional.empty();
    }
    boolean key = false;
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i).stripTrailing();
      if (line.equals("---") || line.equals("...")) {
        return key
            ? Optional.of(
                new FrontMatter(
                    String.join("\n", lines.subList(1, i)),
                    String.join("\n", lines.subList(i + 1, lines.size()))))
            : Optional.empty();
      }
      if (!key && !line.isBlank() && !line.startsWith("#")) {
        if (!KEY.matcher(line).matches()) {
          return Optional.empty();
        }
        key = true;
      }
    }
    return Optional.empty();
  }
}
