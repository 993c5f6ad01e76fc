package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowListingTest {

  private static final String SOURCE = "11111111222243338444555555555555";
  private static final Instant TEN = Instant.parse("2026-01-05T10:00:00Z");

  private final RowListing listing = new RowListing(SOURCE, null, List.of());

  @Test
  void rowsAreAskedForInTheOrderOfTheirCreation() {
    NotionRequest first = listing.next();
    assertThat(first.path())
        .isEqualTo("/v1/data_sources/11111111-2222-4333-8444-555555555555/query");
    assertThat(first.body())
        .hasToString(
            "{\"sorts\":[{\"timestamp\":\"created_time\",\"direction\":\"ascending\"}],"
                + "\"page_size\":100}");
    listing.accept(answer(true, "c1", row("a", TEN)));
    assertThat(listing.next().body().path("start_cursor").asText()).isEqualTo("c1");
    assertThat(listing.isUnfinished()).isTrue();
    listing.accept(answer(false, null, row("b", TEN)));
    assertThat(listing.isUnfinished()).isFalse();
    assertThat(listing.size()).isEqualTo(2);
    assertThat(listing.contains("a")).isTrue();
    assertThat(listing.contains("c")).isFalse();
  }

  @Test
  void somePropertiesAndTheTimeOfTheLastEditAreFilteredByNotion() {
    RowListing light = new RowListing(SOURCE, TEN, List.of("e%3Ax", "title"));
    assertThat(light.next().path())
        .endsWith("/query?filter_properties=e%253Ax&filter_properties=title");
    assertThat(light.next().body().path("filter"))
        .hasToString(
            "{\"timestamp\":\"last_edited_time\","
                + "\"last_edited_time\":{\"on_or_after\":\"2026-01-05T10:00:00Z\"}}");
  }

  @Test
  void everyRowBeyondTheCapIsListedOnce() {
    List<ObjectNode> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row("r" + i, TEN.plusSeconds(60L * (i / 7))));
    }
    for (int cap : new int[] {8, 10, 99, 100, 999, 1_000, 1_001}) {
      assertThat(listAll(rows, cap)).as("cap %d", cap).hasSize(1_000);
    }
  }

  @Test
  void aMinuteThatHoldsExactlyTheCapIsListedWhole() {
    List<ObjectNode> rows = new ArrayList<>(rowsOf(10, "a", TEN));
    rows.addAll(rowsOf(10, "b", TEN.plusSeconds(60)));
    rows.addAll(rowsOf(3, "c", TEN.plusSeconds(120)));
    assertThat(listAll(rows, 10)).hasSize(23);
    assertThat(listAll(rows, 11)).hasSize(23);
  }

  @Test
  void aMinuteThatHoldsMoreThanTheCapIsALoudFailure() {
    List<ObjectNode> rows = new ArrayList<>(rowsOf(4, "a", TEN));
    rows.addAll(rowsOf(11, "b", TEN.plusSeconds(60)));
    assertThatThrownBy(() -> listAll(rows, 10))
        .isInstanceOf(ListingIncomplete.class)
        .hasMessageContaining("more rows were created in one minute")
        .hasMessageContaining("2026-01-05T10:01:00.000Z")
        .hasMessageContaining("the data source 11111111-2222-4333-8444-555555555555");
    assertThatThrownBy(() -> listAll(rowsOf(11, "a", TEN), 10))
        .isInstanceOf(ListingIncomplete.class);
  }

  @Test
  void anIncompletenessOnAnEarlierPageDoesNotEndTheWindow() {
    listing.accept(capped(answer(true, "c1", row("a", TEN))));
    assertThat(listing.next().body().path("start_cursor").asText()).isEqualTo("c1");
    listing.accept(capped(answer(false, null, row("b", TEN.plusSeconds(60)))));
    assertThat(listing.next().body().at("/filter/created_time/on_or_after").asText())
        .isEqualTo("2026-01-05T10:01:00.000Z");
    assertThat(listing.next().body().has("start_cursor")).isFalse();
  }

  @Test
  void anEmptyLastPageOfACappedAnswerGoesOnFromTheRowsBeforeIt() {
    listing.accept(capped(answer(true, "c1", row("a", TEN), row("b", TEN.plusSeconds(60)))));
    listing.accept(capped(answer(false, null)));
    assertThat(listing.isUnfinished()).isTrue();
    assertThat(listing.next().body().at("/filter/created_time/on_or_after").asText())
        .isEqualTo("2026-01-05T10:01:00.000Z");
  }

  @Test
  void anIncompleteAnswerIsNeverTakenForACompleteOne() {
    assertThatThrownBy(() -> listing.accept(capped(answer(false, null))))
        .hasMessageContaining("no rows at all");
    assertThatThrownBy(() -> listing.accept(JsonNodeFactory.instance.objectNode()))
        .hasMessageContaining("no rows");
    ObjectNode endless = answer(false, null);
    endless.remove("has_more");
    assertThatThrownBy(() -> listing.accept(endless)).isInstanceOf(ListingIncomplete.class);
    ObjectNode other = answer(false, null, row("a", TEN));
    other.putObject("request_status").put("type", "incomplete").put("incomplete_reason", "timeout");
    assertThatThrownBy(() -> listing.accept(other)).hasMessageContaining("incomplete (timeout)");
    assertThatThrownBy(() -> listing.accept(answer(true, null, row("a", TEN))))
        .hasMessageContaining("no new cursor");
    assertThat(listing.isUnfinished()).isTrue();
  }

  @Test
  void aCursorThatDoesNotMoveOnEndsTheListing() {
    listing.accept(answer(true, "c1", row("a", TEN)));
    assertThatThrownBy(() -> listing.accept(answer(true, "c1", row("b", TEN))))
        .hasMessageContaining("no new cursor");
  }

  @Test
  void aCappedAnswerOutOfOrderCannotBeContinued() {
    listing.accept(answer(true, "c1", row("a", TEN.plusSeconds(120)), row("b", TEN)));
    assertThatThrownBy(
            () -> listing.accept(capped(answer(false, null, row("c", TEN.plusSeconds(60))))))
        .hasMessageContaining("order of their creation");
  }

  @Test
  void dataSourcesThatAWikiListsAmongItsRowsAreLeftOut() {
    ObjectNode source = row("s", TEN);
    source.put("object", "data_source");
    assertThat(listing.accept(answer(false, null, source, row("a", TEN))))
        .extracting(row -> row.path("id").asText())
        .containsExactly("a");
  }

  /** Lists rows through windows and pages of 4, as Notion would give them. */
  private static List<String> listAll(List<ObjectNode> all, int cap) {
    RowListing listing = new RowListing(SOURCE, null, List.of());
    List<String> listed = new ArrayList<>();
    while (listing.isUnfinished()) {
      JsonNode body = listing.next().body();
      List<ObjectNode> found = all.stream().filter(row -> matches(row, body)).toList();
      List<ObjectNode> window = found.subList(0, Math.min(cap, found.size()));
      int from = body.path("start_cursor").asInt(0);
      int to = Math.min(from + 4, window.size());
      boolean more = to < window.size();
      ObjectNode answer =
          answer(more, more ? "" + to : null, window.subList(from, to).toArray(ObjectNode[]::new));
      listing
          .accept(found.size() > cap ? capped(answer) : answer)
          .forEach(row -> listed.add(row.path("id").asText()));
    }
    assertThat(listed).doesNotHaveDuplicates();
    return listed;
  }

  private static boolean matches(JsonNode row, JsonNode body) {
    Instant created = Instant.parse(row.path("created_time").asText());
    JsonNode filter = body.path("filter");
    Iterable<JsonNode> conditions = filter.has("and") ? filter.path("and") : List.of(filter);
    for (JsonNode condition : conditions) {
      JsonNode time = condition.path("created_time");
      if (time.has("on_or_after")
          && created.isBefore(Instant.parse(time.path("on_or_after").asText()))) {
        return false;
      }
      if (time.has("before") && !created.isBefore(Instant.parse(time.path("before").asText()))) {
        return false;
      }
    }
    return true;
  }

  private static List<ObjectNode> rowsOf(int count, String name, Instant created) {
    return IntStream.range(0, count).mapToObj(i -> row(name + i, created)).toList();
  }

  private static ObjectNode row(String id, Instant created) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("object", "page")
        .put("id", id)
        .put("created_time", created.toString().replace("00Z", "00.000Z"));
  }

  private static ObjectNode answer(boolean more, String cursor, ObjectNode... rows) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode results = answer.putArray("results");
    results.addAll(List.of(rows));
    return answer.put("has_more", more).put("next_cursor", cursor);
  }

  private static ObjectNode capped(ObjectNode answer) {
    answer
        .putObject("request_status")
        .put("type", "incomplete")
        .put("incomplete_reason", "query_result_limit_reached");
    return answer;
  }
}
