package caravan.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** A plain table for a terminal, as wide as its widest cells. */
final class Table {

  private static final int GAP = 2;

  private final List<String[]> rows = new ArrayList<>();

  Table(String... head) {
    rows.add(head.clone());
  }

  void row(Object... cells) {
    rows.add(Arrays.stream(cells).map(String::valueOf).toArray(String[]::new));
  }

  @Override
  public String toString() {
    Column[] columns = new Column[rows.get(0).length];
    for (int i = 0; i < columns.length; i++) {
      int column = i;
      int widest = rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
      columns[i] = new Column(widest + GAP, 0, Overflow.SPAN);
    }
    ColorScheme plain = new ColorScheme.Builder(Ansi.OFF).build();
    TextTable table = TextTable.forColumns(plain, columns);
    rows.forEach(table::addRowValues);
    return table.toString();
  }
}
