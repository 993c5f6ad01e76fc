package caravan.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store can be written to: a database on a full disk goes on answering questions.
 *
 * <p>Any statement or commit that fails for a trouble of the store is noted; then only a write that
 * succeeds takes it back. H2 closes itself over a failed write and stays closed for all of its
 * connections, so that is tried on new ones.
 */
final class WriteWatch implements SqlLogger {

  private static final Logger LOG = LoggerFactory.getLogger(WriteWatch.class);

  private static final long BETWEEN_TRIALS_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** More than the free rest of a page, in a form that no database can compress. */
  private static final int TRIAL_CHARACTERS = 64 << 10;

  private final Jdbi jdbi;
  private final Runnable newConnections;
  private volatile StoreTrouble trouble;
  private long nextTrial = System.nanoTime();

  private WriteWatch(Jdbi jdbi, Runnable newConnections) {
    this.jdbi = jdbi;
    this.newConnections = newConnections;
  }

  /**
   * Watches everything that is written from now on.
   *
   * @param newConnections has all connections that are not in use replaced by new ones
   */
  static WriteWatch over(Jdbi jdbi, Runnable newConnections) {
    WriteWatch watch = new WriteWatch(jdbi, newConnections);
    jdbi.setSqlLogger(watch);
    jdbi.setTransactionHandler(new Commits(jdbi.getTransactionHandler(), watch));
    return watch;
  }

  @Override
  public void logException(StatementContext context, SQLException error) {
    note(error);
  }

  private void note(Throwable error) {
    StoreTrouble.of(error).filter(StoreTrouble::mayPass).ifPresent(it -> trouble = it);
  }

  /**
   * What keeps the store from being written to; empty if nothing is known. After a trouble it is
   * tried, at most every two seconds, whether that is over.
   */
  synchronized Optional<StoreTrouble> look() {
    if (trouble != null && System.nanoTime() - nextTrial >= 0) {
      newConnections.run();
      try {
        jdbi.useTransaction(WriteWatch::write);
        trouble = null;
      } catch (RuntimeException e) {
        trouble = StoreTrouble.of(e).orElse(null);
        if (trouble == null) {
          // Not what is looked for; the next write that fails for it says so again.
          LOG.warn("Whether the store can be written to again cannot be tried: {}", e.getMessage());
        }
      }
      nextTrial = System.nanoTime() + BETWEEN_TRIALS_NANOS;
    }
    return Optional.ofNullable(trouble);
  }

  /** A table of its own needs new pages, and leaves nothing behind. */
  private static void write(Handle handle) {
    StringBuilder text = new StringBuilder();
    RandomGenerator random = RandomGenerator.getDefault();
    while (text.length() < TRIAL_CHARACTERS) {
      text.append(Long.toHexString(random.nextLong()));
    }
    handle.execute("DROP TABLE IF EXISTS caravan_write_trial");
    handle.execute("CREATE TABLE caravan_write_trial (filler VARCHAR NOT NULL)");
    handle.execute("INSERT INTO caravan_write_trial VALUES (?)", text.toString());
    handle.execute("DROP TABLE caravan_write_trial");
  }

  /** Notes commits that fail. */
  private static final class Commits extends DelegatingTransactionHandler {

    private final WriteWatch watch;

    Commits(TransactionHandler jdbis, WriteWatch watch) {
      super(jdbis);
      this.watch = watch;
    }

    @Override
    public TransactionHandler specialize(Handle handle) throws SQLException {
      return new Commits(getDelegate().specialize(handle), watch);
    }

    @Override
    public void commit(Handle handle) {
      try {
        super.commit(handle);
      } catch (RuntimeException e) {
        watch.note(e);
        throw e;
      }
    }
  }
}
