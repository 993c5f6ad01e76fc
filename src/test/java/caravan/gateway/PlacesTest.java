package caravan.gateway;

import caravan.settings.NotionConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlacesTest {

  private final AtomicLong now = new AtomicLong(-5_000_000_000L);
  private final Places places =
      new Places(
          new Connections(List.of(connection("c", 3, 2), connection("another", 1, 1)), Map.of()),
          Duration.ofMillis(200),
          now::get);

  private static NotionConnection connection(String name, int requests, int background) {
    return new NotionConnection(name, "https://api.example.com", "any", requests, background);
  }

  @Test
  void aPlaceIsFreeAgainOneWindowAfterItsAnswerAndNotAfterItWasTaken() throws Exception {
    take("interactive", 3);
    after(Duration.ofSeconds(10));
    CompletableFuture<Void> fourth = waiting("c", "interactive");
    places.answered("c", "interactive");
    after(Duration.ofMillis(199));
    stillWaits(fourth);

    after(Duration.ofMillis(1));

    fourth.get(10, TimeUnit.SECONDS);
  }

  @Test
  void theBackgroundLeavesTheReserveToTheOthers() throws Exception {
    take("background", 2);
    CompletableFuture<Void> third = waiting("c", "background");
    stillWaits(third);

    take("interactive", 1);

    places.giveBack("c", "background");
    stillWaits(waiting("c", "interactive"));
  }

  @Test
  void aPlaceThatWasGivenBackIsFreeAtOnce() throws Exception {
    take("background", 2);
    CompletableFuture<Void> third = waiting("c", "background");
    stillWaits(third);
    places.giveBack("c", "background");
    third.get(10, TimeUnit.SECONDS);
  }

  @Test
  void connectionsHavePlacesOfTheirOwnAndAsManyAsTheirBudget() throws Exception {
    take("interactive", 3);
    waiting("another", "interactive").get(10, TimeUnit.SECONDS);
    stillWaits(waiting("another", "interactive"));
  }

  private void take(String lane, int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      places.take("c", lane);
    }
  }

  private void after(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private CompletableFuture<Void> waiting(String connection, String lane) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            places.take(connection, lane);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** For longer than the wait that a thread in {@code take} would have to do. */
  private static void stillWaits(CompletableFuture<Void> taking) {
    Awaitility.await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(5))
        .until(() -> !taking.isDone());
  }
}
