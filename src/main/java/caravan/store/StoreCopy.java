package caravan.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * A temporary copy of a store in H2, whatever the store itself is in, to try things on. It is read
 * in one transaction, so that it is as the store was at one moment; the store does not notice.
 */
public final class StoreCopy {

  private static final int AT_ONCE = 1_000;

  /** History is no memory, what is told or looked at is no dry run's; migrations are made anew. */
  private static final Set<String> LEFT_OUT =
      Set.of("runs", "caravan_migrations", "incidents", "webhook_events", "webhook_work");

  private StoreCopy() {}

  /**
   * Copies a store.
   *
   * @param folder where the copy's file goes
   */
  public static Store of(Store store, Path folder) {
    Store copy = Store.open(folder, "jdbc:h2:file:./copy;WRITE_DELAY=500", "", "");
    try {
      store
          .jdbi()
          .useTransaction(
              TransactionIsolationLevel.REPEATABLE_READ,
              from -> copy.jdbi().useHandle(to -> copyAll(from, to)));
      return copy;
    } catch (RuntimeException e) {
      copy.close();
      throw e;
    }
  }

  private static void copyAll(Handle from, Handle to) {
    try {
      Connection target = to.getConnection();
      Map<String, Map<String, Integer>> tables = tables(target);
      // Parents and children may come in any order.
      to.execute("SET REFERENTIAL_INTEGRITY FALSE");
      for (Map.Entry<String, Map<String, Integer>> table : tables.entrySet()) {
        copy(from.getConnection(), target, table.getKey(), table.getValue());
      }
      to.execute("SET REFERENTIAL_INTEGRITY TRUE");
    } catch (SQLException e) {
      throw new IllegalStateException("the store cannot be copied: " + e.getMessage(), e);
    }
  }

  /** The columns' SQL types by the names of tables and columns. */
  private static Map<String, Map<String, Integer>> tables(Connection target) throws SQLException {
    Map<String, Map<String, Integer>> tables = new TreeMap<>();
    DatabaseMetaData metadata = target.getMetaData();
    try (ResultSet found =
        metadata.getTables(null, "PUBLIC", null, new String[] {"BASE TABLE", "TABLE"})) {
      while (found.next()) {
        String table = found.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
        if (!LEFT_OUT.contains(table)) {
          tables.put(table, new LinkedHashMap<>());
        }
      }
    }
    for (Map.Entry<String, Map<String, Integer>> table : tables.entrySet()) {
      try (ResultSet columns =
          metadata.getColumns(null, "PUBLIC", table.getKey().toUpperCase(Locale.ROOT), null)) {
        while (columns.next()) {
          table
              .getValue()
              .put(
                  columns.getString("COLUMN_NAME").toLowerCase(Locale.ROOT),
                  columns.getInt("DATA_TYPE"));
        }
      }
    }
    return tables;
  }

  private static void copy(
      Connection from, Connection target, String table, Map<String, Integer> columns)
      throws SQLException {
    String names = String.join(", ", columns.keySet());
    String places = columns.keySet().stream().map(it -> "?").collect(Collectors.joining(", "));
    List<Integer> types = List.copyOf(columns.values());
    try (Statement select = from.createStatement();
        PreparedStatement insert =
            target.prepareStatement(
                "INSERT INTO %s (%s) VALUES (%s)".formatted(table, names, places))) {
      select.setFetchSize(AT_ONCE);
      int waiting = 0;
      try (ResultSet rows = select.executeQuery("SELECT %s FROM %s".formatted(names, table))) {
        while (rows.next()) {
          for (int i = 1; i <= types.size(); i++) {
            insert.setObject(i, value(rows, i, types.get(i - 1)));
          }
          insert.addBatch();
          waiting++;
          if (waiting == AT_ONCE) {
            insert.executeBatch();
            waiting = 0;
          }
        }
      }
      if (waiting > 0) {
        insert.executeBatch();
      }
      if (columns.containsKey("id") && types.get(0) == Types.BIGINT) {
        goOnCounting(target, table);
      }
    }
  }

  /** Both databases give these by the types that the migrations name. */
  private static Object value(ResultSet rows, int column, int type) throws SQLException {
    return switch (type) {
      case Types.TIMESTAMP_WITH_TIMEZONE -> rows.getObject(column, OffsetDateTime.class);
      case Types.CLOB, Types.VARCHAR -> rows.getString(column);
      case Types.BLOB, Types.VARBINARY, Types.BINARY -> rows.getBytes(column);
      default -> rows.getObject(column);
    };
  }

  /** New rows get numbers behind those of the copied ones. */
  private static void goOnCounting(Connection target, String table) throws SQLException {
    try (Statement statement = target.createStatement();
        ResultSet greatest = statement.executeQuery("SELECT MAX(id) FROM " + table)) {
      greatest.next();
      long next = greatest.getLong(1) + 1;
      try (Statement restart = target.createStatement()) {
        restart.execute("ALTER TABLE %s ALTER COLUMN id RESTART WITH %d".formatted(table, next));
      }
    }
  }
}
