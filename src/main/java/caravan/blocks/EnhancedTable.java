package caravan.blocks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table in enhanced Markdown, in tags or, as people may write it, in GitHub's form. Colours of
 * rows, columns and cells are left out, as table blocks have none.
 *
 * @param block the table
 * @param end the number of the first line behind it
 */
record EnhancedTable(Block block, int end) {

  private static final Pattern DELIMITERS =
      Pattern.compile("\\s*\\|?\\s*:?-+:?\\s*(?:\\|\\s*:?-+:?\\s*)*+\\|?\\s*");

  private static final Pattern CELL_OR_ROW = Pattern.compile("<(tr|td|th)(?:\\s[^>]*)?>|</tr>");

  /** The table in tags that starts in a line; empty if its end is missing. */
  static Optional<EnhancedTable> tagged(List<String> lines, int start) {
    int last = start;
    while (last < lines.size() && !lines.get(last).contains("</table>")) {
      last++;
    }
    if (last == lines.size()) {
      return Optional.empty();
    }
    String all = String.join("\n", lines.subList(start, last + 1));
    int open = all.indexOf("<table");
    EnhancedTag tag = EnhancedTag.at(all, open).orElseThrow();
    List<List<List<RichText>>> rows = new ArrayList<>();
    Matcher each = CELL_OR_ROW.matcher(all);
    int from = tag.end();
    while (each.find(from)) {
      from = each.end();
      if ("tr".equals(each.group(1))) {
        rows.add(new ArrayList<>());
      } else if (each.group(1) != null) {
        int close = all.indexOf("</" + each.group(1) + ">", from);
        String cell = all.substring(from, close < 0 ? all.indexOf("</table>", from) : close);
        if (rows.isEmpty()) {
          rows.add(new ArrayList<>());
        }
        rows.get(rows.size() - 1).add(EnhancedInlines.parse(cell.strip().replace("\n", "<br>")));
        from += cell.length();
      }
    }
    Block block =
        table(rows)
            .with("has_column_header", tag.attribute("header-row").equals("true"))
            .with("has_row_header", tag.attribute("header-column").equals("true"));
    return Optional.of(new EnhancedTable(block, last + 1));
  }

  /** Whether a line and the next are the head of a table in GitHub's form. */
  static boolean startsAt(List<String> lines, int start) {
    return start + 1 < lines.size()
        && lines.get(start + 1).contains("|")
        && DELIMITERS.matcher(lines.get(start + 1)).matches();
  }

  /** The table in GitHub's form that starts in a line. */
  static EnhancedTable piped(List<String> lines, int start) {
    List<List<List<RichText>>> rows = new ArrayList<>();
    rows.add(cells(lines.get(start)));
    int at = start + 2;
    while (at < lines.size() && lines.get(at).strip().startsWith("|")) {
      rows.add(cells(lines.get(at++)));
    }
    return new EnhancedTable(table(rows).with("has_column_header", true), at);
  }

  private static List<List<RichText>> cells(String line) {
    return TableLine.cells(line).stream().map(EnhancedInlines::parse).toList();
  }

  private static Block table(List<List<List<RichText>>> rows) {
    int width = rows.stream().mapToInt(List::size).max().orElse(1);
    List<Block> blocks = new ArrayList<>();
    for (List<List<RichText>> row : rows) {
      List<List<RichText>> cells = new ArrayList<>(row);
      while (cells.size() < width) {
        cells.add(List.of());
      }
      blocks.add(Block.tableRow(cells));
    }
    return Block.of("table").with("table_width", width).withChildren(blocks);
  }
}
