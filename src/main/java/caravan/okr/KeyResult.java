package caravan.okr;

import java.math.BigDecimal;
import java.util.List;

/**
 * A key result as it stands in Notion.
 *
 * @param id its page's id
 * @param title its name; blank if it has none
 * @param objectives the ids of the objectives that it says it belongs to
 * @param start null if it is missing, as target and current
 * @param weight how much it counts among the key results of its objective; null, where its data
 *     source has no such property or it is empty, is 1
 */
public record KeyResult(
    String id,
    String title,
    List<String> objectives,
    BigDecimal start,
    BigDecimal target,
    BigDecimal current,
    BigDecimal weight) {

  /** Keeps a copy of the list. */
  public KeyResult {
    objectives = List.copyOf(objectives);
  }

  /** How far it is. */
  public Progress progress() {
    return Progress.of(start, target, current);
  }

  /** Whether its weight can be one. */
  boolean isWeighable() {
    return weight == null || weight.signum() >= 0;
  }

  BigDecimal weighed() {
    return weight == null ? BigDecimal.ONE : weight;
  }
}
