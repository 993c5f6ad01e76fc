package caravan.crm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The records of a CSV file by RFC 4180: quotes, doubled quotes, delimiters and line ends in
 * quotes, any of the usual line ends. Its delimiter is the comma, semicolon or tab that the first
 * line has most of, or what a line {@code sep=;} before it says. An empty cell clears the field.
 */
final class CsvLines extends LinesAhead {

  private static final int LONGEST_HEADER = 64 * 1024;
  private static final String SEPARATOR = "sep=";

  private final Fields fields;
  private final List<String> remarks = new ArrayList<>();
  private final List<String> columns = new ArrayList<>();
  private CSVParser parser;
  private Iterator<CSVRecord> records;
  private long before;
  private Line unreadable;

  private CsvLines(Kind kind) {
    this.fields = new Fields(kind);
  }

  /** Reads records of a kind whose columns are named that way. */
  static Format format(Kind kind, Headers headers) {
    return reader -> {
      CsvLines lines = new CsvLines(kind);
      lines.unreadable = lines.open(reader, headers);
      lines.begin();
      return lines;
    };
  }

  /** What keeps its records from being read; null if nothing does. */
  private Line open(Reader reader, Headers headers) throws IOException {
    BufferedReader text = new BufferedReader(reader, LONGEST_HEADER);
    String first = firstLine(text);
    char delimiter = delimiterOf(first);
    if (first.regionMatches(true, 0, SEPARATOR, 0, SEPARATOR.length()) && first.length() <= 5) {
      delimiter = first.length() == 5 ? first.charAt(4) : ',';
      text.readLine();
      before = 1;
    }
    parser = CSVParser.parse(text, CSVFormat.RFC4180.builder().setDelimiter(delimiter).get());
    records = parser.iterator();
    try {
      if (!records.hasNext()) {
        return Line.end(1, "the file is empty; its first line must name the columns");
      }
      return head(records.next(), headers);
    } catch (UncheckedIOException | IllegalStateException e) {
      return Line.end(1 + before, unreadable(e));
    }
  }

  private Line head(CSVRecord header, Headers headers) {
    List<String> names = header.toList();
    columns.addAll(headers.fields(names));
    List<String> unused = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String field = columns.get(i);
      if (field == null && !names.get(i).isBlank()) {
        unused.add("\"" + names.get(i).strip() + "\"");
      } else if (field != null && columns.indexOf(field) < i) {
        return Line.end(1 + before, "two columns are \"%s\"; leave one out".formatted(field));
      }
    }
    for (String needed : List.of(Kind.EXTERNAL_ID, Kind.NAME)) {
      if (!columns.contains(needed)) {
        return Line.end(
            1 + before,
            "no column is \"%s\" (the columns are %s); name it so, or say in the headers setting which one it is"
                .formatted(needed, String.join(", ", names)));
      }
    }
    if (!unused.isEmpty()) {
      remarks.add("Columns that are not used: " + String.join(", ", unused) + ".");
    }
    return null;
  }

  @Override
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Goes to the next record; blank lines are none. */
  @Override
  Line read() {
    Line found = unreadable;
    while (found == null) {
      long number = parser.getCurrentLineNumber() + 1 + before;
      try {
        if (!records.hasNext()) {
          return null;
        }
        found = line(number, records.next());
      } catch (UncheckedIOException | IllegalStateException e) {
        found = Line.end(number, unreadable(e));
      }
    }
    return found;
  }

  private Line line(long number, CSVRecord record) {
    List<String> cells = record.toList();
    if (cells.stream().allMatch(String::isBlank)) {
      return null;
    }
    boolean surplus =
        cells.size() > columns.size()
            && !cells.subList(columns.size(), cells.size()).stream().allMatch(String::isBlank);
    if (surplus || cells.size() < columns.size()) {
      return Line.broken(
          number,
          "it has %d cells, but there are %d columns; look for a missing quote or delimiter"
              .formatted(cells.size(), columns.size()));
    }
    ObjectNode given = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) != null) {
        given.put(columns.get(i), cells.get(i));
      }
    }
    return fields.check(number, given);
  }

  /** The reader's and the parser's words are about their own insides. */
  private static String unreadable(RuntimeException e) {
    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
    return FileText.unreadable(cause);
  }

  private static String firstLine(BufferedReader text) throws IOException {
    text.mark(LONGEST_HEADER);
    StringBuilder line = new StringBuilder();
    int next = text.read();
    while (next != -1 && next != '\n' && next != '\r' && line.length() < LONGEST_HEADER - 1) {
      line.append((char) next);
      next = text.read();
    }
    text.reset();
    return line.toString();
  }

  /** What a header has most of, outside of quotes. */
  static char delimiterOf(String header) {
    int[] counts = new int[3];
    boolean quoted = false;
    for (char c : header.toCharArray()) {
      quoted = c == '"' ? !quoted : quoted;
      int which = ",;\t".indexOf(c);
      if (!quoted && which >= 0) {
        counts[which]++;
      }
    }
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    return ",;\t".charAt(best);
  }
}
