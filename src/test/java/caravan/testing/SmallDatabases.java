package caravan.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Databases whose data lies on a disk that can be filled up. */
public final class SmallDatabases {

  private SmallDatabases() {}

  /** The URL of an H2 file on the disk. */
  public static String h2(SmallDisk disk) {
    return "jdbc:h2:file:" + disk.folder().resolve("caravan");
  }

  /**
   * The URL of a PostgreSQL database whose tables are made on the disk; what PostgreSQL itself
   * needs, such as its log of writes, lies elsewhere: without that it does not say that the disk is
   * full, it stops. User and password are {@code postgres}.
   */
  public static String postgres(EmbeddedPostgres server, SmallDisk disk) {
    try {
      Path folder = Files.createDirectory(disk.folder().resolve("tables"));
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLESPACE small LOCATION '" + folder + "'");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for tables can be made", e);
    } catch (SQLException e) {
      throw new IllegalStateException("no tables can be put on the small disk", e);
    }
    return "jdbc:postgresql://127.0.0.1:%d/postgres?options=-c%%20default_tablespace=small"
        .formatted(server.getPort());
  }
}
