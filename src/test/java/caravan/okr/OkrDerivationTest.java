package caravan.okr;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.derive.Derived;
import caravan.derive.MirroredRow;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class OkrDerivationTest {

  private static final String OBJECTIVES = "11111111-2222-4333-8444-555555555555";
  private static final String KEY_RESULTS = "22222222-2222-4333-8444-555555555555";
  private static final Instant NOW = Instant.parse("2026-11-16T10:00:00Z");

  private final OkrDerivation derivation =
      new OkrDerivation(OBJECTIVES.replace("-", ""), ZoneId.of("UTC"));

  @Test
  void pagesAreToSayWhatTheRulesSay() {
    Derived derived =
        derivation.derive(
            List.of(objective("o"), keyResult("k", "o", 30), keyResult("l", "o", 60)), NOW);
    assertThat(derived.wanted()).containsOnlyKeys("o", "k", "l");
    assertThat(derived.wanted().get("k"))
        .containsOnlyKeys("Progress")
        .containsEntry("Progress", new BigDecimal("0.3"));
    assertThat(derived.wanted().get("o"))
        .containsOnlyKeys("Progress", "Health")
        .containsEntry("Progress", new BigDecimal("0.45"))
        .containsEntry("Health", "On track");
    assertThat(derived.remarks()).isEmpty();
  }

  @Test
  void whatCannotBeToldIsClearedAndRemarkedOn() {
    MirroredRow blank = row("k", KEY_RESULTS, values("KR").put("Start", 1).put("Target", 1));
    Derived derived = derivation.derive(List.of(objective("o"), blank), NOW);
    assertThat(derived.wanted().get("k")).containsEntry("Progress", null);
    assertThat(derived.wanted().get("o"))
        .containsEntry("Progress", null)
        .containsEntry("Health", null);
    assertThat(derived.remarks()).hasSize(2);
  }

  @Test
  void keyResultOfAnObjectiveThatIsNotThereHasItsOwnProgress() {
    Derived derived = derivation.derive(List.of(keyResult("k", "trashed", 30)), NOW);
    assertThat(derived.wanted()).containsOnlyKeys("k");
    assertThat(derived.remarks()).isEmpty();
  }

  @Test
  void dayIsThatOfItsTimeZone() {
    OkrDerivation auckland = new OkrDerivation(OBJECTIVES, ZoneId.of("Pacific/Auckland"));
    Instant noon = Instant.parse("2026-11-16T12:00:00Z");
    assertThat(derivation.period(noon)).isEqualTo("2026-11-16");
    assertThat(auckland.period(noon)).isEqualTo("2026-11-17");
    List<MirroredRow> rows = List.of(objective("o"), keyResult("k", "o", 40));
    assertThat(derivation.derive(rows, noon).wanted().get("o")).containsEntry("Health", "On track");
    assertThat(auckland.derive(rows, noon).wanted().get("o")).containsEntry("Health", "At risk");
  }

  private static MirroredRow objective(String id) {
    return row(id, OBJECTIVES, values("Grow").put("Quarter", "2026-Q4"));
  }

  private static MirroredRow keyResult(String id, String objective, int current) {
    ObjectNode values = values("KR").put("Start", 0).put("Target", 100).put("Current", current);
    values.putObject("Objective").putArray("pageIds").add(objective);
    return row(id, KEY_RESULTS, values);
  }

  private static MirroredRow row(String id, String dataSource, ObjectNode values) {
    return new MirroredRow(id, dataSource, values);
  }

  private static ObjectNode values(String name) {
    return JsonNodeFactory.instance.objectNode().put("Name", name).putNull("Progress");
  }
}
