package caravan.notion;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.record.Record;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written comes back: the test stands between as a very small Notion. */
class PropertyRoundTripTest {
  private final DataSourceSchema schema = SampleSchema.schema();

  static List<Arguments> values() {
    return List.of(
        Arguments.of("Name", "A title", "A title"),
        Arguments.of("Text", "long 😀 ".repeat(1_500), "long 😀 ".repeat(1_500)),
        Arguments.of("Count", 1.5, new BigDecimal("1.5")),
        Arguments.of("Count", 12, 12L),
        Arguments.of("Kind", "Bug", "Bug"),
        Arguments.of("Status", "Done", "Done"),
        Arguments.of("Tags", List.of("green", "new"), List.of("green", "new")),
        Arguments.of("Due", "2026-11-22", "2026-11-22"),
        Arguments.of("Due", "2026-11-22T10:00:00+01:00", "2026-11-22T10:00:00+01:00"),
        Arguments.of(
            "Due",
            Map.of("start", "2026-11-22", "end", "2026-11-23"),
            Map.of("start", "2026-11-22", "end", "2026-11-23")),
        Arguments.of(
            "Owner",
            "one@example.com",
            List.of(Map.of("id", "id-of-one@example.com", "email", "one@example.com"))),
        Arguments.of(
            "Owner",
            List.of(Map.of("id", "id-of-two@example.com", "name", "Two")),
            List.of(Map.of("id", "id-of-two@example.com", "email", "two@example.com"))),
        Arguments.of(
            "Docs",
            List.of(Map.of("name", "Plan", "url", "https://example.com/plan")),
            List.of(Map.of("name", "Plan", "url", "https://example.com/plan"))),
        Arguments.of("Ready", true, true),
        Arguments.of("Link", "https://example.com/x?y=1", "https://example.com/x?y=1"),
        Arguments.of("Mail", "one@example.com", "one@example.com"),
        Arguments.of("Phone", "+49 30 1234", "+49 30 1234"),
        Arguments.of(
            "Parent",
            Map.of("externalIds", List.of("a", "b")),
            Map.of("pageIds", List.of("page-a", "page-b"))),
        Arguments.of(
            "Place",
            Map.of("lat", 52.5, "lon", 13, "name", "Office"),
            Map.of("lat", new BigDecimal("52.5"), "lon", 13L, "name", "Office")));
  }

  @ParameterizedTest
  @MethodSource("values")
  void whatIsWrittenIsRead(String name, Object written, Object read) {
    JsonNode request =
        new PropertyWriter(SampleSchema.contract())
            .write(
                new Record("R-1", Map.of(name, written), null, false, null, null),
                schema,
                email -> Optional.of("id-of-" + email),
                (dataSource, id) -> Optional.of("page-" + id))
            .properties();
    SchemaProperty property = schema.properties().get(name);

    PlainValue value =
        PropertyReader.read(answer(property, request.path(property.id()).path(property.type())));

    assertThat(value.value()).isEqualTo(read);
    assertThat(value.doubt()).isNull();
  }

  private JsonNode answer(SchemaProperty property, JsonNode written) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("id", property.id()).put("type", property.type());
    answer.set(property.type(), stored(property, written));
    return answer;
  }

  private JsonNode stored(SchemaProperty property, JsonNode written) {
    if (written.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      written.forEach(element -> list.add(storedElement(property, element)));
      return list;
    }
    return written.isObject() ? storedElement(property, written) : written;
  }

  private JsonNode storedElement(SchemaProperty property, JsonNode written) {
    ObjectNode stored = written.deepCopy();
    switch (property.type()) {
      case "title", "rich_text" ->
          stored.put("type", "text").set("plain_text", written.path("text").path("content"));
      case "select", "status", "multi_select" -> {
        if (!written.has("name")) {
          stored.put("name", property.optionById(written.path("id").asText()).get().name());
        }
      }
      case "people" ->
          stored
              .put("object", "user")
              .put("type", "person")
              .putObject("person")
              .put("email", written.path("id").asText().replace("id-of-", ""));
      case "files" -> stored.put("type", "external");
      case "date" -> {
        if (!stored.has("end")) {
          stored.putNull("end");
        }
        stored.putNull("time_zone");
      }
      default -> {}
    }
    return stored;
  }
}
