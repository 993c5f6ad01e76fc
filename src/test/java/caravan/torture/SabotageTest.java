package caravan.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The torture has to find what is wrong: a hub whose settings break a promise does not survive a
 * few seeds. Runs with {@code mvn -Ptorture verify -Dsabotage}.
 */
@Tag("torture")
class SabotageTest {

  private static final int SEEDS = 6;
  private static final Duration LENGTH = Duration.ofSeconds(45);

  @Test
  void aHubThatLeavesBodiesAloneLosesEdits() {
    assertFound("issue \\d+, body", Map.of("NOTION_BODY_UPDATE", "leave"));
  }

  @Test
  void aHubThatDoesNotWaitForTheIndexMakesPagesTwice() {
    assertFound("pages that were ever made", Map.of("NOTION_INDEX_LAG", "0s"));
  }

  @Test
  void aHubThatBelievesInALargerBudgetExceedsIt() {
    assertFound("requests to Notion", Map.of("NOTION_BUDGET_REQUESTS", "200"));
  }

  private static void assertFound(String what, Map<String, String> settings) {
    Assumptions.assumeTrue(
        System.getProperty("sabotage") != null, "hubs are sabotaged with -Dsabotage");
    for (long seed = 1; seed <= SEEDS; seed++) {
      List<Difference> differences =
          Torture.run(
              seed, Torture.mix(LENGTH, StoreServer.Kind.H2), StoreServer.Kind.H2, settings);
      if (differences.stream().anyMatch(it -> it.what().matches(".*(" + what + ").*"))) {
        return;
      }
    }
    assertThat(what).as("found in none of %d seeds with %s", SEEDS, settings).isEmpty();
  }
}
