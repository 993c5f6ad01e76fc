package caravan.crm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The folder into which files are dropped: {@code companies/}, {@code contacts/} and {@code
 * deals/}, or files anywhere in it whose names begin with one of these words; {@code done/} and
 * {@code failed/} for what was read.
 */
public final class InboxFolder {

  private static final String DONE = "done";
  private static final String FAILED = "failed";
  private static final String REPORT = ".report.txt";
  private static final int PART = 64 * 1024;

  private final Path root;

  /** The folder of that path, which need not be there yet. */
  public InboxFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * Makes the folder, and those in it, where they are missing.
   *
   * @throws IOException if that cannot be done
   */
  public void create() throws IOException {
    for (String folder : List.of("companies", "contacts", "deals", DONE, FAILED)) {
      Files.createDirectories(root.resolve(folder));
    }
  }

  /** What a file is called in this folder, with the folders that it is in. */
  String name(Path file) {
    return root.relativize(file.toAbsolutePath().normalize()).toString();
  }

  /** The kind that a file's folders or name tell; empty if they tell none. */
  Optional<Kind> kind(Path file) {
    Path relative = root.relativize(file.toAbsolutePath().normalize());
    for (int i = relative.getNameCount() - 2; i >= 0; i--) {
      Optional<Kind> kind = Kind.of(relative.getName(i).toString());
      if (kind.isPresent()) {
        return kind;
      }
    }
    String name = String.valueOf(relative.getFileName()).toLowerCase(Locale.ROOT);
    for (Kind kind : Kind.values()) {
      if (name.matches(kind.label() + "([^a-z].*)?")) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /**
   * The SHA-256 of a file's content, in hex.
   *
   * @throws IOException if it cannot be read
   */
  static String contentHash(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[PART];
      for (int read = stream.read(part); read >= 0; read = stream.read(part)) {
        digest.update(part, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Moves a file whose every record was taken to {@code done/}; gives where it is now. */
  Path done(Path file) throws IOException {
    return move(file, DONE);
  }

  /**
   * Moves a file that was not taken whole to {@code failed/}, with a report beside it; gives where
   * it is now. The report is there first: a file in {@code failed/} has one, whatever happens.
   */
  Path failed(Path file, String report) throws IOException {
    Path target = free(file, FAILED);
    Files.writeString(
        target.resolveSibling(target.getFileName() + REPORT), report, StandardCharsets.UTF_8);
    return Files.move(file, target);
  }

  private Path move(Path file, String folder) throws IOException {
    return Files.move(file, free(file, folder));
  }

  /** Where a file can go; with a number if one of its name is there already. */
  private Path free(Path file, String folder) throws IOException {
    Path wanted = root.resolve(folder).resolve(name(file));
    Path parent = Objects.requireNonNull(wanted.getParent(), "it is in the folder");
    Files.createDirectories(parent);
    String name = String.valueOf(wanted.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String ending = dot > 0 ? name.substring(dot) : "";
    Path free = wanted;
    for (int i = 2; Files.exists(free); i++) {
      free = parent.resolve("%s (%d)%s".formatted(stem, i, ending));
    }
    return free;
  }
}
