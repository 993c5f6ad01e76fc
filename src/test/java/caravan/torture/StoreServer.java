package caravan.torture;

import caravan.testing.RestartablePostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
    private final RestartablePostgres server;
    private boolean running = true;

    Postgres(Path home) {
      server = RestartablePostgres.start(home.resolve("postgres"));
    }

    @Override
    Map<String, String> environment() {
      return Map.of(
          "STORE_URL", server.url(), "STORE_USER", "postgres", "STORE_PASSWORD", "postgres");
    }

    @Override
    Connection connect() throws SQLException {
      return DriverManager.getConnection(server.url(), "postgres", "postgres");
    }

    @Override
    void stop() {
      server.stop();
      running = false;
    }

    @Override
    void start() {
      if (!running) {
        server.startAgain();
        running = true;
      }
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
