package caravan.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/**
 * The hub's memory: a pool of connections to H2 (default) or PostgreSQL, migrated on opening.
 *
 * <p>Opening fails with a {@link StoreUnavailable} that says which URL could not be opened; the hub
 * never works without its memory.
 */
public final class Store implements AutoCloseable {

  private static final int POOL_SIZE = 16;
  private static final long CONNECTION_TIMEOUT_MS = 5_000;

  private final HikariDataSource dataSource;
  private final Jdbi jdbi;
  private final WriteWatch writes;

  private Store(HikariDataSource dataSource) {
    this.dataSource = dataSource;
    this.jdbi = Jdbi.create(dataSource);
    this.writes =
        WriteWatch.over(jdbi, () -> dataSource.getHikariPoolMXBean().softEvictConnections());
  }

  /**
   * Opens and migrates the store.
   *
   * @param home the folder that a relative H2 file path is relative to
   * @param url a JDBC URL of H2 or PostgreSQL
   * @param user the database user; blank for H2's default
   * @param password its password; blank for none
   */
  public static Store open(Path home, String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setJdbcUrl(StoreUrl.resolve(home, url));
    config.setUsername(user.isBlank() && url.startsWith("jdbc:h2:") ? "sa" : user);
    config.setPassword(password);
    StoreUrl.driverProperties(url).forEach(config::addDataSourceProperty);
    config.setMaximumPoolSize(POOL_SIZE);
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw StoreUnavailable.opening(url, e);
    }
    try {
      Flyway.configure()
          // A connection of its own: a migration may take longer than the pool waits for answers.
          .dataSource(config.getJdbcUrl(), config.getUsername(), password)
          .locations("classpath:caravan/store")
          .table("caravan_migrations")
          // A store that a newer Caravan wrote must not be worked on by an older one.
          .ignoreMigrationPatterns("")
          .load()
          .migrate();
    } catch (RuntimeException e) {
      pool.close();
      throw StoreUnavailable.opening(url, e);
    }
    return new Store(pool);
  }

  /** The entry to SQL for the classes of this package's tables. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** What keeps the store from answering, or from writing, now; empty if nothing does. */
  public Optional<StoreTrouble> trouble() {
    Optional<StoreTrouble> known = writes.look();
    if (known.isPresent()) {
      return known;
    }
    try {
      jdbi.useHandle(handle -> handle.select("SELECT 1").mapTo(Integer.class).one());
      return Optional.empty();
    } catch (RuntimeException e) {
      StoreTrouble unknown =
          new StoreTrouble(StoreTrouble.Kind.AWAY, String.valueOf(e.getMessage()));
      return Optional.of(StoreTrouble.of(e).orElse(unknown));
    }
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
