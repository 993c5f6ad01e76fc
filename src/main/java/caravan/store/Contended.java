package caravan.store;

import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Transactions that put one row in another's place, from several threads: the one that loses runs
 * again on what the winner left. Neither database has a statement for it that the other knows.
 */
final class Contended {

  private static final int ATTEMPTS = 20;

  /** Duplicate key, serialization failure, deadlock (PostgreSQL), concurrent update (H2). */
  private static final Set<String> LOST = Set.of("23505", "40001", "40P01", "90131");

  private final Jdbi jdbi;

  Contended(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Commits the work; it may run more than once. */
  void transact(HandleConsumer<RuntimeException> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        jdbi.useTransaction(work);
        return;
      } catch (JdbiException e) {
        if (attempt == ATTEMPTS || !isLost(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isLost(JdbiException error) {
    return error.getCause() instanceof SQLException sql && LOST.contains(sql.getSQLState());
  }
}
