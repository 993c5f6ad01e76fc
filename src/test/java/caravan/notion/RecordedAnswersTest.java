package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.notion.Truncation.Reason;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real answers of Notion: every value in them is found again in what the readers make of them. */
class RecordedAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a value may lose: the looks of a text or option, and the kinds that its type implies. */
  private static final Set<String> LOOKS =
      Set.of(
          "color",
          "annotations",
          "avatar_url",
          "object",
          "type",
          "function",
          "has_more",
          "expiry_time");

  @Test
  void everyRecordedPageIsReadWithoutLosingAValue() {
    int pages = 0;
    int properties = 0;
    Set<String> types = new TreeSet<>();
    for (String folder : List.of("recorded", "recorded-2022-06-28", "from-docs")) {
      for (Map.Entry<String, JsonNode> file : SharedSamples.answers(folder).entrySet()) {
        for (JsonNode raw : SharedSamples.objects(file.getValue(), "page").toList()) {
          if (raw.has("properties")) {
            NotionPage page = NotionPage.read(raw);
            checkEnvelope(file.getKey(), raw, page);
            properties += checkProperties(file.getKey(), raw, page, types);
            pages++;
          }
        }
      }
    }
    assertThat(pages).isGreaterThanOrEqualTo(28);
    assertThat(properties).isGreaterThanOrEqualTo(270);
    assertThat(types).hasSizeGreaterThanOrEqualTo(21);
  }

  private static void checkEnvelope(String file, JsonNode raw, NotionPage page) {
    assertThat(page.id()).as(file).isEqualTo(raw.get("id").asText());
    assertThat(page.url()).as(file).isEqualTo(raw.get("url").asText());
    assertThat(page.createdTime())
        .as(file)
        .isEqualTo(Instant.parse(raw.get("created_time").asText()));
    assertThat(page.lastEditedTime())
        .as(file)
        .isEqualTo(Instant.parse(raw.get("last_edited_time").asText()));
    assertThat(page.inTrash()).as(file).isEqualTo(raw.path("in_trash").asBoolean());
    assertThat(Objects.toString(page.dataSourceId(), ""))
        .as(file)
        .isEqualTo(raw.at("/parent/data_source_id").asText());
    assertThat(page.icon() == null ? "null" : page.icon().toString())
        .as(file)
        .isEqualTo(Objects.toString(raw.get("icon"), "null"));
    assertThat(page.cover() == null ? "null" : page.cover().toString())
        .as(file)
        .isEqualTo(Objects.toString(raw.get("cover"), "null"));
  }

  private static int checkProperties(
      String file, JsonNode raw, NotionPage page, Set<String> types) {
    assertThat(page.properties().keySet())
        .as(file)
        .containsExactlyElementsOf(fields(raw.get("properties")).keySet());
    fields(raw.get("properties"))
        .forEach(
            (name, property) -> {
              String type = (String) property.get("type");
              types.add(type);
              Object plain = page.properties().get(name);
              String where = file + ": " + name + " (" + type + ")";
              assertNothingLost(where, type, property.get(type), plain);
              assertThat(plain).as(where).isEqualTo(expected(property));
            });
    return raw.get("properties").size();
  }

  /** The value as this test, and not the reader, understands Notion's documentation. */
  private static Object expected(Map<String, Object> property) {
    String type = (String) property.get("type");
    Object value = property.get(type);
    if (value == null) {
      return null;
    }
    return switch (type) {
      case "title", "rich_text" ->
          String.join("", each(value, part -> (String) part.get("plain_text")));
      case "select", "status" -> map(value).get("name");
      case "multi_select" -> each(value, option -> option.get("name"));
      case "number" ->
          value instanceof Integer i ? Long.valueOf(i) : new BigDecimal(value.toString());
      case "people" -> each(value, RecordedAnswersTest::person);
      case "created_by", "last_edited_by" -> person(map(value));
      case "date" -> date(map(value));
      case "relation" -> {
        Map<String, Object> relation = new HashMap<>();
        relation.put("pageIds", each(value, page -> page.get("id")));
        if (Boolean.TRUE.equals(property.get("has_more"))) {
          relation.put("truncated", true);
        }
        yield relation;
      }
      case "files" -> each(value, RecordedAnswersTest::file);
      // In the recordings every formula is a date.
      case "formula" -> date(map(map(value).get("date")));
      case "rollup" -> each(map(value).get("array"), RecordedAnswersTest::expected);
      case "unique_id" -> map(value).get("prefix") + "-" + map(value).get("number");
      case "verification" ->
          without(
              "state", map(value).get("state"),
              "date", date(map(map(value).get("date"))),
              "verifiedBy", person(map(map(value).get("verified_by"))));
      default -> value;
    };
  }

  private static Object person(Map<String, Object> user) {
    Object details = user.get("person");
    return without(
        "id",
        user.get("id"),
        "name",
        user.get("name"),
        "email",
        details == null ? null : map(details).get("email"),
        "bot",
        "bot".equals(user.get("type")) ? Boolean.TRUE : null);
  }

  private static Object date(Map<String, Object> date) {
    return date.get("end") == null && date.get("time_zone") == null
        ? date.get("start")
        : without(
            "start", date.get("start"),
            "end", date.get("end"),
            "timeZone", date.get("time_zone"));
  }

  private static Object file(Map<String, Object> file) {
    Map<String, Object> place = map(file.get(file.get("type")));
    String url = String.valueOf(place.get("url"));
    boolean hosted = file.get("type").equals("file");
    return without("name", file.get("name"), "url", hosted ? HostedFile.lasting(url) : url);
  }

  private static Map<String, Object> without(Object... keysAndValues) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      if (keysAndValues[i + 1] != null) {
        map.put((String) keysAndValues[i], keysAndValues[i + 1]);
      }
    }
    return map;
  }

  /** Every leaf of the raw value that is more than looks stands in the plain value. */
  private static void assertNothingLost(String where, String type, Object raw, Object plain) {
    List<String> wanted = new ArrayList<>();
    leaves(raw, wanted, type);
    List<String> found = new ArrayList<>();
    leaves(plain, found, "");
    for (String leaf : wanted) {
      assertThat(String.join("\n", found)).as(where).contains(HostedFile.withoutSignatures(leaf));
    }
  }

  private static void leaves(Object value, List<String> into, String type) {
    if (value instanceof Map<?, ?> map) {
      boolean named = Set.of("select", "status", "multi_select", "rollup").contains(type);
      boolean text = Set.of("title", "rich_text").contains(type);
      map.forEach(
          (key, element) -> {
            boolean optionId = named && "id".equals(key);
            if (!LOOKS.contains(key) && !optionId && (!text || "plain_text".equals(key))) {
              leaves(element, into, type);
            }
          });
    } else if (value instanceof Collection<?> list) {
      list.forEach(element -> leaves(element, into, type));
    } else if (value != null) {
      into.add(value.toString());
    }
  }

  @Test
  void relationOfTwentySixIsKnownToBeTruncatedAndCompletedByItsItems() {
    NotionPage page =
        NotionPage.read(
            SharedSamples.answers("recorded/pages").get("retrieve_page_with_many_relations.json"));
    assertThat(page.truncations())
        .extracting(Truncation::reason)
        .containsExactly(Reason.MORE_RELATIONS);
    String name = page.truncations().get(0).property();
    assertThat(pageIds(page.properties().get(name))).hasSize(25);

    JsonNode items =
        SharedSamples.answers("recorded/page-property-items")
            .get("retrieve_property_relation_with_many_relations.json");
    assertThat(
            NotionId.sameProperty(
                page.truncations().get(0).id(), items.at("/property_item/id").asText()))
        .isTrue();
    NotionPage completed = page.with(name, PropertyItems.read(List.of(items)));

    assertThat(pageIds(completed.properties().get(name)))
        .hasSize(items.get("results").size())
        .hasSizeGreaterThan(25)
        .containsAll(pageIds(page.properties().get(name)));
    assertThat(completed.truncations()).isEmpty();
  }

  @Test
  void everyRecordedPropertyItemIsReadWithoutLosingAValue() {
    Map<String, JsonNode> answers = SharedSamples.answers("recorded/page-property-items");
    answers.forEach(
        (file, raw) -> {
          PlainValue value = PropertyItems.read(List.of(raw));
          List<Map<String, Object>> items = new ArrayList<>();
          if (raw.has("results")) {
            raw.get("results").forEach(item -> items.add(asMap(item)));
          } else {
            items.add(asMap(raw));
          }
          for (Map<String, Object> item : items) {
            String type = (String) item.get("type");
            assertNothingLost(file, type, item.get(type), value.value());
          }
          if (!raw.has("results") && !"button".equals(raw.get("type").asText())) {
            assertThat(value.value()).as(file).isEqualTo(expected(items.get(0)));
          }
          assertThat(value.doubt() != null).as(file).isEqualTo(raw.path("has_more").asBoolean());
        });
    assertThat(answers).hasSizeGreaterThanOrEqualTo(19);
    assertThat(
            PropertyItems.read(
                    List.of(
                        answers.get("retrieve_property_rich_text_limit_5.json"),
                        answers.get("retrieve_property_rich_text_last_5.json")))
                .value()
                .toString())
        .startsWith("abc\n")
        .endsWith("Sample table ");
    assertThat(PropertyItems.read(List.of(answers.get("retrieve_property_rollup.json"))).value())
        .isEqualTo(List.of(List.of("Tag 1")));
  }

  @Test
  void everyRecordedDataSourceIsReadWithoutLosingAPropertyOrOption() {
    int sources = 0;
    for (Map.Entry<String, JsonNode> file : SharedSamples.answers("recorded").entrySet()) {
      for (JsonNode raw : SharedSamples.objects(file.getValue(), "data_source").toList()) {
        if (raw.has("properties")) {
          checkSchema(file.getKey(), raw);
          sources++;
        }
      }
    }
    assertThat(sources).isGreaterThanOrEqualTo(7);
  }

  private static void checkSchema(String file, JsonNode raw) {
    DataSourceSchema schema = DataSourceSchema.read(raw);
    assertThat(schema.id()).as(file).isEqualTo(raw.get("id").asText());
    assertThat(schema.databaseId()).as(file).isEqualTo(raw.at("/parent/database_id").asText());
    assertThat(schema.title()).as(file).isEqualTo(raw.at("/title/0/plain_text").asText());
    assertThat(schema.titleProperty()).as(file).isPresent();
    Map<String, Map<String, Object>> properties = fields(raw.get("properties"));
    assertThat(schema.properties().keySet())
        .as(file)
        .containsExactlyElementsOf(properties.keySet());
    properties.forEach(
        (name, property) -> {
          SchemaProperty read = schema.properties().get(name);
          String type = (String) property.get("type");
          Map<String, Object> config = map(property.get(type));
          assertThat(read.name()).as(file).isEqualTo(property.get("name"));
          assertThat(read.id()).as(file).isEqualTo(property.get("id"));
          assertThat(read.type()).as(file).isEqualTo(type);
          assertThat(read.knownType()).as(file + " " + type).isPresent();
          assertThat(schema.byId(read.id())).as(file).contains(read);
          assertThat(read.relationTarget()).as(file).isEqualTo(config.get("data_source_id"));
          assertThat(read.options())
              .as(file + " " + name)
              .extracting(option -> option.id() + "=" + option.name())
              .isEqualTo(
                  config.containsKey("options")
                      ? each(config.get("options"), o -> o.get("id") + "=" + o.get("name"))
                      : List.of());
        });
  }

  @Test
  void everyRecordedUserIsReadAsAPerson() {
    List<JsonNode> users =
        SharedSamples.answers("recorded/users").values().stream()
            .flatMap(tree -> SharedSamples.objects(tree, "user"))
            .toList();
    assertThat(users).hasSizeGreaterThanOrEqualTo(5);
    users.forEach(user -> assertThat(PropertyReader.person(user)).isEqualTo(person(asMap(user))));
  }

  private static Map<String, Map<String, Object>> fields(JsonNode properties) {
    return JSON.convertValue(properties, new TypeReference<>() {});
  }

  private static Map<String, Object> asMap(JsonNode node) {
    return JSON.convertValue(node, new TypeReference<>() {});
  }

  private static Map<String, Object> map(Object value) {
    return JSON.convertValue(value, new TypeReference<>() {});
  }

  private static <T> List<T> each(Object list, Function<Map<String, Object>, T> function) {
    return Stream.of(list)
        .flatMap(l -> ((Collection<?>) l).stream())
        .map(RecordedAnswersTest::map)
        .map(function)
        .toList();
  }

  private static List<String> pageIds(Object relation) {
    return each(List.of(relation), r -> (Collection<?>) r.get("pageIds")).stream()
        .flatMap(Collection::stream)
        .map(String::valueOf)
        .toList();
  }
}
