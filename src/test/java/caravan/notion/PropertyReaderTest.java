package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.notion.Truncation.Reason;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyReaderTest {

  private static PlainValue read(String type, String value) {
    return PropertyReader.read(
        SampleSchema.json("{\"id\":\"i\",\"type\":\"%s\",\"%s\":%s}".formatted(type, type, value)));
  }

  private static Object value(String type, String value) {
    PlainValue read = read(type, value);
    assertThat(read.doubt()).isNull();
    return read.value();
  }

  private static String repeated(int count, String element) {
    return IntStream.range(0, count)
        .mapToObj(i -> element.replace("#", String.valueOf(i)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "number",
        "select",
        "status",
        "date",
        "url",
        "email",
        "phone_number",
        "place",
        "verification"
      })
  void emptyPropertyIsNull(String type) {
    assertThat(value(type, "null")).isNull();
  }

  @Test
  void emptyListsAreEmptyAndNotNull() {
    assertThat(value("title", "[]")).isEqualTo("");
    assertThat(value("multi_select", "[]")).isEqualTo(List.of());
    assertThat(value("people", "[]")).isEqualTo(List.of());
    assertThat(value("files", "[]")).isEqualTo(List.of());
    assertThat(
            value(
                "files",
                """
                [{"name": "a", "type": "file", "file": {"url": "https://x.example/a?b=c", "expiry_time": "2026-11-22"}},
                 {"name": "b", "type": "external", "external": {"url": "https://x.example/a?b=c"}}]
                """))
        .isEqualTo(
            List.of(
                Map.of("name", "a", "url", "https://x.example/a#notion-hosted"),
                Map.of("name", "b", "url", "https://x.example/a?b=c")));
    assertThat(value("relation", "[]")).isEqualTo(Map.of("pageIds", List.of()));
  }

  @Test
  void numbersLoseNoPrecision() {
    assertThat(value("number", "7")).isEqualTo(7L);
    assertThat(value("number", "7.0")).isEqualTo(7L);
    assertThat(value("number", "3.1415926535")).isEqualTo(new BigDecimal("3.1415926535"));
    assertThat(value("number", "9007199254740993")).isEqualTo(9007199254740993L);
    assertThat(value("number", "12345678901234567890"))
        .isEqualTo(new BigInteger("12345678901234567890"));
  }

  @Test
  void dateWithOnlyAStartIsAString() {
    assertThat(value("date", "{\"start\":\"2026-11-22\",\"end\":null,\"time_zone\":null}"))
        .isEqualTo("2026-11-22");
    assertThat(
            value(
                "date",
                "{\"start\":\"2026-11-22\",\"end\":\"2026-11-24\",\"time_zone\":\"Asia/Tokyo\"}"))
        .isEqualTo(Map.of("start", "2026-11-22", "end", "2026-11-24", "timeZone", "Asia/Tokyo"));
  }

  @Test
  void peopleBotsAndGroupsAreToldApart() {
    assertThat(
            value(
                "people",
                """
                [{"object":"user","id":"u1","name":"One","type":"person","person":{"email":"one@example.com"}},
                 {"object":"user","id":"u2","name":"Two","type":"person","person":{}},
                 {"object":"user","id":"u3"},
                 {"object":"group","id":"g1","name":"Reviewers"},
                 {"object":"user","id":"b1","name":"Robot","type":"bot","bot":{"owner":{"type":"user",
                  "user":{"object":"user","id":"u1","type":"person","person":{"email":"one@example.com"}}}}}]"""))
        .isEqualTo(
            List.of(
                Map.of("id", "u1", "name", "One", "email", "one@example.com"),
                Map.of("id", "u2", "name", "Two"),
                Map.of("id", "u3"),
                Map.of("id", "g1", "name", "Reviewers", "group", true),
                Map.of("id", "b1", "name", "Robot", "bot", true)));
  }

  @Test
  void calculatedAndReadOnlyValuesArePlain() {
    assertThat(value("formula", "{\"type\":\"string\",\"string\":\"x\"}")).isEqualTo("x");
    assertThat(value("formula", "{\"type\":\"string\",\"string\":null}")).isNull();
    assertThat(value("formula", "{\"type\":\"boolean\",\"boolean\":true}")).isEqualTo(true);
    assertThat(value("formula", "{\"type\":\"number\",\"number\":1.5}"))
        .isEqualTo(new BigDecimal("1.5"));
    assertThat(value("formula", "{\"type\":\"date\",\"date\":{\"start\":\"2026-01-01\"}}"))
        .isEqualTo("2026-01-01");
    assertThat(value("rollup", "{\"type\":\"number\",\"number\":13,\"function\":\"sum\"}"))
        .isEqualTo(13L);
    assertThat(
            value(
                "rollup",
                """
                {"type":"array","function":"show_original","array":[
                  {"type":"title","title":[{"plain_text":"A"}]}, {"type":"number","number":2},
                  {"type":"select","select":null}]}"""))
        .isEqualTo(Arrays.asList("A", 2L, null));
    assertThat(value("unique_id", "{\"prefix\":\"ST\",\"number\":3}")).isEqualTo("ST-3");
    assertThat(value("unique_id", "{\"prefix\":null,\"number\":3}")).isEqualTo("3");
    assertThat(value("created_time", "\"2026-11-22T10:00:00.000Z\""))
        .isEqualTo("2026-11-22T10:00:00.000Z");
    assertThat(value("created_by", "{\"object\":\"user\",\"id\":\"u\"}"))
        .isEqualTo(Map.of("id", "u"));
    assertThat(value("button", "{}")).isNull();
    assertThat(value("place", "{\"lat\":1.5,\"lon\":2,\"name\":\"Office\",\"address\":null}"))
        .isEqualTo(Map.of("lat", new BigDecimal("1.5"), "lon", 2L, "name", "Office"));
    assertThat(
            value(
                "verification",
                """
                {"state":"verified","verified_by":{"object":"user","id":"u"},
                 "date":{"start":"2026-01-01","end":null,"time_zone":null}}"""))
        .isEqualTo(
            Map.of("state", "verified", "date", "2026-01-01", "verifiedBy", Map.of("id", "u")));
  }

  @Test
  void typeThatTheHubDoesNotKnowKeepsItsContent() {
    assertThat(value("hologram", "{\"depth\":3,\"layers\":[\"a\",{\"on\":true}],\"no\":null}"))
        .isEqualTo(Map.of("depth", 3L, "layers", List.of("a", Map.of("on", true))));
  }

  @Test
  void valueThatNotionDoesNotCalculateIsUnknownAndNotEmpty() {
    PlainValue unsupported = read("formula", "{\"type\":\"unsupported\",\"unsupported\":{}}");
    assertThat(unsupported.doubt()).isEqualTo(Reason.UNSUPPORTED);
    assertThat(unsupported.known()).isFalse();
    assertThat(read("rollup", "{\"type\":\"incomplete\",\"incomplete\":{}}").doubt())
        .isEqualTo(Reason.INCOMPLETE);
  }

  @Test
  void truncationAtTwentyFiveIsNoticed() {
    assertThat(read("people", repeated(25, "{\"id\":\"u#\"}")).doubt())
        .isEqualTo(Reason.MORE_PEOPLE);
    assertThat(read("people", repeated(24, "{\"id\":\"u#\"}")).doubt()).isNull();
    String mention = "{\"type\":\"mention\",\"plain_text\":\"@#\"},{\"type\":\"text\"}";
    assertThat(read("rich_text", repeated(25, mention)).doubt()).isEqualTo(Reason.MORE_MENTIONS);
    assertThat(read("title", repeated(24, mention)).doubt()).isNull();
    assertThat(read("title", repeated(200, "{\"type\":\"text\"}")).doubt()).isNull();
  }

  @Test
  void relationWithMoreSaysSoInItsValue() {
    PlainValue relation =
        PropertyReader.read(
            SampleSchema.json(
                """
                {"id":"r","type":"relation","relation":[{"id":"p1"}],"has_more":true}"""));
    assertThat(relation.value()).isEqualTo(Map.of("pageIds", List.of("p1"), "truncated", true));
    assertThat(relation.doubt()).isEqualTo(Reason.MORE_RELATIONS);
  }

  private static final String PAGE =
      """
      {"object":"page","id":"p","url":"https://app.notion.com/p/p",
       "created_time":"2026-11-22T10:00:00.000Z","last_edited_time":"2026-11-22T11:00:00.000+01:00",
       "in_trash":false,"is_archived":true,"icon":{"type":"emoji","emoji":"🚚"},"cover":null,
       "parent":{"type":"data_source_id","data_source_id":"d","database_id":"b"},
       "properties":{
         "Name":{"id":"title","type":"title","title":[{"type":"text","plain_text":"A"}]},
         "Sum":{"id":"s%3Am","type":"formula","formula":{"type":"unsupported","unsupported":{}}},
         "Links":{"id":"lin","type":"relation","relation":[{"id":"p1"}],"has_more":true},
         "Half":{"id":"hal","type":"rollup","rollup":{"type":"number","number":0.5,"function":"average"}}}}""";

  @Test
  void pageHoldsWhatIsKnownAndListsWhatIsDoubted() {
    NotionPage page = NotionPage.read(SampleSchema.json(PAGE));

    assertThat(page.id()).isEqualTo("p");
    assertThat(page.createdTime()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
    assertThat(page.lastEditedTime()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
    assertThat(page.inTrash()).isFalse();
    assertThat(page.archived()).isTrue();
    assertThat(page.dataSourceId()).isEqualTo("d");
    assertThat(page.icon().path("emoji").asText()).isEqualTo("🚚");
    assertThat(page.cover()).isNull();
    assertThat(page.properties().keySet()).containsExactly("Name", "Links", "Half");
    assertThat(page.truncations())
        .containsExactly(
            new Truncation("Sum", "s%3Am", Reason.UNSUPPORTED),
            new Truncation("Links", "lin", Reason.MORE_RELATIONS),
            new Truncation("Half", "hal", Reason.MORE_REFERENCES));
    assertThat(page.derived()).containsExactly("Sum", "Half");
  }

  @Test
  void derivedValuesAreDoubtedOnlyWhereARelationIsCut() {
    NotionPage whole =
        NotionPage.read(SampleSchema.json(PAGE.replace("\"has_more\":true", "\"has_more\":false")));

    assertThat(whole.truncations())
        .containsExactly(new Truncation("Sum", "s%3Am", Reason.UNSUPPORTED));
    assertThat(whole.properties()).containsEntry("Half", new BigDecimal("0.5"));
  }

  @Test
  void whoMayNotSeeAPropertySeesNeitherItsValueNorItsDoubts() {
    NotionPage page =
        NotionPage.read(SampleSchema.json(PAGE)).without(List.of("Sum", "Half", "Name"));

    assertThat(page.properties().keySet()).containsExactly("Links");
    assertThat(page.truncations())
        .containsExactly(new Truncation("Links", "lin", Reason.MORE_RELATIONS));
  }

  @Test
  void completedPropertyReplacesTheTruncatedOne() {
    NotionPage page = NotionPage.read(SampleSchema.json(PAGE));

    NotionPage completed =
        page.with("Links", new PlainValue(Map.of("pageIds", List.of("p1", "p2")), null))
            .with("Half", new PlainValue(1L, null))
            .with("Sum", new PlainValue(null, Reason.INCOMPLETE));

    assertThat(completed.properties())
        .containsEntry("Links", Map.of("pageIds", List.of("p1", "p2")))
        .containsEntry("Half", 1L)
        .doesNotContainKey("Sum");
    assertThat(completed.truncations())
        .containsExactly(new Truncation("Sum", "s%3Am", Reason.INCOMPLETE));
  }

  @Test
  void whatIsNoPageIsRefused() {
    assertThatThrownBy(() -> NotionPage.read(SampleSchema.json("{\"object\":\"block\"}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"block\"");
  }

  private static JsonNode items(String type, String results, String about, boolean more) {
    return SampleSchema.json(
        """
        {"object":"list","results":%s,"has_more":%s,"next_cursor":%s,"type":"property_item",
         "property_item":{"id":"x","type":"%s","%s":%s}}"""
            .formatted(results, more, more ? "\"c1\"" : "null", type, type, about));
  }

  @Test
  void propertyItemPagesJoinIntoOneValue() {
    JsonNode first =
        items(
            "relation",
            repeated(2, "{\"type\":\"relation\",\"relation\":{\"id\":\"a#\"}}"),
            "{}",
            true);
    JsonNode second =
        items(
            "relation",
            repeated(1, "{\"type\":\"relation\",\"relation\":{\"id\":\"b#\"}}"),
            "{}",
            false);

    assertThat(PropertyItems.nextCursor(first)).contains("c1");
    assertThat(PropertyItems.nextCursor(second)).isEmpty();
    assertThat(PropertyItems.read(List.of(first, second)))
        .isEqualTo(new PlainValue(Map.of("pageIds", List.of("a0", "a1", "b0")), null));
    assertThat(PropertyItems.read(List.of(first)))
        .isEqualTo(
            new PlainValue(
                Map.of("pageIds", List.of("a0", "a1"), "truncated", true), Reason.MORE_ITEMS));
  }

  @Test
  void textAndPeopleItemsHaveNoTwentyFiveCap() {
    assertThat(
            PropertyItems.read(
                List.of(
                    items(
                        "title",
                        repeated(
                            40,
                            "{\"type\":\"title\",\"title\":{\"type\":\"mention\",\"plain_text\":\"#,\"}}"),
                        "{}",
                        false))))
        .satisfies(
            value -> {
              assertThat(value.doubt()).isNull();
              assertThat((String) value.value()).startsWith("0,1,2,").endsWith("38,39,");
            });
    PlainValue people =
        PropertyItems.read(
            List.of(
                items(
                    "people",
                    repeated(30, "{\"type\":\"people\",\"people\":{\"id\":\"u#\"}}"),
                    "{}",
                    false)));
    assertThat(people.doubt()).isNull();
    assertThat((List<?>) people.value()).hasSize(30);
  }

  @Test
  void rollupIsFinalOnlyOnItsLastPage() {
    JsonNode part = items("rollup", "[]", "{\"type\":\"incomplete\",\"incomplete\":{}}", true);
    JsonNode last = items("rollup", "[]", "{\"type\":\"number\",\"number\":13}", false);
    JsonNode values =
        items(
            "rollup",
            "[{\"type\":\"multi_select\",\"multi_select\":[{\"name\":\"t\"}]}]",
            "{\"type\":\"array\",\"array\":[]}",
            false);

    assertThat(PropertyItems.read(List.of(part)).known()).isFalse();
    assertThat(PropertyItems.read(List.of(part, last))).isEqualTo(new PlainValue(13L, null));
    assertThat(PropertyItems.read(List.of(values)))
        .isEqualTo(new PlainValue(List.of(List.of("t")), null));
  }

  @Test
  void rolledUpTextsPeopleAndRelationsComeOneElementAtATime() {
    JsonNode values =
        items(
            "rollup",
            """
            [{"type":"title","title":{"type":"text","plain_text":"A"}},
             {"type":"people","people":{"object":"user","id":"u1"}},
             {"type":"relation","relation":{"id":"p1"}}]""",
            "{\"type\":\"array\",\"array\":[]}",
            false);

    assertThat(PropertyItems.read(List.of(values)))
        .isEqualTo(
            new PlainValue(
                List.of("A", List.of(Map.of("id", "u1")), Map.of("pageIds", List.of("p1"))), null));
  }
}
