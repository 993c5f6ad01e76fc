package caravan.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table of rows of Notion sources, kept for ever; read and written by the hundred. */
public final class KnownPages {

  private static final String COLUMNS =
      "page_id AS id, state, title_property, title, url, last_edited, row_hash, read_at";
  private static final int AT_ONCE = 500;

  private final Jdbi jdbi;
  private final Contended contended;

  public KnownPages(Store store) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(KnownPage.class, ConstructorMapper.of(KnownPage.class));
  }

  /** Those of these pages that the integration knows, by id. */
  public Map<String, KnownPage> find(String integration, Collection<String> ids) {
    List<String> all = List.copyOf(ids);
    List<KnownPage> found = new ArrayList<>();
    jdbi.useHandle(
        handle -> {
          for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM known_pages WHERE integration = :integration"
                        + " AND page_id IN (<ids>)")
                .bind("integration", integration)
                .bindList("ids", some)
                .mapTo(KnownPage.class)
                .forEach(found::add);
          }
        });
    return found.stream().collect(Collectors.toMap(KnownPage::id, Function.identity()));
  }

  /** The ids of the pages that are rows of the integration's data source, as far as is known. */
  public List<String> present(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT page_id FROM known_pages WHERE integration = ? AND state = 'PRESENT'"
                        + " ORDER BY page_id",
                    integration)
                .mapTo(String.class)
                .list());
  }

  /** Remembers pages as they are now, all or none; each may be there only once. */
  public void save(String integration, Collection<KnownPage> pages) {
    if (pages.isEmpty()) {
      return;
    }
    contended.transact(
        handle -> {
          List<KnownPage> all = List.copyOf(pages);
          int[] updated =
              batch(
                  handle,
                  "UPDATE known_pages SET state = :state, title_property = :titleProperty,"
                      + " title = :title, url = :url, last_edited = :lastEdited,"
                      + " row_hash = :rowHash, read_at = :readAt"
                      + " WHERE integration = :integration AND page_id = :id",
                  integration,
                  all);
          List<KnownPage> unknown = new ArrayList<>();
          for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
              unknown.add(all.get(i));
            }
          }
          batch(
              handle,
              "INSERT INTO known_pages (integration, page_id, state, title_property, title, url,"
                  + " last_edited, row_hash, read_at) VALUES (:integration, :id, :state,"
                  + " :titleProperty, :title, :url, :lastEdited, :rowHash, :readAt)",
              integration,
              unknown);
        });
  }

  private static int[] batch(Handle handle, String sql, String integration, List<KnownPage> pages) {
    if (pages.isEmpty()) {
      return new int[0];
    }
    PreparedBatch batch = handle.prepareBatch(sql);
    pages.forEach(page -> batch.bind("integration", integration).bindMethods(page).add());
    return batch.execute();
  }
}
