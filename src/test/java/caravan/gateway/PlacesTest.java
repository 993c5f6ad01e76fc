package caravan.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.gateway.Places.Place;
import caravan.gateway.Places.Spent;
import caravan.settings.NotionConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlacesTest {

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong now = new AtomicLong(-5_000_000_000L);
  private final Places places =
      new Places(
          new Connections(List.of(connection("c", 3, 2), connection("another", 1, 1)), Map.of()),
          Duration.ofMillis(200),
          now::get);

  private static NotionConnection connection(String name, int requests, int background) {
    return new NotionConnection(name, "https://api.example.com", "any", requests, background, "");
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void aPlaceIsFreeAgainOneWindowAfterItsAnswerAndNotAfterItWasTaken() throws Exception {
    Place first = take(false, 3);
    after(Duration.ofSeconds(10));
    CompletableFuture<Place> fourth = waiting("c", false);
    first.answered();
    after(Duration.ofMillis(199));
    stillWaits(fourth);

    after(Duration.ofMillis(1));

    fourth.get(10, TimeUnit.SECONDS);
  }

  @Test
  void theBackgroundLeavesTheReserveToTheOthers() throws Exception {
    Place first = take(true, 2);
    stillWaits(waiting("c", true));

    take(false, 1);

    first.giveBack();
    stillWaits(waiting("c", false));
  }

  @Test
  void aPlaceThatWasGivenBackIsFreeAtOnceAndOnlyOnce() throws Exception {
    Place first = take(true, 2);
    CompletableFuture<Place> third = waiting("c", true);
    stillWaits(third);
    first.giveBack();
    third.get(10, TimeUnit.SECONDS);

    first.giveBack();
    first.answered();
    assertThat(places.takenInBackground("c")).isEqualTo(2);
    stillWaits(waiting("c", true));
  }

  @Test
  void connectionsHavePlacesOfTheirOwnAndAsManyAsTheirBudget() throws Exception {
    take(false, 3);
    waiting("another", false).get(10, TimeUnit.SECONDS);
    stillWaits(waiting("another", false));
  }

  @Test
  void whatAnEarlierProcessSpentIsSpent() throws Exception {
    places.restore(
        "c",
        List.of(new Spent(Duration.ofMillis(150), 1, 1), new Spent(Duration.ofMillis(50), 2, 1)));
    CompletableFuture<Place> first = waiting("c", true);
    stillWaits(first);
    after(Duration.ofMillis(50));
    first.get(10, TimeUnit.SECONDS);
    stillWaits(waiting("c", false));
  }

  @Test
  void whatWasSpentIsToldInStepsWithWhatIsUnderWayAsSpentNow() throws Exception {
    take(true, 1).answered();
    after(Duration.ofMillis(120));
    take(false, 1).answered();
    take(true, 1);
    assertThat(places.spent("c", Duration.ofMillis(50)))
        .containsExactly(new Spent(Duration.ofMillis(100), 1, 1), new Spent(Duration.ZERO, 2, 1));

    after(Duration.ofMillis(81));
    assertThat(places.spent("c", Duration.ofMillis(50))).as("a window later").hasSize(2);
    after(Duration.ofMillis(120));
    assertThat(places.spent("c", Duration.ofMillis(50)))
        .containsExactly(new Spent(Duration.ZERO, 1, 1));
  }

  /** Takes as many, and gives the first. */
  private Place take(boolean inBackground, int times) throws InterruptedException {
    Place first = places.take("c", inBackground);
    for (int i = 1; i < times; i++) {
      places.take("c", inBackground);
    }
    return first;
  }

  private void after(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private CompletableFuture<Place> waiting(String connection, boolean inBackground) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return places.take(connection, inBackground);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
          }
        },
        threads);
  }

  /** For longer than the wait that a thread in {@code take} would have to do. */
  private static void stillWaits(CompletableFuture<Place> taking) {
    Awaitility.await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(60))
        .until(() -> !taking.isDone());
  }
}
