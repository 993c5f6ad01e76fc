package caravan.playbook;

import caravan.settings.Settings;
import caravan.store.StoreUrl;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL database of the read model. Nothing is opened before the first page is written, so
 * that a database that is away holds up nothing else.
 */
public final class PlaybookDatabase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PlaybookDatabase.class);
  private static final int CONNECTIONS = 4;
  private static final long CONNECTION_TIMEOUT_MS = 10_000;

  /** PostgreSQL: error codes, the class of a code. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "08", "Start it, or check sales-playbook.url",
          "28", "Check sales-playbook.user and sales-playbook.password",
          "3D", "Create the database that sales-playbook.url names",
          "42",
              "Give sales-playbook.user what it needs: CREATE on the database, or the schema playbook",
          "53", "It has no room left, or too many connections",
          "57", "It is stopping or starting");

  private final HikariDataSource pool = new HikariDataSource();
  private final String language;
  private boolean ready;

  /**
   * @param url {@code sales-playbook.url}; blank if the integration is not enabled
   * @param user blank if the address names one
   * @param password blank for none
   * @param language the text search configuration of PostgreSQL
   */
  PlaybookDatabase(String url, String user, String password, String language) {
    this.language = language;
    pool.setPoolName("playbook");
    pool.setJdbcUrl(url);
    if (!user.isBlank()) {
      pool.setUsername(user);
      pool.setPassword(password);
    }
    pool.setMaximumPoolSize(CONNECTIONS);
    pool.setMinimumIdle(0);
    pool.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
    StoreUrl.driverProperties(url).forEach(pool::addDataSourceProperty);
  }

  /** The one that the settings name. */
  public static PlaybookDatabase of(Settings settings) {
    return new PlaybookDatabase(
        settings.get("sales-playbook.url"),
        settings.get("sales-playbook.user"),
        settings.get("sales-playbook.password"),
        settings.get("sales-playbook.language"));
  }

  /** For the statements of routes. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * Makes the tables, if they are not there yet.
   *
   * @throws PlaybookAway if that cannot be done now
   */
  public synchronized void ready() {
    if (ready) {
      return;
    }
    try {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:caravan/playbook")
          .schemas("playbook")
          .table("caravan_migrations")
          .placeholders(Map.of("language", language))
          .load()
          .migrate();
      ready = true;
    } catch (RuntimeException e) {
      throw away(e);
    }
  }

  /** Takes the error of a statement and throws what the record's failure is. */
  public void failed(Exchange exchange) {
    Exception error = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
    SQLException sql = sql(error);
    String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
    boolean concernsAll = sql == null || state.isEmpty() || state.matches("(08|28|3D|53|57).*");
    LOG.debug("a statement of the sales playbook failed", error);
    if (concernsAll || state.equals("42501")) {
      throw away(error);
    }
    throw new PlaybookRefused("PostgreSQL refuses the page: " + line(sql));
  }

  private static PlaybookAway away(Exception error) {
    SQLException sql = sql(error);
    String state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
    String remedy =
        REMEDIES.getOrDefault(
            state.length() < 2 ? "08" : state.substring(0, 2), "See what it says");
    LOG.debug("the database of the sales playbook cannot be used", error);
    return new PlaybookAway(
        "The database of the sales playbook cannot be used (%s). %s. Nothing is lost: the next poll starts again there."
            .formatted(line(sql == null ? error : sql), remedy));
  }

  /** The deepest one knows best: a pool's timeout says nothing of why. */
  private static SQLException sql(Throwable error) {
    SQLException found = null;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        found = sql;
      }
    }
    return found;
  }

  private static String line(Throwable error) {
    return String.valueOf(error.getMessage()).replaceAll("\\s+", " ").strip();
  }

  /**
   * Whether the tables are there.
   *
   * @throws PlaybookAway if the database cannot be used now
   */
  public boolean isMade() {
    return exists("SELECT FROM information_schema.tables WHERE table_schema = 'playbook'", null);
  }

  /**
   * Whether the page has a row that is not marked as deleted.
   *
   * @throws PlaybookAway if the database cannot be used now
   */
  public boolean shows(String pageId) {
    return isMade()
        && exists(
            "SELECT FROM playbook.pages WHERE deleted_at IS NULL AND id = CAST(? AS uuid)", pageId);
  }

  private boolean exists(String query, String value) {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      if (value != null) {
        statement.setString(1, value);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    } catch (SQLException e) {
      throw away(e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
