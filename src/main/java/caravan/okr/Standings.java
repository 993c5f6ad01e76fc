package caravan.okr;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How all objectives stand, by what their key results say. An objective's own list of key results
 * is not looked at: Notion cuts it at 25 references, and a key result names its objective itself.
 */
public final class Standings {

  private final LocalDate today;
  private final Map<String, List<KeyResult>> byObjective = new HashMap<>();

  /**
   * @param keyResults all that are there, of all objectives
   * @param today the day in the company's time zone
   */
  public Standings(List<KeyResult> keyResults, LocalDate today) {
    this.today = today;
    for (KeyResult keyResult : keyResults) {
      for (String objective : new LinkedHashSet<>(keyResult.objectives())) {
        byObjective.computeIfAbsent(objective, id -> new ArrayList<>()).add(keyResult);
      }
    }
  }

  /** How an objective stands. */
  public Standing of(Objective objective) {
    List<KeyResult> keyResults = byObjective.getOrDefault(objective.id(), List.of());
    List<String> remarks = new ArrayList<>();
    Progress progress = mean(keyResults);
    if (!progress.isKnown()) {
      remarks.add(said(objective) + " " + progress.trouble() + ", so it has no Progress or Health");
    } else {
      long left = keyResults.stream().filter(it -> !counts(it)).count();
      if (left > 0) {
        remarks.add(
            "%s: %d of its %d key results do not count, because they have no Progress or a Weight below 0"
                .formatted(said(objective), left, keyResults.size()));
      }
    }
    Optional<Quarter> quarter = quarter(objective, remarks);
    Optional<Health> health =
        progress.isKnown()
            ? quarter.map(it -> Health.of(progress.shown(), it, today))
            : Optional.empty();
    return new Standing(objective, quarter, keyResults, progress, health, remarks);
  }

  private static Optional<Quarter> quarter(Objective objective, List<String> remarks) {
    if (objective.quarter() == null || objective.quarter().isBlank()) {
      remarks.add(said(objective) + " has no Quarter, so it has no Health");
      return Optional.empty();
    }
    Optional<Quarter> quarter = Quarter.parse(objective.quarter());
    if (quarter.isEmpty()) {
      remarks.add(
          "%s has the Quarter \"%s\", which is not one such as 2026-Q4, so it has no Health"
              .formatted(said(objective), objective.quarter()));
    }
    return quarter;
  }

  private static Progress mean(List<KeyResult> keyResults) {
    if (keyResults.isEmpty()) {
      return Progress.unknown("has no key results");
    }
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal weights = BigDecimal.ZERO;
    for (KeyResult keyResult : keyResults) {
      if (counts(keyResult)) {
        sum = sum.add(keyResult.progress().exact().multiply(keyResult.weighed()));
        weights = weights.add(keyResult.weighed());
      }
    }
    return weights.signum() > 0
        ? Progress.known(sum.divide(weights, MathContext.DECIMAL128))
        : Progress.unknown("has no key result with a Progress and a Weight above 0");
  }

  private static boolean counts(KeyResult keyResult) {
    return keyResult.isWeighable() && keyResult.progress().isKnown();
  }

  /** What people should mend in a key result; empty if all is well. */
  static List<String> remarks(KeyResult keyResult) {
    List<String> remarks = new ArrayList<>();
    Progress progress = keyResult.progress();
    if (!progress.isKnown()) {
      remarks.add(said(keyResult) + " " + progress.trouble() + ", so it has no Progress");
    }
    if (!keyResult.isWeighable()) {
      remarks.add(said(keyResult) + " has a Weight below 0, so it does not count");
    }
    return remarks;
  }

  private static String said(Objective objective) {
    return "objective " + named(objective.title(), objective.id());
  }

  private static String said(KeyResult keyResult) {
    return "key result " + named(keyResult.title(), keyResult.id());
  }

  private static String named(String title, String id) {
    return title.isBlank() ? id : '"' + title + '"';
  }
}
