package caravan.sync;

import caravan.store.KnownItem;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What one answer of a source brought: what was known of it before, and what is to be remembered of
 * it, so that the store is asked and told once for all of it. Safe for use by several threads.
 */
public final class ItemBatch {

  private final List<JsonNode> items;
  private final Map<String, KnownItem> known;
  private final Map<String, KnownItem> remembered = new ConcurrentHashMap<>();

  /**
   * @param items what has to be looked at, as the source gave it
   * @param known what the store knows of it, by id
   */
  public ItemBatch(List<JsonNode> items, Map<String, KnownItem> known) {
    this.items = List.copyOf(items);
    this.known = Map.copyOf(known);
  }

  /** What has to be looked at. */
  public List<JsonNode> items() {
    return items;
  }

  /** What was known of an item before; empty if nothing. */
  public Optional<KnownItem> known(String id) {
    return Optional.ofNullable(known.get(id));
  }

  /** Notes what is to be remembered of an item; the last word counts. */
  public void remember(KnownItem item) {
    remembered.put(item.id(), item);
  }

  /** What is to be remembered. */
  public Collection<KnownItem> remembered() {
    return remembered.values();
  }
}
