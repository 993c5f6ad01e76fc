package caravan.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Writes settings into application-local.properties, and keeps everything else that is in it. */
final class LocalSettings {

  static final String NAME = "application-local.properties";

  private final Path file;

  /**
   * @param home the folder that the file is in
   */
  LocalSettings(Path home) {
    this.file = home.resolve(NAME);
  }

  /**
   * Sets a value, in its line if there is one; the file is replaced as a whole, so that whoever
   * reads it sees the old one or the new one.
   *
   * @param value plain text without backslashes or line ends, such as an id
   */
  void set(String key, String value) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      List<String> lines = Files.exists(target) ? Files.readAllLines(target) : new ArrayList<>();
      Path folder = Objects.requireNonNull(target.getParent(), "a file lies in a folder");
      Path written = Files.createTempFile(folder, NAME, ".new");
      try {
        Files.write(written, with(lines, key, value), StandardCharsets.UTF_8);
        if (Files.exists(target) && isPosix(target)) {
          Files.setPosixFilePermissions(written, Files.getPosixFilePermissions(target));
        }
        Files.move(
            written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(written);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be written; %s=%s is not in it. Check the rights of its folder: %s"
              .formatted(file, key, value, e.getMessage()),
          e);
    }
  }

  private static boolean isPosix(Path path) throws IOException {
    return Files.getFileStore(path).supportsFileAttributeView("posix");
  }

  private static List<String> with(List<String> lines, String key, String value) {
    Pattern assignment = Pattern.compile("\\s*" + Pattern.quote(key) + "\\s*([=:].*|\\s.*)?");
    List<String> changed = new ArrayList<>();
    boolean found = false;
    for (String line : lines) {
      if (assignment.matcher(line).matches()) {
        if (!found) {
          changed.add(key + "=" + value);
        }
        found = true;
      } else {
        changed.add(line);
      }
    }
    if (!found) {
      changed.add(key + "=" + value);
    }
    return changed;
  }
}
