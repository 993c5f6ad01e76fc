package caravan.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordHashTest {

  private static RecordHash hash(Map<String, Object> properties, String body) {
    return RecordHash.of(new Record("R-1", properties, body, false, null, null));
  }

  private static String of(Object value) {
    return hash(Collections.singletonMap("P", value), null).properties();
  }

  @Test
  void orderOfPropertiesDoesNotCount() {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("A", 1);
    one.put("B", Map.of("start", "2026-01-01", "end", "2026-01-02"));
    Map<String, Object> other = new LinkedHashMap<>();
    Map<String, Object> range = new LinkedHashMap<>();
    range.put("end", "2026-01-02");
    range.put("start", "2026-01-01");
    other.put("B", range);
    other.put("A", 1L);
    assertThat(hash(one, "x")).isEqualTo(hash(other, "x"));
  }

  @Test
  void spellingOfNumbersDoesNotCount() {
    assertThat(of(1)).isEqualTo(of(1.0)).isEqualTo(of(1L)).isEqualTo(of(new BigDecimal("1.00")));
    assertThat(of(0.5)).isEqualTo(of(new BigDecimal("0.50")));
    assertThat(of(100)).isEqualTo(of(new BigDecimal("1E+2")));
    assertThat(of(1)).isNotEqualTo(of(2)).isNotEqualTo(of("1")).isNotEqualTo(of(true));
  }

  @Test
  void whatDiffersInContentDiffersInHash() {
    assertThat(of(null)).isNotEqualTo(of("")).isNotEqualTo(hash(Map.of(), null).properties());
    assertThat(of(List.of("a", "b"))).isNotEqualTo(of(List.of("b", "a")));
    assertThat(of(List.of("a", "b"))).isNotEqualTo(of(List.of("ab")));
    assertThat(of(List.of(List.of("a"), "b"))).isNotEqualTo(of(List.of(List.of("a", "b"))));
    assertThat(of("s1:a")).isNotEqualTo(of("a"));
    assertThat(hash(Map.of("A", "1", "B", "2"), null).properties())
        .isNotEqualTo(hash(Map.of("A", "2", "B", "1"), null).properties());
  }

  @Test
  void bodyAndPropertiesAreToldApart() {
    RecordHash before = hash(Map.of("A", 1), "x");
    RecordHash edited = hash(Map.of("A", 1), "y");
    assertThat(edited.properties()).isEqualTo(before.properties());
    assertThat(edited.body()).isNotEqualTo(before.body());
    assertThat(edited.content()).isNotEqualTo(before.content());
    assertThat(hash(Map.of(), null).body()).isNotEqualTo(hash(Map.of(), "").body());
    assertThat(before.content()).matches("[0-9a-f]{64}");
  }

  @Test
  void deletedCountsVersionAndSourceDoNot() {
    String content = RecordHash.of(new Record("R", Map.of(), "", false, "1", "a")).content();
    assertThat(RecordHash.of(new Record("R", Map.of(), "", false, "2", "b")).content())
        .isEqualTo(content);
    assertThat(RecordHash.of(new Record("R", Map.of(), "", true, "1", "a")).content())
        .isNotEqualTo(content);
  }

  @Test
  void linkThatNotionSignsAnewIsNoChange() {
    assertThat(of(file("https://files.example.com/a.png?sig=1", "2026-11-22T10:00:00Z")))
        .isEqualTo(of(file("https://files.example.com/a.png?sig=2", "2026-11-22T11:00:00Z")))
        .isNotEqualTo(of(file("https://files.example.com/b.png?sig=1", "2026-11-22T10:00:00Z")));
    assertThat(of(Map.of("url", "https://example.com/?a=1")))
        .isNotEqualTo(of(Map.of("url", "https://example.com/?a=2")));
  }

  private static Object file(String url, String expires) {
    return List.of(Map.of("name", "a", "url", url, "expires", expires));
  }

  @Test
  void hashStaysTheSameFromReleaseToRelease() {
    assertThat(hash(Map.of("Name", "A", "Count", 1.0), "text").content())
        .isEqualTo("4883902f2f6cc1c66d9a86ab032add203975294c3dfc72fb4aa3282d8da73f47");
  }
}
