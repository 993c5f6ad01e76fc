package caravan.torture;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/** Where the hub keeps its memory: an H2 file, or a PostgreSQL server that can be stopped. */
abstract sealed class StoreServer implements AutoCloseable {

  /** The kinds, as {@code -Dstore=} names them. */
  enum Kind {
    H2,
    POSTGRES;

    static StoreServer open(Kind kind, Path home) {
      return kind == H2 ? new H2(home) : new Postgres(home);
    }
  }

  /** What the hub's environment says of it. */
  abstract Map<String, String> environment();

  /** Stops the server, if there is one. */
  void stop() {}

  /** Starts it, unless it runs. */
  void start() {}

  abstract Connection connect() throws SQLException;

  /**
   * What a query gives: each row's columns as text, separated by bars. H2 lets nobody in while the
   * hub runs.
   */
  List<String> rows(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(result.getString(i)));
        }
        rows.add(String.join(" | ", columns));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {}

  private static final class H2 extends StoreServer {
    private final Path home;

    H2(Path home) {
      this.home = home;
    }

    @Override
    Map<String, String> environment() {
      return Map.of("STORE_URL", "jdbc:h2:file:./data/caravan");
    }

    @Override
    Connection connect() throws SQLException {
      return DriverManager.getConnection("jdbc:h2:file:" + home.resolve("data/caravan"), "sa", "");
    }
  }

  private static final class Postgres extends StoreServer {
    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    Postgres(Path home) {
      this.folder = home.resolve("postgres");
      try {
        server =
            EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .start();
      } catch (IOException | IllegalStateException e) {
        Assumptions.abort("embedded PostgreSQL does not start here: " + e);
      }
      port = server.getPort();
    }

    private String url() {
      return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    @Override
    Map<String, String> environment() {
      return new TreeMap<>(
          Map.of("STORE_URL", url(), "STORE_USER", "postgres", "STORE_PASSWORD", "postgres"));
    }

    @Override
    Connection connect() throws SQLException {
      return DriverManager.getConnection(url(), "postgres", "postgres");
    }

    @Override
    void stop() {
      if (server != null) {
        try {
          server.close();
        } catch (IOException e) {
          throw new UncheckedIOException("PostgreSQL did not stop", e);
        }
        server = null;
      }
    }

    @Override
    void start() {
      if (server != null) {
        return;
      }
      try {
        server =
            EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL did not start again", e);
      }
    }

    @Override
    public void close() {
      stop();
    }
  }
}
