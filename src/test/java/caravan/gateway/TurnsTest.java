package caravan.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.gateway.Turns.Turn;
import caravan.settings.NotionConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TurnsTest {

  private static final long MS = 1_000_000;

  private final AtomicLong now = new AtomicLong(-5_000 * MS);
  private final Connections connections =
      new Connections(List.of(connection("c"), connection("another")), Map.of());
  private final Slowdown slowdown = new Slowdown(connections, 3, Duration.ofSeconds(60), now::get);
  private final Turns turns = new Turns(slowdown, now::get);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private record Granted(String integration, Turn turn) {}

  private final BlockingQueue<Granted> granted = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void integrationsTakeTurnsHoweverManyRequestsEachHasWaiting() throws Exception {
    Turn first = turns.take("c", "backfill");
    for (int i = 0; i < 20; i++) {
      ask("backfill");
    }
    await().until(() -> turns.waiting("c") == 20);
    ask("poll");
    await().until(() -> turns.waiting("c") == 21);
    ask("other");
    ask("other");
    await().until(() -> turns.waiting("c") == 23);
    first.goes();
    first.ends();

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      Granted next = granted.take();
      order.add(next.integration());
      next.turn().ends();
    }
    assertThat(order.subList(0, 5))
        .containsExactly("backfill", "poll", "other", "backfill", "other");
    assertThat(order.subList(5, 23)).containsOnly("backfill");
  }

  @Test
  void nobodyElseAsksForBudgetUntilTheFirstHasIt() throws Exception {
    Turn first = turns.take("c", "a");
    ask("a");
    ask("b");
    await().until(() -> turns.waiting("c") == 2);
    assertThat(granted.poll(300, TimeUnit.MILLISECONDS)).isNull();
    first.goes();
    assertThat(granted.take()).isNotNull();
    assertThat(granted.poll(300, TimeUnit.MILLISECONDS)).isNull();
    assertThat(turns.underWay("c")).isEqualTo(2);
  }

  @Test
  void noMoreAreUnderWayThanMayBe() throws Exception {
    List<Turn> underWay = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Turn turn = turns.take("c", "a");
      turn.goes();
      underWay.add(turn);
    }
    ask("a");
    assertThat(granted.poll(300, TimeUnit.MILLISECONDS)).isNull();
    underWay.get(1).ends();
    underWay.get(1).ends();
    assertThat(granted.take().integration()).isEqualTo("a");
    assertThat(turns.underWay("c")).as("ending twice is ending once").isEqualTo(3);
  }

  @Test
  void connectionsHaveLinesOfTheirOwn() throws Exception {
    turns.take("c", "a");
    turns.take("another", "a");
    assertThat(turns.underWay("another")).isEqualTo(1);
  }

  @Test
  void whoIsInterruptedHoldsUpNobody() throws Exception {
    Turn first = turns.take("c", "a");
    Future<?> interrupted = ask("b");
    await().until(() -> turns.waiting("c") == 1);
    ask("c");
    await().until(() -> turns.waiting("c") == 2);
    interrupted.cancel(true);
    await().until(() -> turns.waiting("c") == 1);
    first.goes();
    assertThat(granted.take().integration()).isEqualTo("c");
  }

  @Test
  void whileNotionIsSlowFewerAreUnderWayAndTheyComeApart() throws Exception {
    slowdown.overloaded("c");
    assertThat(slowdown.share("c")).isEqualTo(0.5);
    Turn first = turns.take("c", "a");
    first.goes();
    CompletableFuture<Turn> second = CompletableFuture.supplyAsync(() -> take("a"), threads);
    assertThat(slowdown.underWay("c")).as("half of three").isEqualTo(1);
    first.ends();
    // Half of 30 requests in 60 s is one in 4 s.
    now.addAndGet(3_900 * MS);
    await().during(Duration.ofMillis(300)).until(() -> !second.isDone());
    now.addAndGet(101 * MS);
    second.get(10, TimeUnit.SECONDS);
  }

  private Future<?> ask(String integration) {
    return threads.submit(() -> granted.add(new Granted(integration, take(integration))));
  }

  private Turn take(String integration) {
    try {
      return turns.take("c", integration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static NotionConnection connection(String name) {
    return new NotionConnection(name, "https://api.example.com", "any", 40, 30, "");
  }
}
