package caravan.blocks;

import java.util.ArrayList;
import java.util.List;

/** A row of a table in GitHub's form, as it is written. */
final class TableLine {

  private TableLine() {}

  /** The cells of a line, without the pipes at its ends; an escaped pipe is no border. */
  static List<String> cells(String line) {
    String row = line.strip();
    List<String> cells = new ArrayList<>();
    int from = row.startsWith("|") ? 1 : 0;
    for (int i = from; i < row.length(); i++) {
      if (row.charAt(i) == '\\') {
        i++;
      } else if (row.charAt(i) == '|') {
        cells.add(row.substring(from, i).strip());
        from = i + 1;
      }
    }
    if (!row.substring(from).isBlank()) {
      cells.add(row.substring(from).strip());
    }
    return cells;
  }
}
