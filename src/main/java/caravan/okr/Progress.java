package caravan.okr;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How far something is, as a fraction from 0 to 1; or why that cannot be said.
 *
 * @param exact the fraction; null if it cannot be said
 * @param trouble why not, as in "has no Start and no Target"; null if it can
 */
public record Progress(BigDecimal exact, String trouble) {

  /** As many digits as a percentage with two decimals shows. */
  private static final int DIGITS = 4;

  private static final BigDecimal ALMOST = new BigDecimal("0.9999");

  /**
   * The way from Start to Current, as a share of the way from Start to Target. Beyond the target it
   * is 1, behind the start 0. A target may lie below its start.
   *
   * @param start null if it is missing, as the others
   */
  static Progress of(BigDecimal start, BigDecimal target, BigDecimal current) {
    List<String> missing = new ArrayList<>();
    missing(start, "no Start", missing);
    missing(target, "no Target", missing);
    missing(current, "no Current", missing);
    if (!missing.isEmpty()) {
      return unknown("has " + enumerated(missing));
    }
    if (start.compareTo(target) == 0) {
      return unknown("has a Target that equals its Start");
    }
    BigDecimal way = current.subtract(start);
    return known(way.divide(target.subtract(start), MathContext.DECIMAL128));
  }

  static Progress known(BigDecimal fraction) {
    return new Progress(fraction.max(BigDecimal.ZERO).min(BigDecimal.ONE), null);
  }

  static Progress unknown(String trouble) {
    return new Progress(null, trouble);
  }

  /** Whether it can be said. */
  public boolean isKnown() {
    return exact != null;
  }

  /**
   * The fraction with four digits, as it is written into Notion; null if it cannot be said. It is 1
   * only if the target is reached.
   */
  public BigDecimal shown() {
    if (exact == null) {
      return null;
    }
    BigDecimal rounded = exact.setScale(DIGITS, RoundingMode.HALF_UP);
    BigDecimal honest = exact.compareTo(BigDecimal.ONE) < 0 ? rounded.min(ALMOST) : rounded;
    return plain(honest);
  }

  /** Without zeros at its end: 0.5, 1, 0. */
  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static void missing(BigDecimal number, String name, List<String> missing) {
    if (number == null) {
      missing.add(name);
    }
  }

  private static String enumerated(List<String> words) {
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
  }
}
