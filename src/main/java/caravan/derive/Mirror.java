package caravan.derive;

import caravan.store.MirrorStore;
import caravan.store.MirrorStore.Stored;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The rows that integrations compute from, as they were last read; and whether any changed. */
final class Mirror {

  private final MirrorStore store;
  private final ObjectMapper json;

  /** Integrations of whose rows none has changed since everything was computed. */
  private final Set<String> settled = ConcurrentHashMap.newKeySet();

  Mirror(MirrorStore store, ObjectMapper json) {
    this.store = store;
    this.json = json;
  }

  /** All rows of an integration. */
  List<MirroredRow> rows(String integration) {
    return store.all(integration).stream().map(this::row).toList();
  }

  /** The row of this page, if it is known. */
  MirroredRow find(String integration, String id) {
    return store.find(integration, id).map(this::row).orElse(null);
  }

  /**
   * Keeps a row as it was read.
   *
   * @return what was known of it before; null if nothing was
   */
  MirroredRow keep(String integration, MirroredRow row) {
    MirroredRow before = find(integration, row.id());
    if (!row.equals(before)) {
      store.save(integration, new Stored(row.id(), row.dataSource(), row.values().toString()));
      unsettle(integration);
    }
    return before;
  }

  /** Values that the hub has written to a page. */
  void written(String integration, String id, Map<String, JsonNode> values) {
    MirroredRow row = find(integration, id);
    if (row != null) {
      ObjectNode now = row.values().deepCopy();
      now.setAll(values);
      store.save(integration, new Stored(id, row.dataSource(), now.toString()));
    }
  }

  /** Whether there was a row of this page, which is gone now. */
  boolean drop(String integration, String id) {
    boolean dropped = store.delete(integration, id);
    if (dropped) {
      unsettle(integration);
    }
    return dropped;
  }

  /** Says that everything is computed from the rows of now. Call it before reading them. */
  boolean settle(String integration) {
    return settled.add(integration);
  }

  /** Something has to be computed again. */
  void unsettle(String integration) {
    settled.remove(integration);
  }

  private MirroredRow row(Stored stored) {
    try {
      return new MirroredRow(stored.id(), stored.dataSource(), json.readTree(stored.values()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the row " + stored.id() + " cannot be read", e);
    }
  }
}
