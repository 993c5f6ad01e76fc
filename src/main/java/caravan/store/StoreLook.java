package caravan.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/**
 * How a store stands, seen from outside; looking changes nothing in it.
 *
 * @param state how it stands
 * @param detail what is so, in words; blank where the state says it all
 * @param others who else is connected to it, one line each
 */
public record StoreLook(State state, String detail, List<String> others) {

  /** How a store stands. */
  public enum State {
    /** It answers, and has all tables. */
    READY,
    /** There is nothing yet. */
    NEW,
    /** Its tables are of an earlier Caravan. */
    OLDER,
    /** A newer Caravan has changed its tables. */
    NEWER,
    /** Another process has the H2 file open. */
    IN_USE,
    /** It does not answer, or refuses. */
    TROUBLE
  }

  private static final String TABLE = "caravan_migrations";
  private static final String POSTGRES = "jdbc:postgresql:";

  /** H2: database not found, and it must not be created. */
  private static final String H2_NONE = "90146";

  private static final String POSTGRES_PATIENCE =
      "connectTimeout=5&loginTimeout=5&socketTimeout=10";

  /** Keeps its own copy of the list. */
  public StoreLook {
    others = List.copyOf(others);
  }

  /**
   * Looks at a store.
   *
   * @param home the folder that a relative H2 file path is relative to
   */
  public static StoreLook at(Path home, String url, String user, String password) {
    boolean postgres = url.startsWith(POSTGRES);
    String address = StoreUrl.resolve(home, url);
    address +=
        postgres ? (address.contains("?") ? "&" : "?") + POSTGRES_PATIENCE : ";IFEXISTS=TRUE";
    String name = user.isBlank() && !postgres ? "sa" : user;
    try (Connection connection = DriverManager.getConnection(address, name, password)) {
      List<String> others = postgres ? others(connection) : List.of();
      return migrated(address, name, password, others);
    } catch (SQLException | RuntimeException e) {
      return trouble(e);
    }
  }

  private static StoreLook migrated(
      String address, String user, String password, List<String> others) {
    MigrationInfoService info =
        Flyway.configure()
            .dataSource(address, user, password)
            .locations("classpath:caravan/store")
            .table(TABLE)
            .load()
            .info();
    for (MigrationInfo each : info.applied()) {
      if (each.getState() == MigrationState.FUTURE_SUCCESS) {
        return new StoreLook(
            State.NEWER,
            "a newer Caravan has changed its tables (version %s)".formatted(each.getVersion()),
            others);
      }
    }
    int pending = info.pending().length;
    if (info.current() == null) {
      return new StoreLook(State.NEW, "", others);
    }
    return pending == 0
        ? new StoreLook(State.READY, "", others)
        : new StoreLook(
            State.OLDER,
            "its tables are of version %s, %d steps behind"
                .formatted(info.current().getVersion(), pending),
            others);
  }

  private static List<String> others(Connection connection) throws SQLException {
    List<String> others = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT COALESCE(NULLIF(application_name, ''), 'an unnamed program'),"
                    + " COALESCE(host(client_addr), 'this machine'), COUNT(*)"
                    + " FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid() GROUP BY 1, 2 ORDER BY 1, 2")) {
      while (result.next()) {
        others.add(
            "%s on %s (%d connections)"
                .formatted(result.getString(1), result.getString(2), result.getInt(3)));
      }
    }
    return others;
  }

  private static StoreLook trouble(Exception error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && H2_NONE.equals(sql.getSQLState())) {
        return new StoreLook(State.NEW, "", List.of());
      }
    }
    return StoreTrouble.of(error)
        .map(
            trouble ->
                trouble.kind() == StoreTrouble.Kind.IN_USE
                    ? new StoreLook(State.IN_USE, "", List.of())
                    : new StoreLook(State.TROUBLE, trouble.sentence(), List.of()))
        .orElseGet(
            () -> new StoreLook(State.TROUBLE, String.valueOf(error.getMessage()), List.of()));
  }
}
