package caravan.notion;

import caravan.sync.Listing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The complete list of a data source's rows, each once, in the order of their creation: which
 * request comes next, and what its answer means. ceil(rows/100) requests.
 *
 * <p>A query ends at 10,000 rows and then says on any of its pages that it is incomplete (Notion:
 * query a data source). The listing goes on with a window that begins with the creation of the last
 * row, as often as it takes; creation times are floored to the minute, so the window meets the rows
 * of that minute again and they are left out. If a window holds nothing but rows of one minute,
 * that minute is listed by itself: either it is complete, or it cannot be split.
 *
 * <p>Only a listing that is not {@link #isUnfinished} is complete. Whatever else comes is a {@link
 * ListingIncomplete}: an answer without rows or without an end, a cursor that does not move on, an
 * incompleteness of another kind. It remembers about 150 bytes for each row.
 */
public final class RowListing implements Listing {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String ROWS_LIMIT = "query_result_limit_reached";
  private static final int PAGE = 100;

  private final String dataSource;
  private final Instant editedFrom;
  private final List<String> onlyProperties;
  private final Set<String> listed = new HashSet<>();
  private Window window = new Window(null, null);
  private String cursor;
  private boolean unfinished = true;

  /** What one query, with all its pages, is asked for and has given so far. */
  private static final class Window {
    private final String from;
    private final String before;
    private String firstCreated;
    private String lastCreated;
    private boolean inOrder = true;
    private boolean capped;

    Window(String from, String before) {
      this.from = from;
      this.before = before;
    }

    void met(String created) {
      firstCreated = firstCreated == null ? created : firstCreated;
      inOrder = inOrder && (lastCreated == null || !moment(created).isBefore(moment(lastCreated)));
      lastCreated = created;
    }
  }

  /**
   * A listing that has not begun.
   *
   * @param dataSource the data source's id
   * @param editedFrom only rows whose last_edited_time is this or later; null for all
   * @param onlyProperties the ids, as Notion gave them, of the properties that each row shall
   *     carry; empty for all. Times, parent and trash state come with every row.
   */
  public RowListing(String dataSource, Instant editedFrom, List<String> onlyProperties) {
    this.dataSource = NotionId.canonical(dataSource);
    this.editedFrom = editedFrom;
    this.onlyProperties = List.copyOf(onlyProperties);
  }

  /** The data source's id in its canonical form. */
  public String dataSource() {
    return dataSource;
  }

  /** Whether the rows carry some of their properties only. */
  public boolean isLight() {
    return !onlyProperties.isEmpty();
  }

  @Override
  public boolean isUnfinished() {
    return unfinished;
  }

  @Override
  public boolean contains(String pageId) {
    return listed.contains(NotionId.canonical(pageId));
  }

  /** How many rows were listed. */
  public int size() {
    return listed.size();
  }

  /** The next request. */
  public NotionRequest next() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
    if (editedFrom != null) {
      conditions.add(condition("last_edited_time", "on_or_after", editedFrom.toString()));
    }
    if (window.from != null) {
      conditions.add(condition("created_time", "on_or_after", window.from));
    }
    if (window.before != null) {
      conditions.add(condition("created_time", "before", window.before));
    }
    if (conditions.size() == 1) {
      body.set("filter", conditions.get(0));
    } else if (!conditions.isEmpty()) {
      body.putObject("filter").set("and", conditions);
    }
    // An order that edits during the listing do not disturb.
    body.putArray("sorts")
        .addObject()
        .put("timestamp", "created_time")
        .put("direction", "ascending");
    body.put("page_size", PAGE);
    if (cursor != null) {
      body.put("start_cursor", cursor);
    }
    return NotionRequest.query("/v1/data_sources/" + dataSource + "/query" + wanted(), body);
  }

  /**
   * Takes the answer to the request that {@link #next} gave.
   *
   * @return its pages that were not listed before, as Notion gave them; objects that are no pages
   *     are left out
   * @throws ListingIncomplete if the listing cannot become complete
   */
  public List<JsonNode> accept(JsonNode answer) {
    if (!answer.path("results").isArray() || !answer.path("has_more").isBoolean()) {
      throw incomplete("Notion's answer has no rows or does not say whether there are more");
    }
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode row : answer.path("results")) {
      if (row.path("created_time").isTextual()) {
        window.met(row.path("created_time").asText());
      }
      if ("page".equals(row.path("object").asText())
          && listed.add(NotionId.canonical(row.path("id").asText()))) {
        rows.add(row);
      }
    }
    window.capped |= isCapped(answer.path("request_status"));
    if (answer.path("has_more").asBoolean()) {
      turnTo(answer.path("next_cursor").asText(null));
    } else if (window.capped) {
      split();
    } else if (window.before != null) {
      goOn(new Window(window.before, null));
    } else {
      unfinished = false;
    }
    return rows;
  }

  private void turnTo(String next) {
    if (next == null || next.equals(cursor)) {
      throw incomplete("Notion says that there is more but gives no new cursor");
    }
    cursor = next;
  }

  private boolean isCapped(JsonNode status) {
    if (!"incomplete".equals(status.path("type").asText())) {
      return false;
    }
    String reason = status.path("incomplete_reason").asText();
    if (!ROWS_LIMIT.equals(reason)) {
      throw incomplete("Notion calls its answer incomplete (%s)".formatted(reason));
    }
    return true;
  }

  private void split() {
    if (window.lastCreated == null) {
      throw incomplete("Notion calls an answer incomplete that has no rows at all");
    }
    if (window.before != null) {
      throw incomplete(
          "more rows were created in one minute (%s) than one query can list"
              .formatted(window.from));
    }
    if (!window.inOrder) {
      throw incomplete("Notion's rows did not come in the order of their creation");
    }
    if (moment(window.lastCreated).isAfter(moment(window.firstCreated))) {
      goOn(new Window(window.lastCreated, null));
    } else {
      String next = moment(window.firstCreated).plus(MINUTE).toString();
      goOn(new Window(window.firstCreated, next));
    }
  }

  private void goOn(Window next) {
    window = next;
    cursor = null;
  }

  private ListingIncomplete incomplete(String what) {
    return new ListingIncomplete(dataSource, what);
  }

  private String wanted() {
    // The ids are URL-encoded as Notion gave them; inside a query string they are encoded once
    // more.
    String parameters =
        onlyProperties.stream()
            .map(id -> "filter_properties=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return parameters.isEmpty() ? "" : "?" + parameters;
  }

  private static ObjectNode condition(String timestamp, String comparison, String moment) {
    ObjectNode condition = JsonNodeFactory.instance.objectNode();
    condition.put("timestamp", timestamp).putObject(timestamp).put(comparison, moment);
    return condition;
  }

  private static Instant moment(String created) {
    return OffsetDateTime.parse(created).toInstant();
  }
}
