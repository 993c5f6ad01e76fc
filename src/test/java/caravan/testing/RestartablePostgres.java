package caravan.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** A PostgreSQL server that can be stopped and started again with the same data and port. */
public final class RestartablePostgres implements AutoCloseable {

  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  private RestartablePostgres(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  /** Starts one; where none can be started the test is skipped, or fails as Databases has it. */
  public static RestartablePostgres start(Path folder) {
    try {
      RestartablePostgres postgres = new RestartablePostgres(folder.resolve("data"), freePort());
      postgres.server = postgres.run();
      return postgres;
    } catch (IOException | IllegalStateException e) {
      return Databases.notStarted(e, System.getenv("CI"));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** The JDBC URL, the same after a restart; the user and password are {@code postgres}. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Stops it as an operator would: connections are cut. */
  public void stop() {
    try {
      server.close();
      server = null;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not stop", e);
    }
  }

  /** Starts it again. */
  public void startAgain() {
    try {
      server = run();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start again", e);
    }
  }

  private EmbeddedPostgres run() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .start();
  }

  @Override
  public void close() {
    if (server != null) {
      stop();
    }
  }
}
