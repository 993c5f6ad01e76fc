package caravan.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Markdown documents from everyday to nasty. They stand in src/test/resources/caravan/corpus,
 * several to a file, each below a line {@code %%%% name}; in files named {@code *.escaped.md} with
 * Java's escapes for what no text file should hold.
 */
public final class Corpus {

  private static final Path FOLDER = Path.of("src/test/resources/caravan/corpus");
  private static final Path RECORDED = Path.of("../shared/reference/markdown");
  private static final Pattern NAME = Pattern.compile("(?m)^%%%% (.+)\n");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-f]{4}|[nrt])");

  private Corpus() {}

  /** The own documents by name. */
  public static Map<String, String> own() {
    Map<String, String> documents = new LinkedHashMap<>();
    for (Path file : files(FOLDER)) {
      boolean escaped = file.toString().endsWith(".escaped.md");
      String text = text(file);
      Matcher name = NAME.matcher(text);
      String open = null;
      int from = 0;
      while (name.find()) {
        add(documents, open, text.substring(from, name.start()), escaped);
        open = name.group(1);
        from = name.end();
      }
      add(documents, open, text.substring(from), escaped);
    }
    return documents;
  }

  private static void add(
      Map<String, String> documents, String name, String text, boolean escaped) {
    if (name == null) {
      return;
    }
    String document = escaped ? resolved(text.substring(0, text.length() - 1)) : text;
    if (documents.put(name, document) != null) {
      throw new AssertionError("two documents are named " + name);
    }
  }

  private static String resolved(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    switch (escape.group(1).charAt(0)) {
                      case 'n' -> "\n";
                      case 'r' -> "\r";
                      case 't' -> "\t";
                      default -> "" + (char) Integer.parseInt(escape.group(1).substring(1), 16);
                    }));
  }

  /** Documents that people wrote, by name; none if ../shared is absent. */
  public static Map<String, String> recorded() {
    Map<String, String> documents = new LinkedHashMap<>();
    if (Files.isDirectory(RECORDED)) {
      files(RECORDED).forEach(file -> documents.put("" + file.getFileName(), text(file)));
    }
    return documents;
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be read", e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
