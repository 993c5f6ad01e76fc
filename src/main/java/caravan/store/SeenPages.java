package caravan.store;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** Rows of Notion sources as they were last read. */
public final class SeenPages {

  /**
   * A page as it was last read.
   *
   * @param lastEdited Notion's last_edited_time then
   * @param rowHash the hash of its row then
   * @param readAt when its body (or its row, where no body is needed) was read
   */
  public record Seen(Instant lastEdited, String rowHash, Instant readAt) {}

  private final Jdbi jdbi;
  private final Contended contended;

  public SeenPages(Store store) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(Seen.class, ConstructorMapper.of(Seen.class));
  }

  /** How the page was last read by this integration. */
  public Optional<Seen> find(String integration, String pageId) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT last_edited, row_hash, read_at FROM seen_pages"
                        + " WHERE integration = ? AND page_id = ?",
                    integration,
                    pageId)
                .mapTo(Seen.class)
                .findOne());
  }

  /** Remembers how the page was read. */
  public void save(String integration, String pageId, Seen seen) {
    contended.transact(
        handle -> {
          handle.execute(
              "DELETE FROM seen_pages WHERE integration = ? AND page_id = ?", integration, pageId);
          handle.execute(
              "INSERT INTO seen_pages (integration, page_id, last_edited, row_hash, read_at)"
                  + " VALUES (?, ?, ?, ?, ?)",
              integration,
              pageId,
              seen.lastEdited(),
              seen.rowHash(),
              seen.readAt());
        });
  }

  /** Drops pages that no later poll can meet again: edited before the given moment. */
  public void dropBefore(String integration, Instant moment) {
    jdbi.useHandle(
        handle ->
            handle.execute(
                "DELETE FROM seen_pages WHERE integration = ? AND last_edited < ?",
                integration,
                moment));
  }
}
