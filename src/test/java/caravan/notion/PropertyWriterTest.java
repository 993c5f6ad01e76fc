package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.record.Record;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertyWriterTest {
  private final PropertyWriter writer = new PropertyWriter(SampleSchema.contract());

  private WrittenProperties written(String property, Object value) {
    return writer.write(
        new Record("R-1", Collections.singletonMap(property, value), null, false, null, null),
        SampleSchema.schema(),
        email -> email.startsWith("known") ? Optional.of("user-" + email) : Optional.empty(),
        (dataSource, id) ->
            dataSource.equals(SampleSchema.ID) && id.startsWith("here")
                ? Optional.of("page-" + id)
                : Optional.empty());
  }

  private JsonNode json(String property, Object value) {
    return written(property, value)
        .properties()
        .path(SampleSchema.schema().properties().get(property).id());
  }

  private void refused(String property, Object value, String... says) {
    assertThatThrownBy(() -> written(property, value))
        .isInstanceOfSatisfying(
            RecordRefused.class,
            refused -> {
              assertThat(refused.externalId()).isEqualTo("R-1");
              assertThat(refused.property()).isEqualTo(property);
            })
        .hasMessageStartingWith("record R-1: property \"" + property + "\" ")
        .hasMessageContainingAll(says);
  }

  @Test
  void propertiesAreKeyedByIdAndTheExternalIdIsFilledIn() {
    JsonNode properties = written("Name", "A title").properties();

    assertThat(properties)
        .isEqualTo(
            SampleSchema.json(
                """
                {"title": {"title": [{"text": {"content": "A title"}}]},
                 "key": {"rich_text": [{"text": {"content": "R-1"}}]}}"""));
  }

  @Test
  void externalIdPropertyTakesNoOtherValue() {
    refused("Key", "R-2", "holds the External ID");
    assertThat(json("Key", "R-1").path("rich_text").size()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Name   | {\"title\":[]}",
        "Text   | {\"rich_text\":[]}",
        "Count  | {\"number\":null}",
        "Kind   | {\"select\":null}",
        "Tags   | {\"multi_select\":[]}",
        "Due    | {\"date\":null}",
        "Owner  | {\"people\":[]}",
        "Docs   | {\"files\":[]}",
        "Ready  | {\"checkbox\":false}",
        "Link   | {\"url\":null}",
        "Mail   | {\"email\":null}",
        "Phone  | {\"phone_number\":null}",
        "Parent | {\"relation\":[]}",
        "Place  | {\"place\":null}"
      })
  void nullClearsTheProperty(String property, String expected) {
    assertThat(json(property, null)).isEqualTo(SampleSchema.json(expected));
  }

  @Test
  void clearingAStatusIsRefusedBecauseNotionWouldSetItsDefault() {
    refused("Status", null, "default option");
  }

  @Test
  void longTextIsSplitWithoutLosingOrBreakingACharacter() {
    String text = "x".repeat(1_999) + "😀" + "é".repeat(4_500) + "👩‍👩‍👧";

    JsonNode parts = json("Text", text).path("rich_text");

    StringBuilder joined = new StringBuilder();
    parts.forEach(
        part -> {
          String content = part.path("text").path("content").asText();
          assertThat(content.length()).isBetween(1, 2_000);
          assertThat(Character.isLowSurrogate(content.charAt(0))).isFalse();
          assertThat(Character.isHighSurrogate(content.charAt(content.length() - 1))).isFalse();
          joined.append(content);
        });
    assertThat(joined).hasToString(text);
    assertThat(parts.path(0).path("text").path("content").asText()).hasSize(1_999);
  }

  @Test
  void textOfExactlyTheLimitIsOneObjectAndTheMostIsAHundred() {
    assertThat(json("Text", "y".repeat(2_000)).path("rich_text").size()).isEqualTo(1);
    assertThat(json("Text", "y".repeat(200_000)).path("rich_text").size()).isEqualTo(100);
    refused("Text", "y".repeat(200_001), "200001 characters", "at most 200000");
  }

  @Test
  void numbersKeepTheirValue() {
    assertThat(json("Count", 3).toString()).isEqualTo("{\"number\":3}");
    assertThat(json("Count", 3.0).toString()).isEqualTo("{\"number\":3}");
    assertThat(json("Count", new BigDecimal("0.1")).toString()).isEqualTo("{\"number\":0.1}");
    assertThat(json("Count", -9007199254740991L).path("number").asLong())
        .isEqualTo(-9007199254740991L);
    assertThat(json("Count", 1e300).path("number").asDouble()).isEqualTo(1e300);
    assertThat(json("Count", 0).path("number").asInt(9)).isZero();
  }

  @Test
  void numberThatIsNotFiniteIsRefused() {
    refused("Count", Double.NaN, "not finite");
    refused("Count", Double.POSITIVE_INFINITY, "not finite");
    refused("Count", new BigDecimal("1e400"), "not finite");
  }

  @Test
  void existingOptionIsWrittenByItsIdWhichSurvivesARename() {
    assertThat(json("Kind", "Idea")).isEqualTo(SampleSchema.json("{\"select\":{\"id\":\"k2\"}}"));
    assertThat(json("Kind", List.of("Bug"))).hasToString("{\"select\":{\"id\":\"k1\"}}");
    assertThat(json("Kind", List.of())).hasToString("{\"select\":null}");
    assertThat(json("Status", "Done")).hasToString("{\"status\":{\"id\":\"s2\"}}");
  }

  @Test
  void newOptionIsWrittenByNameOnlyWhereTheContractAllowsIt() {
    assertThat(json("Tags", List.of("green", "blue", "green")))
        .hasToString("{\"multi_select\":[{\"id\":\"t2\"},{\"name\":\"blue\"}]}");
    assertThat(json("Tags", "red")).hasToString("{\"multi_select\":[{\"id\":\"t1\"}]}");
    refused("Closed", List.of("new"), "no option \"new\"", "create-options: true", "sample.yaml");
    refused("Kind", "Epic", "no option \"Epic\"", "Bug, Idea");
    refused("Status", "Doing", "no option \"Doing\"", "Todo, Done");
  }

  @Test
  void optionThatNotionWouldNotCreateIsRefused() {
    refused("Tags", List.of("a, b"), "new option \"a, b\"", "no comma");
    refused("Tags", "t".repeat(101), "at most 100 characters");
    assertThat(json("Tags", "t".repeat(100)).path("multi_select").size()).isEqualTo(1);
    refused("Kind", List.of("Bug", "Idea"), "not a list");
    refused("Closed", List.of("a, b"), "no option \"a, b\"", "create-options: true");
  }

  @Test
  void optionWithACommaIsWrittenWhereItExists() {
    assertThat(json("Closed", List.of("one, two")))
        .hasToString("{\"multi_select\":[{\"id\":\"c2\"}]}");
  }

  @Test
  void blankOptionIsNoOption() {
    assertThat(json("Kind", "")).hasToString("{\"select\":null}");
    assertThat(json("Kind", List.of(" "))).hasToString("{\"select\":null}");
    assertThat(json("Tags", List.of("red", " ", "")))
        .hasToString("{\"multi_select\":[{\"id\":\"t1\"}]}");
    assertThat(json("Tags", "")).hasToString("{\"multi_select\":[]}");
    refused("Status", " ", "default option", "Todo, Done");
  }

  @Test
  void listsOverAHundredAreRefused() {
    refused("Tags", strings("tag", 101), "101 options", "at most 100");
    refused("Owner", strings("known", 101), "101 people");
    refused("Parent", Map.of("externalIds", strings("here", 101)), "101 related records");
    refused("Parent", Map.of("externalIds", strings("away", 101)), "101 related records");
    assertThat(json("Tags", strings("tag", 100)).path("multi_select").size()).isEqualTo(100);
  }

  @Test
  void unknownPeopleAreLeftOutAndNamedOnce() {
    WrittenProperties written =
        written(
            "Owner",
            List.of("known@example.com", "who@example.com", "who@example.com", "x@example.com"));

    assertThat(written.properties().path("peo"))
        .hasToString("{\"people\":[{\"id\":\"user-known@example.com\"}]}");
    assertThat(written.unknownPeople()).containsExactly("who@example.com", "x@example.com");
    assertThat(json("Owner", "who@example.com")).hasToString("{\"people\":[]}");
  }

  @Test
  void whoWasReadIsWrittenByIdButAGroupIsNobody() {
    WrittenProperties written =
        written(
            "Owner",
            List.of(
                Map.of("id", "u1", "name", "One", "email", "one@example.com"),
                Map.of("id", "b1", "name", "Robot", "bot", true),
                Map.of("id", "g1", "name", "Reviewers", "group", true),
                Map.of("email", "known@example.com")));

    assertThat(written.properties().path("peo"))
        .hasToString(
            "{\"people\":[{\"id\":\"u1\"},{\"id\":\"b1\"},{\"id\":\"user-known@example.com\"}]}");
    assertThat(written.unknownPeople()).containsExactly("group Reviewers");
    refused("Owner", List.of(Map.of("name", "One")), "the e-mail address of a person");
  }

  @Test
  void relationTargetsWithoutAPageAreLeftOutAndNamed() {
    WrittenProperties written =
        written("Parent", Map.of("externalIds", List.of("here-1", "later", "here-2", "later")));

    assertThat(written.properties().path("par"))
        .hasToString("{\"relation\":[{\"id\":\"page-here-1\"},{\"id\":\"page-here-2\"}]}");
    assertThat(written.unresolved())
        .containsExactly(new UnresolvedRelation("Parent", SampleSchema.ID, List.of("later")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-22", "2026-11-22T10:00:00Z", "2026-11-22T23:30:00.5-09:30", "2024-02-29"})
  void datesAndTimesStayOnTheirDay(String date) {
    assertThat(json("Due", date))
        .isEqualTo(SampleSchema.json("{\"date\":{\"start\":\"" + date + "\"}}"));
  }

  @Test
  void rangesAndTimeZonesAreWrittenAsNotionTakesThem() {
    assertThat(json("Due", Map.of("start", "2026-11-22", "end", "2026-11-24")))
        .hasToString("{\"date\":{\"start\":\"2026-11-22\",\"end\":\"2026-11-24\"}}");
    assertThat(json("Due", Map.of("start", "2026-11-22T10:00", "timeZone", "Europe/Berlin")))
        .hasToString(
            "{\"date\":{\"start\":\"2026-11-22T10:00:00\",\"time_zone\":\"Europe/Berlin\"}}");
    assertThat(json("Due", Map.of("start", "2026-11-22T10:00:00Z", "timeZone", "Europe/Berlin")))
        .hasToString(
            "{\"date\":{\"start\":\"2026-11-22T11:00:00\",\"time_zone\":\"Europe/Berlin\"}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "31.12.2026",
        "2026-02-30",
        "2026-13-01",
        "tomorrow",
        "2026-11-22T10:00:00",
        "2026-11-22 10:00",
        "2026-11-22Tnoon",
        "20261122",
        ""
      })
  void badDateIsRefused(String date) {
    refused("Due", date, "");
  }

  @Test
  void badRangeIsRefused() {
    refused("Due", Map.of("start", "2026-11-22", "end", "2026-11-21"), "no range");
    refused("Due", Map.of("start", "2026-11-22", "end", "2026-11-23T10:00:00Z"), "no range");
    refused("Due", Map.of("end", "2026-11-22"), "not null");
    refused("Due", Map.of("start", "2026-11-22", "timeZone", "Europe/Berlin"), "timeZone");
    refused("Due", Map.of("start", "2026-11-22T10:00", "timeZone", "Mars/One"), "IANA");
    refused("Due", Map.of("start", "2026-11-22", "until", "2026-11-23"), "until");
  }

  @ParameterizedTest
  @CsvSource({"Link, 2000", "Mail, 100", "Phone, 100"})
  void shortTextsAreTakenUpToTheirLimitAndNeverBlank(String property, int limit) {
    String type = SampleSchema.schema().properties().get(property).type();
    assertThat(json(property, "u".repeat(limit)).path(type).asText()).hasSize(limit);
    refused(property, "u".repeat(limit + 1), "at most " + limit);
    refused(property, "  ", "blank");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Name", "Text", "Kind", "Status", "Tags", "Due", "Owner", "Docs", "Link", "Mail", "Phone",
        "Parent", "Place", "Ready"
      })
  void numberWhereAnotherTypeIsWantedIsRefused(String property) {
    refused(property, 7, "the number 7");
  }

  @Test
  void textWhereANumberOrBooleanIsWantedIsRefused() {
    refused("Count", "7", "not a text");
    refused("Ready", "true", "not a text");
    refused("Parent", "here-1", "externalIds");
    refused("Parent", Map.of("pageIds", List.of("a")), "externalIds");
    refused("Tags", Arrays.asList("red", null), "not null");
    refused("Name", List.of("a"), "not a list");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Formula", "Edited", "Number", "Press", "Verified", "Future"})
  void readOnlyAndUnknownTypesAreRefused(String property) {
    refused(property, "x", "only Notion itself fills in");
  }

  @Test
  void readOnlyTypeIsRefusedWithAWayOut() {
    refused("Formula", 1, "store it in a number property that the hub owns");
    refused("Number", "x", "store the number in a number or rich_text property");
  }

  @Test
  void propertyThatTheHubMayNotWriteIsRefused() {
    refused("Gone", "x", "does not exist", "Every type");
    refused("Theirs", "x", "belongs to people");
    refused("Nowhere", "x", "is not in the contract", "routes/contracts/sample.yaml");
  }

  @Test
  void fileWithAnExpiringLinkIsRefusedWithoutShowingTheLink() {
    String signed = "https://files.example.com/a.png?X-Amz-Signature=abc";
    assertThatThrownBy(
            () -> written("Docs", List.of(Map.of("url", signed, "expires", "2026-11-22T10:00Z"))))
        .isInstanceOf(RecordRefused.class)
        .hasMessageNotContaining("Signature");
    for (String url : List.of(signed, HostedFile.lasting(signed))) {
      assertThatThrownBy(() -> written("Docs", List.of(Map.of("url", url))))
          .isInstanceOf(RecordRefused.class)
          .hasMessageContaining("a.png")
          .hasMessageNotContaining("Signature");
    }
    assertThat(json("Docs", List.of(Map.of("name", "a", "url", "https://example.com/a"))))
        .hasToString(
            "{\"files\":[{\"name\":\"a\",\"external\":{\"url\":\"https://example.com/a\"}}]}");
  }

  @Test
  void fileNamesKeepToTheLimitAndAreMadeOfTheAddressWhereNoneIsGiven() {
    String url = "https://example.com/plans/plan.pdf?v=2#top";
    assertThat(json("Docs", List.of(Map.of("url", url))).at("/files/0/name").asText())
        .isEqualTo("plan.pdf");
    assertThat(json("Docs", List.of(Map.of("url", "https://example.com/"))).at("/files/0/name"))
        .hasToString("\"example.com\"");
    assertThat(
            json("Docs", List.of(Map.of("url", "https://example.com/" + "p".repeat(200))))
                .at("/files/0/name")
                .asText())
        .isEqualTo("file");
    refused("Docs", List.of(Map.of("url", url, "name", "n".repeat(101))), "at most 100 characters");
  }

  private static List<String> strings(String prefix, int count) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList());
  }
}
