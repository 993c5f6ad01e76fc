package caravan.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
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
    long first = Long.getLong("seed", 1);
    int seeds = Integer.getInteger("seeds", 20);
    Duration length =
        Duration.ofSeconds(
            Math.round(60 * Double.parseDouble(System.getProperty("minutes", "0.75"))));
    StoreServer.Kind store =
        StoreServer.Kind.valueOf(System.getProperty("store", "h2").toUpperCase(Locale.ROOT));
    List<Long> failed = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    for (long seed : LongStream.range(first, first + seeds).toArray()) {
      if (!Torture.runs(seed, Torture.mix(length, store), store, rows::add)) {
        failed.add(seed);
      }
    }
    assertThat(failed)
        .as("seeds that failed; their reports are above and in target/torture")
        .isEmpty();
  }
}
