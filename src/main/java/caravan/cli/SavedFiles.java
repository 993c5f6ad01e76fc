package caravan.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Notices that somebody saved a file of the folder routes/ or the settings.
 *
 * <p>It compares contents, and only what two looks in succession found alike counts: editors write
 * in place, in parts, or rename a new file over the old one, and Camel's watcher, which goes by the
 * file system's events, would take each of their steps for a save.
 */
final class SavedFiles {

  private static final List<String> SETTINGS =
      List.of("application.properties", "application-local.properties");

  private final Path home;
  private final Map<String, String> running;
  private Map<String, String> last;
  private Map<String, String> judged;

  /** What is there now is what runs. */
  SavedFiles(Path home) {
    this.home = home;
    this.running = read();
    this.last = running;
    this.judged = running;
  }

  /**
   * Whether the files are others than those that run and those that were judged last, and nobody is
   * writing. A true answer comes once for the same contents.
   */
  boolean look() {
    Map<String, String> now = read();
    boolean still = now.equals(last);
    last = now;
    if (!still || now.equals(judged)) {
      return false;
    }
    judged = now;
    return !now.equals(running);
  }

  private Map<String, String> read() {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home.resolve("routes"))) {
      for (Path file : files.filter(SavedFiles::counts).toList()) {
        add(file, contents);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folder routes/ cannot be read", e);
    }
    SETTINGS.forEach(name -> add(home.resolve(name), contents));
    return contents;
  }

  private static boolean counts(Path file) {
    String name = String.valueOf(file.getFileName());
    return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".json"));
  }

  private static void add(Path file, Map<String, String> contents) {
    try {
      contents.put(
          file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException absent) {
      contents.remove(file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
