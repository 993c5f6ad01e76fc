package caravan.okr;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

  @ParameterizedTest
  @CsvSource({
    "0, 100, 0, 0",
    "0, 100, 25, 0.25",
    "0, 100, 100, 1",
    "0, 100, 140, 1",
    "0, 100, -5, 0",
    "20, 120, 45, 0.25",
    "100, 20, 60, 0.5",
    "100, 20, 20, 1",
    "100, 20, 10, 1",
    "100, 20, 130, 0",
    "-10, 10, 0, 0.5",
    "10, -10, -5, 0.75",
    "0, 3, 1, 0.3333",
    "0, 3, 2, 0.6667",
    "0.5, 1.5, 0.75, 0.25",
    "0, 1000000, 999999, 0.9999",
    "0, 10000000000000, 1, 0",
    "0, 1e300, 5e299, 0.5"
  })
  void isTheShareOfTheWayThatIsDone(
      BigDecimal start, BigDecimal target, BigDecimal current, BigDecimal progress) {
    Progress found = Progress.of(start, target, current);
    assertThat(found.trouble()).isNull();
    assertThat(found.shown()).isEqualTo(progress);
  }

  @ParameterizedTest
  @CsvSource({
    ", , , 'has no Start, no Target and no Current'",
    "1, , 2, has no Target",
    ", 5, , has no Start and no Current",
    "7, 7.0, 7, has a Target that equals its Start"
  })
  void isUnknownWhereNumbersAreMissingOrLeadNowhere(
      BigDecimal start, BigDecimal target, BigDecimal current, String trouble) {
    Progress found = Progress.of(start, target, current);
    assertThat(found.isKnown()).isFalse();
    assertThat(found.shown()).isNull();
    assertThat(found.trouble()).isEqualTo(trouble);
  }

  @Test
  void isAFractionThatGrowsTowardsTheTargetWhicheverWayThatLies() {
    Random random = new Random(26);
    for (int i = 0; i < 5_000; i++) {
      BigDecimal start = number(random);
      BigDecimal target = number(random);
      if (start.compareTo(target) == 0) {
        continue;
      }
      BigDecimal way = target.subtract(start);
      BigDecimal near = start.add(way.multiply(BigDecimal.valueOf(random.nextDouble() * 3 - 1)));
      BigDecimal far = near.add(way.multiply(BigDecimal.valueOf(random.nextDouble())));
      Progress less = Progress.of(start, target, near);
      Progress more = Progress.of(start, target, far);
      assertThat(less.exact()).isBetween(BigDecimal.ZERO, BigDecimal.ONE);
      assertThat(more.exact()).isGreaterThanOrEqualTo(less.exact());
      assertThat(less.shown().subtract(less.exact()).abs())
          .isLessThanOrEqualTo(new BigDecimal("0.0001"));
      boolean reached = near.subtract(target).signum() != -way.signum();
      assertThat(less.shown().compareTo(BigDecimal.ONE) == 0).isEqualTo(reached);
    }
  }

  private static BigDecimal number(Random random) {
    return BigDecimal.valueOf(random.nextInt(-100_000, 100_000), random.nextInt(4));
  }
}
