package caravan.derive;

import java.time.Instant;
import java.util.List;

/**
 * The rules by which an integration computes properties that the hub owns. Bound in the registry as
 * {@code <integration>-derivation}. The same rows give the same values: it has no state and asks
 * nobody.
 */
public interface Derivation {

  /**
   * What the pages should say.
   *
   * @param rows all rows of the integration's data sources, as they were last read
   * @param now the moment at which it has to be right
   */
  Derived derive(List<MirroredRow> rows, Instant now);

  /**
   * What besides the rows the values depend on: they are computed again when this changes, such as
   * the day.
   */
  default String period(Instant now) {
    return "";
  }
}
