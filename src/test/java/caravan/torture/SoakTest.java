package caravan.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The soak form of the torture: {@code mvn -Ptorture verify -Dminutes=60} (ten or more). One hub
 * lives through it all, with faults and edits but without kills; when it is quiet after five
 * minutes and again at the end, its memory, threads and connections are compared.
 */
@Tag("torture")
class SoakTest {

  private static final Duration WARM = Duration.ofMinutes(5);
  private static final double HEAP_GROWTH = 1.10;
  private static final int JITTER = 4;
  private static final int SERVER_THREADS = 20;

  @Test
  void memoryThreadsAndConnectionsStayAsTheyAre() {
    double minutes = Torture.minutes(0);
    Assumptions.assumeTrue(
        minutes >= Torture.SOAK_MINUTES, "the soak runs with -Dminutes=10 or more");
    StoreServer.Kind store =
        StoreServer.Kind.valueOf(System.getProperty("store", "h2").toUpperCase(Locale.ROOT));
    Duration length = Duration.ofSeconds(Math.round(60 * minutes));
    Torture.soaks(
        Long.getLong("seed", 1),
        Torture.mix(length, store).withoutKills(),
        store,
        WARM,
        (warm, end) -> {
          assertThat(end.heap())
              .as("heap after collection, after %s: %s, at the end: %s", WARM, warm, end)
              .isLessThanOrEqualTo((long) (warm.heap() * HEAP_GROWTH));
          assertThat(end.threads()).as("threads").isLessThanOrEqualTo(warm.threads() + JITTER);
          assertThat(end.serverThreads())
              .as("threads of the server")
              .isLessThanOrEqualTo(SERVER_THREADS);
          assertThat(end.files())
              .as("open files and connections")
              .isLessThanOrEqualTo(warm.files() + JITTER);
        });
  }
}
