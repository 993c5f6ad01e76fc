package caravan.crm;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** A file of the inbox while its records are delivered. */
public final class InboxFile implements Closeable {

  private final Path path;
  private final String name;
  private final Kind kind;
  private final String contentHash;
  private final FileReport report = new FileReport();
  private InputStream stream;
  private Lines lines;

  /**
   * @param kind null if nothing tells it
   */
  InboxFile(Path path, String name, Kind kind, String contentHash) {
    this.path = path;
    this.name = name;
    this.kind = kind;
    this.contentHash = contentHash;
  }

  Path path() {
    return path;
  }

  /** What it is called in the inbox. */
  public String name() {
    return name;
  }

  String kind() {
    return kind == null ? "" : kind.label();
  }

  String contentHash() {
    return contentHash;
  }

  FileReport report() {
    return report;
  }

  List<String> remarks() {
    return lines == null ? List.of() : lines.remarks();
  }

  /**
   * Its records, in parts that can be delivered at once; once. What cannot be read is in there as
   * refused.
   *
   * @throws UncheckedIOException if the file cannot be opened
   */
  Iterator<List<Line>> waves(Headers headers) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean json = lower.endsWith(".json") || lower.endsWith(".jsonl");
    if (kind == null) {
      return whole(
          "nothing tells what it holds; drop it into the folder companies, contacts or deals, or begin its name with one of these words");
    }
    if (!json && !lower.matches(".*\\.(csv|tsv|txt)")) {
      return whole("it is neither .csv, .tsv, .txt nor .json; save it as one of these");
    }
    try {
      stream = Files.newInputStream(path);
      Lines.Format format = json ? JsonLines.format(kind) : CsvLines.format(kind, headers);
      lines = format.read(FileText.of(stream));
      return new Waves(lines);
    } catch (java.nio.charset.CharacterCodingException e) {
      return whole(FileText.unreadable(e));
    } catch (IOException e) {
      throw new UncheckedIOException("%s cannot be read".formatted(name), e);
    }
  }

  private static Iterator<List<Line>> whole(String reason) {
    return Collections.singleton(List.of(Line.end(1, reason))).iterator();
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
  }
}
