package caravan.testing;

import caravan.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Assumptions;

/** The databases that the store's promises are tested on. */
public final class Databases {

  private Databases() {}

  /** A store on a new H2 file in a folder. */
  public static Store h2(Path home) {
    return Store.open(home, "jdbc:h2:file:./data/caravan", "", "");
  }

  /** A PostgreSQL server; the test is skipped with a message where none can be started. */
  public static EmbeddedPostgres postgres() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException | IllegalStateException e) {
      return Assumptions.abort("embedded PostgreSQL does not start here: " + e);
    }
  }

  /** A store on a PostgreSQL server. */
  public static Store on(EmbeddedPostgres postgres) {
    return Store.open(
        Path.of(""), postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
  }

  /** A new, empty database of a PostgreSQL server; its address. */
  public static String newDatabase(EmbeddedPostgres postgres, String name) {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      return postgres.getJdbcUrl("postgres", name).replaceFirst("\\?.*", "");
    } catch (SQLException e) {
      throw new IllegalStateException("the database " + name + " cannot be created", e);
    }
  }
}
