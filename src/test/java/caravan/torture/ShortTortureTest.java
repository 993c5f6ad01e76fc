package caravan.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The torture in the short form that every build runs: always the same seed, so that a build that
 * fails does so because of its own change. {@link TortureTest} runs others.
 */
class ShortTortureTest {

  private static final long SEED = 4711;
  private static final Duration LENGTH = Duration.ofSeconds(30);

  @ParameterizedTest
  @EnumSource(StoreServer.Kind.class)
  void nothingIsLostNorDoneTwice(StoreServer.Kind store) {
    assertThat(Torture.run(SEED, Torture.mix(LENGTH, store), store)).isEmpty();
  }
}
