package caravan.changes;

import caravan.store.KnownPage;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rows of one answer, up to 100: what was known of them before, and what is to be remembered of
 * them, so that the store is asked and told once for all of them. Safe for use by several threads.
 */
public final class RowBatch {

  private final List<JsonNode> rows;
  private final Map<String, KnownPage> known;
  private final Map<String, KnownPage> remembered = new ConcurrentHashMap<>();

  RowBatch(List<JsonNode> rows, Map<String, KnownPage> known) {
    this.rows = List.copyOf(rows);
    this.known = Map.copyOf(known);
  }

  /** The rows as Notion gave them, stamped with their data source. */
  public List<JsonNode> rows() {
    return rows;
  }

  Optional<KnownPage> known(String pageId) {
    return Optional.ofNullable(known.get(pageId));
  }

  void remember(KnownPage page) {
    remembered.put(page.id(), page);
  }

  Collection<KnownPage> remembered() {
    return remembered.values();
  }
}
