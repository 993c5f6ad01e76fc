package caravan.changes;

import caravan.notion.NotionId;
import caravan.notion.NotionPage;
import caravan.notion.NotionRequest;
import caravan.record.Record;
import caravan.record.RecordHash;
import caravan.store.KnownItem;
import caravan.store.KnownItem.State;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A row as a source met it, or as a direct read gave it, with the data source that it was looked
 * for in.
 *
 * <p>The JSON is Notion's with stamps of the hub, which travel with a row that is kept as a
 * failure: {@code listedIn}, the data source; {@code unread} where the row carries nothing but its
 * title; {@code rowOnly} where it has to lie in that data source itself.
 */
final class SourceRow {

  private static final String LISTED_IN = "listedIn";
  private static final String UNREAD = "unread";
  private static final String ROW_ONLY = "rowOnly";

  private final JsonNode json;
  private final NotionPage page;

  private SourceRow(JsonNode json, NotionPage page) {
    this.json = json;
    this.page = page;
  }

  /** A stamped row, as read from its JSON. */
  static SourceRow of(JsonNode json) {
    return of(json, NotionPage.read(json));
  }

  /**
   * A stamped row.
   *
   * @param page what counts of it: its hash is made of these properties
   */
  static SourceRow of(JsonNode json, NotionPage page) {
    return new SourceRow(json, page);
  }

  /** Stamps a row that a query gave. */
  static ObjectNode listed(JsonNode row, String dataSource, boolean unread) {
    ObjectNode stamped = ((ObjectNode) row).put(LISTED_IN, dataSource);
    return unread ? stamped.put(UNREAD, true) : stamped;
  }

  /** Stamps the answer of a direct read of a row that a query gave. */
  static ObjectNode read(JsonNode answer, JsonNode listed) {
    ObjectNode stamped = ((ObjectNode) answer).put(LISTED_IN, listed.path(LISTED_IN).asText(null));
    boolean wasRow = listed.path("parent").hasNonNull("data_source_id");
    return wasRow ? stamped.put(ROW_ONLY, true) : stamped;
  }

  /** Stamps the answer of a direct read of a page that a query should have given. */
  static ObjectNode missing(JsonNode answer, String dataSource) {
    return ((ObjectNode) answer).put(LISTED_IN, dataSource).put(ROW_ONLY, true);
  }

  /** The data source that a stamped row was looked for in; null if it has no stamp. */
  static String listedIn(JsonNode row) {
    return row.path(LISTED_IN).asText(null);
  }

  /** Whether this is a stamped row that carries nothing but its title. */
  static boolean isUnread(Object body) {
    return body instanceof ObjectNode row && row.path(UNREAD).asBoolean();
  }

  /** Whether this is a row as Notion gave it, and not an item made of it. */
  static boolean isRow(Object body) {
    return body instanceof ObjectNode node && "page".equals(node.path("object").asText());
  }

  /** The read of a whole row (Notion: retrieve a page). */
  static NotionRequest request(String pageId) {
    return NotionRequest.get("/v1/pages/" + pageId);
  }

  String id() {
    return page.id();
  }

  boolean isUnread() {
    return isUnread(json);
  }

  Instant lastEdited() {
    return page.lastEditedTime();
  }

  /** The hash of its values; null for a row that carries nothing but its title. */
  String hash() {
    return isUnread()
        ? null
        : RecordHash.of(new Record(page.id(), page.properties(), null, page.inTrash(), null, null))
            .content();
  }

  /**
   * Where it is. What a query gave is a row of that data source unless it names another one: in a
   * wiki a row's parent may be a page. A direct read has to name that data source.
   */
  State state() {
    if (page.inTrash()) {
      return State.TRASHED;
    }
    if (page.archived()) {
      return State.ARCHIVED;
    }
    String wanted = json.path(LISTED_IN).asText(null);
    boolean unsaid = wanted == null || !json.path("parent").isObject();
    if (unsaid || NotionId.same(wanted, page.dataSourceId())) {
      return State.PRESENT;
    }
    boolean otherRow = page.dataSourceId() != null;
    return otherRow || json.path(ROW_ONLY).asBoolean() ? State.MOVED : State.PRESENT;
  }

  /** What is remembered of it before it is handed over. */
  KnownItem met(Instant now) {
    return known(State.PRESENT, "", now).onlyMet();
  }

  /** What is remembered of it. */
  KnownItem known(State state, Instant readAt) {
    return known(state, isUnread() ? "" : hash(), readAt);
  }

  private KnownItem known(State state, String hash, Instant readAt) {
    String titleProperty = null;
    for (var property : json.path("properties").properties()) {
      if ("title".equals(property.getValue().path("type").asText())) {
        titleProperty = property.getKey();
      }
    }
    Object title = titleProperty == null ? null : page.properties().get(titleProperty);
    return new KnownItem(
        page.id(),
        state,
        titleProperty,
        title == null ? null : title.toString(),
        page.url(),
        page.lastEditedTime(),
        hash,
        readAt);
  }
}
