package caravan.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The torture test in full: {@code mvn -Ptorture verify}, with {@code -Dseeds=20} (how many),
 * {@code -Dseed=4711} (the first one), {@code -Dminutes=1} (of each script) and {@code
 * -Dstore=h2|postgres}. A failing seed's schedule, story and hub output stand in target/torture.
 */
@Tag("torture")
class TortureTest {

  @Test
  void nothingIsLostNorDoneTwiceWhateverHappens() {
    double minutes = Torture.minutes(0.75);
    Assumptions.assumeTrue(minutes < Torture.SOAK_MINUTES, "ten minutes or more are a soak");
    long first = Long.getLong("seed", 1);
    int seeds = Integer.getInteger("seeds", 20);
    StoreServer.Kind store =
        StoreServer.Kind.valueOf(System.getProperty("store", "h2").toUpperCase(Locale.ROOT));
    Script.Mix mix = Torture.mix(Duration.ofSeconds(Math.round(60 * minutes)), store);
    List<Long> failed = new ArrayList<>();
    for (long seed : LongStream.range(first, first + seeds).toArray()) {
      if (!Torture.run(seed, mix, store).isEmpty()) {
        failed.add(seed);
      }
    }
    assertThat(failed)
        .as("seeds that failed; their reports are above and in target/torture")
        .isEmpty();
  }
}
