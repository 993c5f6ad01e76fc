package caravan.store;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The table of what each connection to Notion spent of its budget lately. */
public final class SpendingStore {

  /**
   * Requests of a connection.
   *
   * @param untilAt when the last of them was sent or answered, at the latest; whole milliseconds
   * @param requests how many, at the most
   * @param background how many of them of the background lane, at the most
   */
  public record Spent(Instant untilAt, int requests, int background) {}

  private final Jdbi jdbi;

  public SpendingStore(Store store) {
    this.jdbi = store.jdbi();
    this.jdbi.registerRowMapper(Spent.class, ConstructorMapper.of(Spent.class));
  }

  /** What a connection spent after a moment, oldest first. */
  public List<Spent> after(String connection, Instant moment) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT until_at, requests, background FROM spending"
                        + " WHERE connection = ? AND until_at > ? ORDER BY until_at",
                    connection,
                    moment)
                .mapTo(Spent.class)
                .list());
  }

  /**
   * Writes down what is about to be spent, and corrects what was written before it.
   *
   * @param before what was really spent of what was written last; null for nothing
   * @param next what may be spent from now on
   * @param forget what lies before this moment is of no use any more
   */
  public void next(String connection, Spent before, Spent next, Instant forget) {
    jdbi.useTransaction(
        handle -> {
          if (before != null) {
            handle.execute(
                "UPDATE spending SET requests = ?, background = ?"
                    + " WHERE connection = ? AND until_at = ?",
                before.requests(),
                before.background(),
                connection,
                before.untilAt());
          }
          insert(handle, connection, next);
          handle.execute(
              "DELETE FROM spending WHERE connection = ? AND until_at < ?", connection, forget);
        });
  }

  /** Puts what is known for certain in the place of all that was written of a connection. */
  public void replace(String connection, List<Spent> spent) {
    jdbi.useTransaction(
        handle -> {
          handle.execute("DELETE FROM spending WHERE connection = ?", connection);
          spent.forEach(it -> insert(handle, connection, it));
        });
  }

  private static void insert(Handle handle, String connection, Spent spent) {
    handle.execute(
        "INSERT INTO spending (connection, until_at, requests, background) VALUES (?, ?, ?, ?)",
        connection,
        spent.untilAt(),
        spent.requests(),
        spent.background());
  }
}
