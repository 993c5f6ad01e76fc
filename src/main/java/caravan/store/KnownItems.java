package caravan.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table of what sources handed over, kept for ever; read and written by the hundred. */
public final class KnownItems {

  private static final String COLUMNS =
      "item_id AS id, state, title_property, title, url, last_edited, row_hash, read_at";
  private static final int AT_ONCE = 500;

  private final Jdbi jdbi;
  private final Contended contended;

  public KnownItems(Store store) {
    this.jdbi = store.jdbi();
    this.contended = new Contended(jdbi);
    this.jdbi.registerRowMapper(KnownItem.class, ConstructorMapper.of(KnownItem.class));
  }

  /** Those of these items that the integration knows, by id. */
  public Map<String, KnownItem> find(String integration, Collection<String> ids) {
    List<String> all = List.copyOf(ids);
    List<KnownItem> found = new ArrayList<>();
    jdbi.useHandle(
        handle -> {
          for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM known_items WHERE integration = :integration"
                        + " AND item_id IN (<ids>)")
                .bind("integration", integration)
                .bindList("ids", some)
                .mapTo(KnownItem.class)
                .forEach(found::add);
          }
        });
    return found.stream().collect(Collectors.toMap(KnownItem::id, Function.identity()));
  }

  /**
   * By the id of an item, those of these integrations that know it, wherever it is now; an item
   * that none of them knows is absent.
   */
  public Map<String, Set<String>> knowing(Collection<String> integrations, Collection<String> ids) {
    Map<String, Set<String>> knowers = new HashMap<>();
    if (integrations.isEmpty() || ids.isEmpty()) {
      return knowers;
    }
    jdbi.useHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT integration, item_id FROM known_items"
                        + " WHERE integration IN (<integrations>) AND item_id IN (<ids>)")
                .bindList("integrations", List.copyOf(integrations))
                .bindList("ids", List.copyOf(ids))
                .map(
                    (row, context) ->
                        Map.entry(row.getString("item_id"), row.getString("integration")))
                .forEach(
                    it ->
                        knowers
                            .computeIfAbsent(it.getKey(), id -> new TreeSet<>())
                            .add(it.getValue())));
    return knowers;
  }

  /** The ids of what is in the integration's source, as far as is known. */
  public List<String> present(String integration) {
    return jdbi.withHandle(
        handle ->
            handle
                .select(
                    "SELECT item_id FROM known_items WHERE integration = ? AND state = 'PRESENT'"
                        + " ORDER BY item_id",
                    integration)
                .mapTo(String.class)
                .list());
  }

  /** Remembers items as they are now, all or none; each may be there only once. */
  public void save(String integration, Collection<KnownItem> items) {
    if (items.isEmpty()) {
      return;
    }
    contended.transact(
        handle -> {
          List<KnownItem> all = List.copyOf(items);
          int[] updated =
              batch(
                  handle,
                  "UPDATE known_items SET state = :state, title_property = :titleProperty,"
                      + " title = :title, url = :url, last_edited = :lastEdited,"
                      + " row_hash = :rowHash, read_at = :readAt"
                      + " WHERE integration = :integration AND item_id = :id",
                  integration,
                  all);
          List<KnownItem> unknown = new ArrayList<>();
          for (int i = 0; i < updated.length; i++) {
            if (updated[i] == 0) {
              unknown.add(all.get(i));
            }
          }
          batch(
              handle,
              "INSERT INTO known_items (integration, item_id, state, title_property, title, url,"
                  + " last_edited, row_hash, read_at) VALUES (:integration, :id, :state,"
                  + " :titleProperty, :title, :url, :lastEdited, :rowHash, :readAt)",
              integration,
              unknown);
        });
  }

  private static int[] batch(Handle handle, String sql, String integration, List<KnownItem> items) {
    if (items.isEmpty()) {
      return new int[0];
    }
    PreparedBatch batch = handle.prepareBatch(sql);
    items.forEach(item -> batch.bind("integration", integration).bindMethods(item).add());
    return batch.execute();
  }
}
