package caravan.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;

/** What a table means, a line for each row. */
final class TableMeaning {

  /** Rows of one table in Notion, the header among them. */
  private static final int ROWS = 100;

  private final String source;
  private final Told told;
  private final Function<Node, String> shown;

  /**
   * @param shown what a cell says
   */
  TableMeaning(String source, Told told, Function<Node, String> shown) {
    this.source = source;
    this.told = told;
    this.shown = shown;
  }

  List<String> lines(Node table) {
    boolean wider = told.of("table cells beyond the header");
    List<List<String>> all = new ArrayList<>();
    for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
      for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
        List<String> cells = new ArrayList<>();
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
          cells.add(shown.apply(cell));
        }
        if (wider) {
          cells.addAll(beyond(row, cells.size()));
        }
        all.add(cells);
      }
    }
    return split("table" + alignment(table.getFirstChild().getFirstChild()), padded(all));
  }

  /** A table of more rows than Notion takes goes on in further tables with the same header. */
  private List<String> split(String head, List<String> rows) {
    boolean split = told.of("table of " + rows.size() + " rows");
    List<String> body = rows.subList(1, rows.size());
    int perTable = split ? ROWS - 1 : Math.max(1, body.size());
    List<String> lines = new ArrayList<>();
    int from = 0;
    do {
      lines.add(head);
      lines.add("  head " + rows.get(0));
      int to = Math.min(body.size(), from + perTable);
      body.subList(from, to).forEach(row -> lines.add("  row " + row));
      from = to;
    } while (from < body.size());
    return lines;
  }

  private String alignment(Node header) {
    StringBuilder alignment = new StringBuilder();
    boolean kept = !told.of("alignment of table columns");
    for (Node cell = header.getFirstChild(); cell != null && kept; cell = cell.getNext()) {
      TableCell.Alignment own = ((TableCell) cell).getAlignment();
      alignment.append(own == null ? "" : " " + own);
    }
    return alignment.toString();
  }

  private static List<String> padded(List<List<String>> rows) {
    int width = rows.stream().mapToInt(List::size).max().orElse(0);
    List<String> padded = new ArrayList<>();
    for (List<String> cells : rows) {
      List<String> row = new ArrayList<>(cells);
      while (row.size() < width) {
        row.add("");
      }
      padded.add(String.join(" | ", row));
    }
    return padded;
  }

  /** The cells that GitHub leaves out, as they are written. */
  private List<String> beyond(Node row, int held) {
    SourceSpan span = row.getSourceSpans().get(0);
    String line =
        source.substring(span.getInputIndex(), span.getInputIndex() + span.getLength()).strip();
    String inner = line.replaceAll("^\\|", "").replaceAll("(?<!\\\\)\\|$", "");
    List<String> cells = List.of(inner.split("(?<!\\\\)\\|", -1));
    return cells.subList(Math.min(held, cells.size()), cells.size()).stream()
        .map(cell -> cell.isBlank() ? "" : "'" + cell.strip() + "'")
        .toList();
  }
}
