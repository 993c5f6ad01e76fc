package caravan.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A real file system of a few megabytes that the test can fill up and make room on again. */
public final class SmallDisk implements AutoCloseable {

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Mounts one on a folder, which is created.
   *
   * <p>The test is skipped with a message where that is not allowed: it takes Linux and root.
   */
  public static SmallDisk mount(Path folder, int megabytes) {
    try {
      Files.createDirectories(folder);
      int code =
          run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
      Assumptions.assumeTrue(code == 0, "skipped: a small file system takes root to mount");
      return new SmallDisk(folder);
    } catch (IOException e) {
      return Assumptions.abort("skipped: no small file system can be mounted here: " + e);
    }
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** Takes all the room that is left. */
  public void fill() {
    byte[] page = new byte[4096];
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      while (true) {
        ballast.write(page);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left on device")) {
        throw new UncheckedIOException("the disk cannot be filled", e);
      }
    }
  }

  /** Gives it back. */
  public void makeRoom() {
    try {
      Files.delete(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException("no room can be made on the disk", e);
    }
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  @Override
  public void close() {
    try {
      int code = run("umount", "-l", folder.toString());
      if (code != 0) {
        throw new IllegalStateException("umount of " + folder + " ends with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the disk cannot be unmounted", e);
    }
  }

  private static int run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while mounting", e);
    }
  }
}
