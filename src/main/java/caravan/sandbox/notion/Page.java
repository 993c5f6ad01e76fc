package caravan.sandbox.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A page and everything that ever happened to it; guarded by the world's lock. */
final class Page {

  private final String id;
  private final Instant created;
  private final String createdBy;
  private final long number;
  private final List<String> children = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final Changes heard;

  /**
   * A page at an instant; the values are never changed in place.
   *
   * @param values by property id, untruncated
   * @param body as markdown
   */
  record State(
      Parent parent,
      Map<String, JsonNode> values,
      JsonNode icon,
      JsonNode cover,
      boolean inTrash,
      boolean archived,
      boolean locked,
      Instant lastEdited,
      String lastEditedBy,
      String body) {

    State edited(Instant at, String by) {
      return new State(parent, values, icon, cover, inTrash, archived, locked, at, by, body);
    }

    State withParent(Parent next) {
      return new State(
          next, values, icon, cover, inTrash, archived, locked, lastEdited, lastEditedBy, body);
    }

    State withValues(Map<String, JsonNode> changed) {
      Map<String, JsonNode> all = new LinkedHashMap<>(values);
      all.putAll(changed);
      return new State(
          parent, all, icon, cover, inTrash, archived, locked, lastEdited, lastEditedBy, body);
    }

    State withLooks(JsonNode nextIcon, JsonNode nextCover) {
      return new State(
          parent,
          values,
          nextIcon,
          nextCover,
          inTrash,
          archived,
          locked,
          lastEdited,
          lastEditedBy,
          body);
    }

    State withFlags(boolean trash, boolean archive, boolean lock) {
      return new State(
          parent, values, icon, cover, trash, archive, lock, lastEdited, lastEditedBy, body);
    }

    State withBody(String markdown) {
      return new State(
          parent,
          values,
          icon,
          cover,
          inTrash,
          archived,
          locked,
          lastEdited,
          lastEditedBy,
          markdown);
    }
  }

  /** One entry of the page's history. */
  record Change(Instant at, String kind, State state) {}

  /**
   * @param heard is told of every change
   */
  Page(String id, Instant created, String createdBy, long number, Changes heard) {
    this.heard = heard;
    this.id = id;
    this.created = created;
    this.createdBy = createdBy;
    this.number = number;
  }

  String id() {
    return id;
  }

  Instant created() {
    return created;
  }

  String createdBy() {
    return createdBy;
  }

  /** The running number in its data source, for unique_id. */
  long number() {
    return number;
  }

  /** The ids of its direct blocks, child pages and child databases, in order; changed in place. */
  List<String> children() {
    return children;
  }

  State state() {
    return changes.get(changes.size() - 1).state();
  }

  /** The newest state that was written no later than this; null if the page did not exist yet. */
  State stateAt(Instant instant) {
    for (int i = changes.size() - 1; i >= 0; i--) {
      if (!changes.get(i).at().isAfter(instant)) {
        return changes.get(i).state();
      }
    }
    return null;
  }

  List<Change> changes() {
    return changes;
  }

  void become(Instant at, String kind, State state) {
    State before = changes.isEmpty() ? null : state();
    changes.add(new Change(at, kind, state));
    heard.page(this, kind, before);
  }
}
