package caravan.store;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The files of an inbox whose every record was handed over, by their content. */
public final class InboxStore {

  private static final int LONGEST_NAME = 500;

  /**
   * A file that is done.
   *
   * @param name what it was called
   * @param doneAt when its last record was handed over
   */
  public record Done(String name, Instant doneAt) {}

  private final Jdbi jdbi;
  private final Contended contended;
  private final Clock clock;

  public InboxStore(Store store, Clock clock) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Done.class, ConstructorMapper.of(Done.class));
    this.clock = clock;
  }

  /** The file of that content that is done; empty if there is none. */
  public Optional<Done> find(String integration, String kind, String contentHash) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT name, done_at FROM inbox_files"
                        + " WHERE integration = ? AND kind = ? AND content_hash = ?",
                    integration,
                    kind,
                    contentHash)
                .mapTo(Done.class)
                .findOne());
  }

  /** The file is done; so is every other one of its content from now on. */
  public void done(String integration, String kind, String contentHash, String name) {
    contended.transact(
        handle -> {
          handle.execute(
              "DELETE FROM inbox_files"
                  + " WHERE integration = ? AND kind = ? AND content_hash = ?",
              integration,
              kind,
              contentHash);
          handle.execute(
              "INSERT INTO inbox_files (integration, kind, content_hash, name, done_at)"
                  + " VALUES (?, ?, ?, ?, ?)",
              integration,
              kind,
              contentHash,
              name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name,
              clock.instant());
        });
  }
}
