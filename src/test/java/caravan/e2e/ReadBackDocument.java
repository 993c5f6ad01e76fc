package caravan.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page says whose body was read through Notion's markdown endpoint: one block a line, nested
 * by tabs (Notion: enhanced markdown format). Written for this test alone, apart from the hub's own
 * reader.
 */
final class ReadBackDocument {

  private static final Pattern FENCE = Pattern.compile("(`{3,})([^`]*)");
  private static final Pattern HEADING = Pattern.compile("#{1,4} (.*)");
  private static final Pattern ITEM = Pattern.compile("(?:- (?:\\[[ x]] )?|\\d+\\. )(.*)");
  private static final Pattern CELL = Pattern.compile("<td>(.*)</td>");
  private static final Pattern TABLE = Pattern.compile("</?(?:table|tr)(?: [^>]*)?>");
  private static final Pattern TICKS = Pattern.compile("`+");

  private final DocumentFacts facts = DocumentFacts.empty();

  private ReadBackDocument() {}

  static DocumentFacts read(String markdown) {
    ReadBackDocument reader = new ReadBackDocument();
    List<String> lines = List.of(markdown.split("\n", -1));
    int at = 0;
    while (at < lines.size()) {
      at = reader.block(lines, at);
    }
    return reader.facts;
  }

  private int block(List<String> lines, int at) {
    String line = lines.get(at);
    int depth = 0;
    while (depth < line.length() && line.charAt(depth) == '\t') {
      depth++;
    }
    String text = line.substring(depth);
    Matcher fence = FENCE.matcher(text);
    if (fence.matches()) {
      return code(lines, at + 1, depth, fence.group(1));
    }
    line(text);
    return at + 1;
  }

  private int code(List<String> lines, int from, int depth, String fence) {
    List<String> code = new ArrayList<>();
    int at = from;
    while (!lines.get(at).substring(Math.min(depth, lines.get(at).length())).equals(fence)) {
      code.add(lines.get(at).substring(Math.min(depth, lines.get(at).length())));
      at++;
    }
    facts.codes().add(String.join("\n", code));
    facts.addText(String.join("\n", code));
    return at + 1;
  }

  private void line(String line) {
    Matcher heading = HEADING.matcher(line);
    Matcher item = ITEM.matcher(line);
    Matcher cell = CELL.matcher(line);
    if (line.equals("---") || line.equals("<empty-block/>") || TABLE.matcher(line).matches()) {
      return;
    }
    if (heading.matches()) {
      DocumentFacts.add(facts.headings(), text(heading.group(1)));
    } else if (cell.matches()) {
      DocumentFacts.add(facts.cells(), text(cell.group(1)));
    } else if (item.matches()) {
      DocumentFacts.add(facts.items(), text(item.group(1)));
    } else {
      text(line.startsWith("> ") ? line.substring(2) : line);
    }
  }

  /** Adds the words and targets of inline text, and returns it without marks. */
  private String text(String inline) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < inline.length()) {
      char c = inline.charAt(at);
      if (c == '\\' && at + 1 < inline.length()) {
        out.append(inline.charAt(at + 1));
        at += 2;
      } else if (c == '`') {
        at = codeSpan(inline, at, out);
      } else if (c == '<') {
        out.append(' ');
        at = inline.indexOf('>', at) + 1;
      } else if (c == ']') {
        at = target(inline, at + 1);
      } else {
        if ("*~[".indexOf(c) < 0) {
          out.append(c);
        }
        at++;
      }
    }
    facts.addText(out.toString());
    return out.toString();
  }

  private static int codeSpan(String inline, int from, StringBuilder out) {
    Matcher ticks = TICKS.matcher(inline);
    ticks.find(from);
    String fence = ticks.group();
    int start = ticks.end();
    while (ticks.find()) {
      if (ticks.group().equals(fence)) {
        out.append(inline, start, ticks.start());
        return ticks.end();
      }
    }
    throw new AssertionError("a code span without an end: " + inline);
  }

  /** The address behind a text in brackets; brackets within an address come in pairs. */
  private int target(String inline, int open) {
    int depth = 0;
    for (int at = open; at < inline.length(); at++) {
      depth += inline.charAt(at) == '(' ? 1 : inline.charAt(at) == ')' ? -1 : 0;
      if (depth == 0) {
        facts.addTarget(inline.substring(open + 1, at));
        return at + 1;
      }
    }
    throw new AssertionError("a link without an end: " + inline);
  }
}
