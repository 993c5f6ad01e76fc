package caravan.okr;

import caravan.derive.Derivation;
import caravan.derive.Derived;
import caravan.derive.MirroredRow;
import caravan.notion.NotionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What okr-tracker writes: Progress of key results and objectives, and Health of objectives. Health
 * depends on the day, so that all is computed anew when one begins.
 */
public final class OkrDerivation implements Derivation {

  private final String objectives;
  private final ZoneId zone;

  /**
   * @param objectives the id of the data source with the objectives; every other row is a key
   *     result
   * @param zone in which days end
   */
  public OkrDerivation(String objectives, ZoneId zone) {
    this.objectives = NotionId.canonical(objectives);
    this.zone = zone;
  }

  @Override
  public String period(Instant now) {
    return today(now).toString();
  }

  @Override
  public Derived derive(List<MirroredRow> rows, Instant now) {
    Map<String, Map<String, Object>> wanted = new LinkedHashMap<>();
    List<String> remarks = new ArrayList<>();
    for (KeyResult keyResult : keyResults(rows)) {
      Map<String, Object> values = new HashMap<>();
      values.put("Progress", keyResult.progress().shown());
      wanted.put(keyResult.id(), values);
      remarks.addAll(Standings.remarks(keyResult));
    }
    for (Standing standing : standings(rows, now)) {
      Map<String, Object> values = new HashMap<>();
      values.put("Progress", standing.progress().shown());
      values.put("Health", standing.health().map(Health::option).orElse(null));
      wanted.put(standing.objective().id(), values);
      remarks.addAll(standing.remarks());
    }
    return new Derived(wanted, remarks);
  }

  /** How all objectives stand, in the order of the rows. */
  public List<Standing> standings(List<MirroredRow> rows, Instant now) {
    Standings standings = new Standings(keyResults(rows), today(now));
    return rows.stream()
        .filter(this::isObjective)
        .map(OkrDerivation::objective)
        .map(standings::of)
        .toList();
  }

  /** The day on which that moment lies. */
  public LocalDate today(Instant now) {
    return LocalDate.ofInstant(now, zone);
  }

  private List<KeyResult> keyResults(List<MirroredRow> rows) {
    return rows.stream().filter(row -> !isObjective(row)).map(OkrDerivation::keyResult).toList();
  }

  private boolean isObjective(MirroredRow row) {
    return NotionId.same(objectives, row.dataSource());
  }

  private static Objective objective(MirroredRow row) {
    return new Objective(
        row.id(),
        row.text("Name").orElse(""),
        row.text("url").orElse(null),
        row.text("Quarter").orElse(null));
  }

  private static KeyResult keyResult(MirroredRow row) {
    return new KeyResult(
        row.id(),
        row.text("Name").orElse(""),
        row.pages("Objective"),
        number(row, "Start"),
        number(row, "Target"),
        number(row, "Current"),
        number(row, "Weight"));
  }

  private static BigDecimal number(MirroredRow row, String property) {
    return row.number(property).orElse(null);
  }
}
