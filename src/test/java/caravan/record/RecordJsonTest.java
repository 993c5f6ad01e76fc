package caravan.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

  private static Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("Name", "Ünïcode 😀 \"quoted\"");
    values.put("Cleared", null);
    values.put("Empty", "");
    values.put("Whole", 3L);
    values.put("Huge", new BigInteger("123456789012345678901234567890"));
    values.put("Fraction", new BigDecimal("0.1"));
    values.put("Flag", false);
    values.put("Labels", List.of("b", "a"));
    values.put("With null", Arrays.asList("x", null));
    values.put("Parent", Map.of("externalIds", List.of("id-1")));
    return values;
  }

  @Test
  void recordComesBackFromJsonAsItWas() {
    Record record = new Record("R-1", values(), "# Body", true, "v7", "https://example.com/1");

    Record back = RecordJson.read(RecordJson.write(record));

    assertThat(back).isEqualTo(record);
    assertThat(back.properties().keySet()).containsExactlyElementsOf(values().keySet());
  }

  @Test
  void absentBodyStaysApartFromAnEmptyOne() {
    Record absent = new Record("R-1", null, null, false, null, null);
    Record empty = new Record("R-1", null, "", false, null, null);

    assertThat(RecordJson.read(RecordJson.write(absent))).isEqualTo(absent);
    assertThat(RecordJson.read(RecordJson.write(empty))).isEqualTo(empty);
    assertThat(RecordJson.write(absent)).doesNotContain("body");
    assertThat(RecordJson.read("{\"externalId\":\"R-1\",\"body\":null}").body()).isNull();
  }

  @Test
  void expressionResultBecomesARecord() throws Exception {
    Record record =
        RecordJson.fromMap(
            Map.of(
                "externalId", "R-2",
                "properties", Map.of("Count", 1.0, "Ratio", 0.25d),
                "version", "v1"));
    assertThat(record.properties()).isEqualTo(Map.of("Count", 1L, "Ratio", new BigDecimal("0.25")));
    assertThat(record.deleted()).isFalse();

    assertThat(
            RecordJson.read(
                new ObjectMapper().readTree("{\"externalId\":\"R-3\",\"deleted\":true}")))
        .isEqualTo(new Record("R-3", Map.of(), null, true, null, null));
    assertThat(
            RecordJson.fromMap(
                    Map.of(
                        "externalId",
                        "R-4",
                        "properties",
                        new ObjectMapper().readTree("{\"Name\":null,\"Tags\":[1]}")))
                .properties())
        .containsEntry("Name", null)
        .containsEntry("Tags", List.of(1L));
  }

  @Test
  void mistakesInAMappingAreNamed() {
    refused(Map.of("properties", Map.of()), "\"externalId\" is missing or blank");
    refused(Map.of("externalId", " "), "\"externalId\" is missing or blank");
    refused(Map.of("externalId", 7), "\"externalId\" must be a text, not 7", "tostring");
    refused(
        Map.of("externalId", "R", "titel", "x"), "no field \"titel\"", "externalId, properties");
    refused(Map.of("externalId", "R", "properties", List.of()), "record R", "must be an object");
    refused(Map.of("externalId", "R", "body", 3), "\"body\" must be a text");
    refused(Map.of("externalId", "R", "deleted", "yes"), "\"deleted\" must be true or false");
    refused(
        Map.of("externalId", "R", "properties", Map.of("A", List.of(new Object()))),
        "record R: properties.A[0]");
    refused(
        Map.of("externalId", "R", "properties", Map.of("A", Double.NaN)), "properties.A is NaN");
  }

  private static void refused(Map<String, Object> map, String... says) {
    assertThatThrownBy(() -> RecordJson.fromMap(map))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(says);
  }

  @Test
  void whatIsNoJsonObjectIsRefused() {
    for (String json : List.of("[]", "\"x\"", "{", "{} {}", "")) {
      assertThatThrownBy(() -> RecordJson.read(json))
          .as(json)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("record");
    }
  }
}
