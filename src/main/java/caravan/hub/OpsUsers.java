package caravan.hub;

import caravan.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;

/**
 * Who may see health, metrics and Jolokia: {@code ops.user} with {@code ops.password}. Where no
 * password is set, one is made up and kept in {@code data/ops.password}, which only the owner can
 * read, so that {@code ./caravan status} works on the same machine.
 */
public final class OpsUsers {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int PASSWORD_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final Path data;
  private final String user;
  private final String configured;

  public OpsUsers(Path home, Settings settings) {
    this.data = home.resolve("data");
    this.user = settings.get("ops.user");
    this.configured = settings.get("ops.password");
  }

  /** The user's name. */
  public String user() {
    return user;
  }

  /** Whether there is a password already, so that asking for it makes up none. */
  public boolean hasPassword() {
    return !configured.isBlank() || Files.exists(data.resolve("ops.password"));
  }

  /** The password; made up and kept on first use if none is set. */
  public String password() {
    if (!configured.isBlank()) {
      return configured;
    }
    Path file = data.resolve("ops.password");
    try {
      if (!Files.exists(file)) {
        byte[] made = new byte[PASSWORD_BYTES];
        random.nextBytes(made);
        write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(made));
      }
      return Files.readString(file, StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + file + " cannot be read or written", e);
    }
  }

  /** What is wrong with the name or the password; blank if nothing is. */
  String problem() {
    if (!user.matches("[A-Za-z0-9._-]+")) {
      return "ops.user (OPS_USER) may have only letters, digits, dots, dashes and underscores.";
    }
    if (configured.contains(",")) {
      return "ops.password (OPS_PASSWORD) must not have a comma.";
    }
    return "";
  }

  /**
   * The properties file from which Camel's management server learns its user: outside the project,
   * for its owner only, gone with the process.
   */
  Path file() {
    String escaped = password().replace("\\", "\\\\");
    try {
      Path file = Files.createTempFile("caravan-ops", ".users");
      file.toFile().deleteOnExit();
      write(file, "user." + user + "=" + escaped + ",operator\nrole.operator=*\n");
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the file with the operator's credentials cannot be written", e);
    }
  }

  private void write(Path file, String text) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    Files.createDirectories(folder);
    Files.deleteIfExists(file);
    boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    FileAttribute<?>[] rights =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Files.createFile(file, rights);
    Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
  }
}
