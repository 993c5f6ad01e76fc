package caravan.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The torture in the short form that every build runs: always the same seed, so that a build that
 * fails does so because of its own change. {@link TortureTest} runs others.
 */
class ShortTortureTest {

  private static final Duration LENGTH = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({"4711, H2", "4711, POSTGRES", "4712, H2", "4712, POSTGRES"})
  void nothingIsLostNorDoneTwice(long seed, StoreServer.Kind store) {
    assertThat(Torture.run(seed, Torture.mix(LENGTH, store), store)).isEmpty();
  }
}
