package caravan.okr;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StandingsTest {

  private static final LocalDate HALF = LocalDate.of(2026, 11, 16);

  @Test
  void progressOfAnObjectiveIsTheMeanOfItsKeyResults() {
    Standing standing = standing("2026-Q4", at(10), at(20), at(90));
    assertThat(standing.progress().shown()).isEqualByComparingTo("0.4");
    assertThat(standing.health()).contains(Health.ON_TRACK);
    assertThat(standing.remarks()).isEmpty();
  }

  @Test
  void meanIsMadeOfExactValuesNotOfThoseThatAreShown() {
    KeyResult third = keyResult("1", "0", "3", null);
    assertThat(standing("2026-Q4", third, third, third).progress().shown())
        .isEqualByComparingTo("0.3333");
    KeyResult sixth = keyResult("1", "0", "6", null);
    KeyResult half = keyResult("1", "0", "2", null);
    assertThat(standing("2026-Q4", sixth, sixth, half).progress().shown())
        .isEqualByComparingTo("0.2778");
  }

  @Test
  void weightsCountAndAnEmptyOneIsOne() {
    assertThat(standing("2026-Q4", weighted(100, "3"), weighted(0, null)).progress().shown())
        .isEqualByComparingTo("0.75");
    assertThat(standing("2026-Q4", weighted(100, "0"), weighted(20, "0.5")).progress().shown())
        .isEqualByComparingTo("0.2");
  }

  @Test
  void withoutKeyResultsThereIsNeitherProgressNorHealthAndItIsSaid() {
    Standing standing = standing("2026-Q4");
    assertThat(standing.progress().shown()).isNull();
    assertThat(standing.health()).isEmpty();
    assertThat(standing.remarks())
        .containsExactly("objective \"Grow\" has no key results, so it has no Progress or Health");
  }

  @Test
  void withoutQuarterThereIsProgressButNoHealthAndItIsSaid() {
    for (String none : new String[] {null, "", "  "}) {
      Standing standing = standing(none, at(50));
      assertThat(standing.progress().shown()).isEqualByComparingTo("0.5");
      assertThat(standing.health()).isEmpty();
      assertThat(standing.remarks())
          .containsExactly("objective \"Grow\" has no Quarter, so it has no Health");
    }
  }

  @Test
  void malformedQuarterIsSaidAndNotGuessed() {
    Standing standing = standing("Q4/26", at(50));
    assertThat(standing.health()).isEmpty();
    assertThat(standing.remarks())
        .containsExactly(
            "objective \"Grow\" has the Quarter \"Q4/26\", which is not one such as 2026-Q4, so it"
                + " has no Health");
  }

  @Test
  void keyResultWithoutNumbersIsLeftOutOfTheMeanAndSaid() {
    KeyResult blank = keyResult(null, "0", "100", null);
    Standing standing = standing("2026-Q4", at(60), blank);
    assertThat(standing.progress().shown()).isEqualByComparingTo("0.6");
    assertThat(standing.remarks())
        .containsExactly(
            "objective \"Grow\": 1 of its 2 key results do not count, because they have no Progress"
                + " or a Weight below 0");
    assertThat(Standings.remarks(blank))
        .containsExactly("key result \"Sell\" has no Current, so it has no Progress");
    assertThat(Standings.remarks(at(60))).isEmpty();
  }

  @Test
  void withNothingButUnknownKeyResultsNothingIsGuessed() {
    Standing standing = standing("2026-Q4", keyResult("5", "5", "5", null), weighted(50, "0"));
    assertThat(standing.progress().shown()).isNull();
    assertThat(standing.health()).isEmpty();
    assertThat(standing.remarks())
        .singleElement()
        .asString()
        .contains("no key result with a Progress and a Weight above 0");
  }

  @Test
  void weightBelowZeroCountsNotAndIsSaid() {
    KeyResult negative = weighted(100, "-2");
    assertThat(standing("2026-Q4", negative, at(30)).progress().shown())
        .isEqualByComparingTo("0.3");
    assertThat(Standings.remarks(negative))
        .containsExactly("key result \"Sell\" has a Weight below 0, so it does not count");
  }

  @Test
  void keyResultOfTwoObjectivesCountsForBothAndOnceEach() {
    KeyResult both =
        new KeyResult("k", "Sell", List.of("o", "p", "o"), n("0"), n("10"), n("5"), null);
    KeyResult other = new KeyResult("l", "Hire", List.of("p"), n("0"), n("10"), n("0"), null);
    Standings standings = new Standings(List.of(both, other), HALF);
    assertThat(standings.of(objective("o", "2026-Q4")).progress().shown())
        .isEqualByComparingTo("0.5");
    assertThat(standings.of(objective("p", "2026-Q4")).progress().shown())
        .isEqualByComparingTo("0.25");
  }

  @Test
  void moreThanTwentyFiveKeyResultsAllCount() {
    KeyResult[] many =
        IntStream.range(0, 30).mapToObj(i -> at(i < 15 ? 0 : 100)).toArray(KeyResult[]::new);
    assertThat(standing("2026-Q4", many).progress().shown()).isEqualByComparingTo("0.5");
  }

  @Test
  void meanLiesBetweenTheLeastAndTheMostAndDoesNotDependOnTheOrder() {
    Random random = new Random(4);
    for (int i = 0; i < 1_000; i++) {
      List<KeyResult> keyResults = new ArrayList<>();
      for (int k = 0; k <= random.nextInt(12); k++) {
        keyResults.add(
            keyResult(
                Integer.toString(random.nextInt(-20, 120)),
                "0",
                "97",
                random.nextBoolean() ? null : Integer.toString(random.nextInt(1, 9))));
      }
      BigDecimal least = extreme(keyResults, -1);
      BigDecimal most = extreme(keyResults, 1);
      BigDecimal mean = standing("2026-Q4", keyResults).progress().exact();
      BigDecimal rounding = new BigDecimal("1e-30");
      assertThat(mean).isBetween(least.subtract(rounding), most.add(rounding));
      List<KeyResult> shuffled = new ArrayList<>(keyResults);
      Collections.shuffle(shuffled, random);
      assertThat(standing("2026-Q4", shuffled).progress().shown())
          .isEqualTo(standing("2026-Q4", keyResults).progress().shown());
    }
  }

  private static BigDecimal extreme(List<KeyResult> keyResults, int sign) {
    return keyResults.stream()
        .map(it -> it.progress().exact())
        .reduce((a, b) -> a.compareTo(b) * sign >= 0 ? a : b)
        .orElseThrow();
  }

  private static Standing standing(String quarter, KeyResult... keyResults) {
    return standing(quarter, List.of(keyResults));
  }

  private static Standing standing(String quarter, List<KeyResult> keyResults) {
    return new Standings(keyResults, HALF).of(objective("o", quarter));
  }

  private static Objective objective(String id, String quarter) {
    return new Objective(id, "Grow", null, quarter);
  }

  private static KeyResult at(int percent) {
    return weighted(percent, null);
  }

  private static KeyResult weighted(int percent, String weight) {
    return keyResult(Integer.toString(percent), "0", "100", weight);
  }

  private static KeyResult keyResult(String current, String start, String target, String weight) {
    return new KeyResult("k", "Sell", List.of("o"), n(start), n(target), n(current), n(weight));
  }

  private static BigDecimal n(String number) {
    return number == null ? null : new BigDecimal(number);
  }
}
