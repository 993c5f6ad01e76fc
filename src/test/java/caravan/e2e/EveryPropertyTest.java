package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.SchemaBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every property type of a data source, written by the hub over HTTP and read back by the hub
 * (Notion: property object).
 */
class EveryPropertyTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String WRITTEN =
      """
      Name: {type: title}
      Text: {type: rich_text}
      Count: {type: number}
      Kind: {type: select, create-options: true}
      Status: {type: status}
      Tags: {type: multi_select, create-options: true}
      Day: {type: date}
      Days: {type: date}
      Time: {type: date}
      Times: {type: date}
      Zoned: {type: date}
      Owner: {type: people}
      Docs: {type: files}
      Ready: {type: checkbox}
      Link: {type: url}
      Mail: {type: email}
      Phone: {type: phone_number}
      Place: {type: place}
      Parent: {type: relation, relation-to: self}
      Verified: {type: verification, wiki: true}
      External ID: {type: rich_text, key: true}
      """;

  private static final String READ =
      WRITTEN
          + """
          Sum: {type: rollup, owner: people, required: false, derived: allowed}
          All: {type: rollup, owner: people, required: false, derived: allowed}
          Half: {type: formula, owner: people, required: false, derived: allowed}
          """;

  @TempDir private Path folder;
  private PropertiesHub hub;
  private String source;
  private String person;

  @BeforeEach
  void aDataSourceWithEveryType() {
    hub = new PropertiesHub(folder, SandboxOptions.unlimited());
    person = hub.notion().user("Reviewer One", "reviewer@example.com");
    source =
        hub.notion()
            .createDataSource(
                "Every type",
                SchemaBuilder.titled("Name")
                    .plain("Text", "rich_text")
                    .plain("Count", "number")
                    .options("Kind", "select", "Bug")
                    .options("Status", "status", "Todo", "Done")
                    .options("Tags", "multi_select", "red")
                    .plain("Day", "date")
                    .plain("Days", "date")
                    .plain("Time", "date")
                    .plain("Times", "date")
                    .plain("Zoned", "date")
                    .plain("Owner", "people")
                    .plain("Docs", "files")
                    .plain("Ready", "checkbox")
                    .plain("Link", "url")
                    .plain("Mail", "email")
                    .plain("Phone", "phone_number")
                    .plain("Place", "place")
                    .plain("External ID", "rich_text")
                    .plain("Half", "formula")
                    .plain("Created", "created_time")
                    .plain("Creator", "created_by")
                    .plain("Edited", "last_edited_time")
                    .plain("Editor", "last_edited_by")
                    .plain("Number", "unique_id")
                    .plain("Press", "button")
                    .plain("Verified", "verification")
                    .build());
    hub.notion()
        .patchSchema(
            source,
            JSON.createObjectNode()
                .setAll(
                    SchemaBuilder.titled("-")
                        .relation("Parent", source)
                        .rollup("Sum", "Parent", "Count", "sum")
                        .rollup("All", "Parent", "Name", "show_original")
                        .build()
                        .<ObjectNode>without("-")));
    hub.writing(WRITTEN).readingItsOwn(READ).start(source, PropertiesHub.OUT, PropertiesHub.IN);
    hub.put("parent", Map.of("Name", "The parent", "Count", 40));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void whatIsWrittenIsReadInEveryType() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("Name", "A title with 😀");
    values.put("Text", "long 👩‍👩‍👧 ".repeat(1_500));
    values.put("Count", -1234.5);
    values.put("Kind", "Brand new");
    values.put("Status", "Done");
    values.put("Tags", List.of("red", "new"));
    values.put("Day", "2026-03-29");
    values.put("Days", Map.of("start", "2026-10-24", "end", "2026-10-26"));
    values.put("Time", "2026-11-22T23:30:00-09:30");
    values.put(
        "Times", Map.of("start", "2026-11-22T10:00:00+01:00", "end", "2026-11-23T00:30:00+01:00"));
    values.put(
        "Docs",
        List.of(
            Map.of("name", "Plan", "url", "https://example.com/plan"),
            Map.of("name", "Cost", "url", "https://example.com/cost?year=2026")));
    values.put("Ready", true);
    values.put("Link", "https://example.com/x?y=1#z");
    values.put("Mail", "one@example.com");
    values.put("Phone", "+49 30 1234");
    values.put("Place", Map.of("lat", 52.5, "lon", 13.25, "name", "Office", "address", "A street"));
    Map<String, Object> more = new HashMap<>(values);
    more.put("Owner", List.of("REVIEWER@example.com", Map.of("id", hub.notion().botId())));
    more.put("Parent", Map.of("externalIds", List.of("parent")));

    hub.put("all", more);
    hub.put("all", more);
    JsonNode read = item("all").path("properties");

    values.forEach((name, value) -> assertThat(alike(read.path(name), value)).as(name).isTrue());
    assertThat(read.path("External ID").asText()).isEqualTo("all");
    assertThat(read.path("Owner"))
        .isEqualTo(
            json(
                """
                [{"id": "%s", "name": "Reviewer One", "email": "reviewer@example.com"},
                 {"id": "%s", "name": "Caravan sandbox", "bot": true}]"""
                    .formatted(person, hub.notion().botId())));
    assertThat(read.path("Parent"))
        .isEqualTo(json("{\"pageIds\": [\"%s\"]}".formatted(hub.pageOf("parent"))));
  }

  @Test
  void aPageIsVerifiedInAWikiAndRefusedElsewhere() {
    Map<String, Object> verified =
        Map.of("state", "verified", "date", Map.of("start", "2026-11-24", "end", "2027-02-24"));
    assertThatThrownBy(() -> hub.put("page", Map.of("Name", "Page", "Verified", verified)))
        .rootCause()
        .hasMessageContaining("Verification can only be set on pages in a wiki");

    hub.notion().becomeWiki(source);
    hub.put("page", Map.of("Name", "Page", "Verified", verified));
    JsonNode read = item("page").at("/properties/Verified");
    assertThat(read.path("state").asText()).isEqualTo("verified");
    assertThat(read.at("/date/end").asText()).isEqualTo("2027-02-24");

    hub.put("again", Map.of("Name", "Page", "Verified", JSON.convertValue(read, Map.class)));
    assertThat(item("again").at("/properties/Verified")).isEqualTo(read);
    Map<String, Object> cleared = new HashMap<>();
    cleared.put("Verified", null);
    hub.put("again", cleared);
    assertThat(item("again").at("/properties/Verified/state").asText()).isEqualTo("unverified");
  }

  @Test
  void whatIsReadCanBeWrittenAgainAndReadsTheSame() {
    hub.put(
        "first",
        Map.of(
            "Name", "First",
            "Text", "Words",
            "Count", 7,
            "Tags", List.of("red"),
            "Times",
                Map.of("start", "2026-11-22T10:00:00+01:00", "end", "2026-11-22T11:00:00+01:00"),
            "Zoned", Map.of("start", "2026-07-01T09:00", "timeZone", "America/New_York"),
            "Owner", "reviewer@example.com",
            "Docs", List.of(Map.of("name", "Plan", "url", "https://example.com/plan")),
            "Place", Map.of("lat", 1, "lon", 2)));
    JsonNode first = item("first").path("properties");
    Map<String, Object> again = new HashMap<>();
    for (String name :
        List.of("Text", "Count", "Tags", "Times", "Zoned", "Owner", "Docs", "Place")) {
      again.put(name, JSON.convertValue(first.path(name), Object.class));
    }

    hub.put("second", again);
    JsonNode second = item("second").path("properties");

    again.keySet().forEach(name -> assertThat(second.path(name)).isEqualTo(first.path(name)));
  }

  @Test
  void nullClearsEveryTypeThatCanBeEmpty() {
    hub.put(
        "all",
        Map.of(
            "Name", "Name",
            "Kind", "Bug",
            "Day", "2026-03-29",
            "Place", Map.of("lat", 1, "lon", 2),
            "Ready", true));
    Map<String, Object> nothing = new HashMap<>();
    for (String name : WRITTEN.replaceAll("(?m):.*$", "").split("\n")) {
      if (!List.of("Status", "Verified", "External ID").contains(name)) {
        nothing.put(name, null);
      }
    }

    hub.put("all", nothing);

    JsonNode read = item("all").path("properties");
    assertThat(read.path("Name").asText()).isEmpty();
    assertThat(read.path("Ready").asBoolean(true)).isFalse();
    for (String name : List.of("Count", "Kind", "Day", "Link", "Mail", "Phone", "Place")) {
      assertThat(read.path(name).isNull()).as(name).isTrue();
    }
    for (String name : List.of("Tags", "Owner", "Docs")) {
      assertThat(read.path(name).isArray() && read.path(name).isEmpty()).as(name).isTrue();
    }
  }

  @Test
  void whatOnlyNotionFillsInIsRead() {
    hub.put("child", Map.of("Name", "Child", "Parent", Map.of("externalIds", List.of("parent"))));
    String page = hub.pageOf("child");
    hub.notion().fixValue(page, "Half", json("{\"type\": \"number\", \"number\": 0.5}"));
    hub.notion()
        .fixValue(
            page,
            "Verified",
            json(
                """
                {"state": "verified", "verified_by": {"object": "user", "id": "%s"},
                 "date": {"start": "2026-01-01", "end": "2026-04-01", "time_zone": null}}"""
                    .formatted(person)));

    JsonNode item = item("child");
    JsonNode read = item.path("properties");

    assertThat(read.path("Half").decimalValue()).isEqualByComparingTo("0.5");
    assertThat(read.path("Sum").asInt()).isEqualTo(40);
    assertThat(read.path("All")).isEqualTo(json("[\"The parent\"]"));
    assertThat(item.path("derived")).isEqualTo(json("[\"Half\", \"Sum\", \"All\"]"));
    for (String time : List.of("Created", "Edited")) {
      assertThat(OffsetDateTime.parse(read.path(time).asText()).toInstant().toString())
          .isEqualTo(item.path("lastEdited").asText());
    }
    for (String by : List.of("Creator", "Editor")) {
      assertThat(read.path(by).path("bot").asBoolean()).as(by).isTrue();
      assertThat(read.path(by).path("id").asText()).isEqualTo(hub.notion().botId());
    }
    assertThat(read.path("Number").asInt()).isPositive();
    assertThat(read.has("Press")).as("a button is there, without a value").isTrue();
    assertThat(read.path("Press").isNull()).isTrue();
    assertThat(read.path("Verified"))
        .isEqualTo(
            json(
                """
                {"state": "verified", "date": {"start": "2026-01-01", "end": "2026-04-01"},
                 "verifiedBy": {"id": "%s"}}"""
                    .formatted(person)));
  }

  @Test
  void listsOverAHundredAreRefusedWithTheRecordsName() {
    List<String> many = IntStream.range(0, 101).mapToObj(i -> "t" + i).toList();

    assertThatThrownBy(() -> hub.put("too-many", Map.of("Name", "x", "Tags", many)))
        .rootCause()
        .hasMessageContaining("record too-many: property \"Tags\" got 101 options")
        .hasMessageContaining("at most 100");
    assertThat(hub.notion().createdCount()).as("only the parent").isEqualTo(1);
  }

  @Test
  void noOptionIsMadeOfABlankOneOrTwice() {
    hub.put("a", Map.of("Name", "a", "Tags", List.of("red", "new")));
    String before = hub.notion().dataSource(source()).at("/properties/Tags").toString();

    hub.put("b", Map.of("Name", "b", "Tags", List.of("new", "", "red"), "Kind", " "));

    assertThat(hub.notion().dataSource(source()).at("/properties/Tags").toString())
        .isEqualTo(before);
    assertThat(item("b").path("properties").path("Tags")).isEqualTo(json("[\"new\", \"red\"]"));
    assertThat(item("b").path("properties").path("Kind").isNull()).isTrue();
  }

  @Test
  void groupsAreReadAsGroupsAndNeverAssigned() {
    String group = hub.notion().group("Reviewers");
    hub.put("a", Map.of("Name", "a"));
    hub.notion()
        .editProperties(
            hub.pageOf("a"),
            (ObjectNode)
                json(
                    """
                    {"Owner": {"people": [{"object": "group", "id": "%s"}, {"id": "%s"}]}}"""
                        .formatted(group, person)));
    JsonNode owners = item("a").path("properties").path("Owner");
    assertThat(owners.get(0))
        .isEqualTo(
            json("{\"id\": \"%s\", \"name\": \"Reviewers\", \"group\": true}".formatted(group)));

    String notes =
        hub.put("b", Map.of("Name", "b", "Owner", JSON.convertValue(owners, List.class))).notes();

    assertThat(notes).contains("people unknown in Notion: 1");
    assertThat(item("b").path("properties").path("Owner"))
        .isEqualTo(
            json(
                "[{\"id\": \"%s\", \"name\": \"Reviewer One\", \"email\": \"reviewer@example.com\"}]"
                    .formatted(person)));
  }

  private String source() {
    return hub.notion().dataSources().get("Every type");
  }

  /** What the reading integration gets of a record's page, whatever it got before. */
  private JsonNode item(String externalId) {
    String page = hub.pageOf(externalId);
    hub.hub().execute("DELETE FROM known_items");
    return hub.poll().stream()
        .filter(item -> item.path("id").asText().equals(page))
        .findFirst()
        .orElseThrow();
  }

  /** Times are alike if they are the same instant with the same offset; the rest if it is equal. */
  private static boolean alike(JsonNode read, Object written) {
    return normal(read).equals(normal(JSON.valueToTree(written)));
  }

  private static JsonNode normal(JsonNode value) {
    if (value.isTextual() && value.asText().matches("\\d{4}-\\d\\d-\\d\\dT.*")) {
      return JSON.valueToTree(OffsetDateTime.parse(value.asText()).toString());
    }
    if (value.isNumber()) {
      return JSON.valueToTree(value.decimalValue().stripTrailingZeros().toPlainString());
    }
    if (value.isObject()) {
      ObjectNode copy = JSON.createObjectNode();
      value.properties().forEach(entry -> copy.set(entry.getKey(), normal(entry.getValue())));
      return copy;
    }
    if (value.isArray()) {
      ArrayNode copy = JSON.createArrayNode();
      value.forEach(one -> copy.add(normal(one)));
      return copy;
    }
    return value;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
