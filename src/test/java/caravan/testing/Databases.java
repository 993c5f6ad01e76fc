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

  /**
   * A PostgreSQL server; where none can be started the test is skipped with a message, or fails if
   * this is the build that decides ({@code CI=true}).
   */
  public static EmbeddedPostgres postgres() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException | IllegalStateException e) {
      return notStarted(e, System.getenv("CI"));
    }
  }

  /**
   * Skips the test, or fails it where nobody would notice that it is skipped.
   *
   * @param ci the environment variable CI; null if it is not set
   */
  static <T> T notStarted(Exception error, String ci) {
    if ("true".equals(ci)) {
      throw new IllegalStateException("PostgreSQL does not start, and this is the CI", error);
    }
    return Assumptions.abort("embedded PostgreSQL does not start here: " + error);
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
