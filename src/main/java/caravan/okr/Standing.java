package caravan.okr;

import java.util.List;
import java.util.Optional;

/**
 * How an objective stands on a day.
 *
 * @param quarter empty if it has none that can be read
 * @param keyResults those that belong to it
 * @param progress the mean of theirs, or why there is none
 * @param health empty where it cannot be told
 * @param remarks what people should mend, one sentence each; empty if all is well
 */
public record Standing(
    Objective objective,
    Optional<Quarter> quarter,
    List<KeyResult> keyResults,
    Progress progress,
    Optional<Health> health,
    List<String> remarks) {

  /** Keeps copies of the lists. */
  public Standing {
    keyResults = List.copyOf(keyResults);
    remarks = List.copyOf(remarks);
  }
}
