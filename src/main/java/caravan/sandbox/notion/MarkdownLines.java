package caravan.sandbox.notion;

import java.util.List;

/** The lines of a markdown text, read one after another with their depth in tabs. */
final class MarkdownLines {

  private final List<String> lines;
  private int next;

  MarkdownLines(String markdown) {
    this.lines = List.of(markdown.replace("\r\n", "\n").split("\n", -1));
  }

  boolean hasNext() {
    return next < lines.size();
  }

  /** The next line as it is, without moving on. */
  String peek() {
    return lines.get(next);
  }

  String take() {
    return lines.get(next++);
  }

  void skipBlank() {
    while (hasNext() && peek().isBlank()) {
      next++;
    }
  }

  /** The line after the next one; empty at the end. */
  String second() {
    return next + 1 < lines.size() ? lines.get(next + 1) : "";
  }

  static int depth(String line) {
    int tabs = 0;
    while (tabs < line.length() && line.charAt(tabs) == '\t') {
      tabs++;
    }
    return tabs;
  }

  /** The line without up to that many tabs at its start. */
  static String outdent(String line, int tabs) {
    return line.substring(Math.min(depth(line), tabs));
  }
}
