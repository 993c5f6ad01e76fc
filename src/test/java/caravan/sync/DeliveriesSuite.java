package caravan.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.store.Store;
import caravan.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the idempotent repository promises on every database. */
abstract class DeliveriesSuite {

  private static final String V1 = "2026-11-22T09:00:00.000Z";
  private static final String V2 = "2026-11-22T09:00:01.000Z";

  private final SettableClock clock = new SettableClock("2026-11-22T10:00:00Z");
  private Store store;
  private Deliveries deliveries;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
    deliveries = new Deliveries(store, clock, "node");
    deliveries.clear();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void theSameContentTwiceIsOneDelivery() {
    assertThat(delivered(key("x", "A", ""))).isTrue();
    assertThat(deliveries.add(key("x", "A", ""))).isFalse();
    assertThat(deliveries.contains(key("x", "A", ""))).isTrue();
    assertThat(deliveries.contains(key("x", "B", ""))).isFalse();
  }

  @Test
  void backToWhatItWasIsAThirdDelivery() {
    assertThat(delivered(key("x", "A", ""))).isTrue();
    assertThat(delivered(key("x", "B", ""))).isTrue();
    assertThat(delivered(key("x", "A", ""))).isTrue();
  }

  @Test
  void recordsAndIntegrationsDoNotTouchEachOther() {
    assertThat(delivered(key("x", "A", ""))).isTrue();
    assertThat(delivered(key("y", "A", ""))).isTrue();
    assertThat(delivered(new DeliveryKey("other", "x", "A", "").toString())).isTrue();
  }

  @Test
  void onlyWhatWasDeliveredBeforeCountsAsDeliveredBefore() {
    Instant start = clock.instant();
    assertThat(delivered(key("x", "A", ""))).isTrue();
    assertThat(deliveries.hasDelivered("integration", start)).as("in the same run").isFalse();

    clock.advance(Duration.ofMinutes(1));
    assertThat(deliveries.hasDelivered("integration", clock.instant())).isTrue();
    assertThat(deliveries.hasDelivered("other", clock.instant())).isFalse();
    assertThat(deliveries.add(key("y", "A", ""))).isTrue();
    clock.advance(Duration.ofMinutes(1));
    Instant later = clock.instant();
    assertThat(delivered(key("x", "B", ""))).isTrue();
    assertThat(deliveries.hasDelivered("integration", later)).as("y is only in work").isFalse();
  }

  @Test
  void whatIsInWorkIsNotDone() {
    assertThat(deliveries.add(key("x", "A", ""))).isTrue();
    assertThat(deliveries.contains(key("x", "A", ""))).isFalse();
    deliveries.confirm(key("x", "A", ""));
    assertThat(deliveries.contains(key("x", "A", ""))).isTrue();
  }

  @Test
  void aFailureIsAsIfNothingHadBeen() {
    deliveries.add(key("x", "A", ""));
    assertThat(deliveries.remove(key("x", "A", ""))).isTrue();
    assertThat(delivered(key("x", "A", ""))).isTrue();
  }

  @Test
  void aRecordThatGoesBackToWhatItWasAfterAFailureIsDelivered() {
    delivered(key("x", "A", V1));
    deliveries.add(key("x", "B", V2));
    deliveries.remove(key("x", "B", V2));
    assertThat(delivered(key("x", "A", V1))).as("B may have been written in part").isTrue();
    assertThat(deliveries.add(key("x", "A", V1))).isFalse();
  }

  @Test
  void afterACrashTheSameNodeStartsAgainAtOnce() {
    deliveries.add(key("x", "A", ""));
    delivered(key("y", "A", ""));
    Deliveries restarted = new Deliveries(store, clock, "node");

    assertThat(restarted.reclaim()).isEqualTo(1);

    assertThat(restarted.add(key("x", "A", ""))).isTrue();
    assertThat(restarted.add(key("y", "A", ""))).as("done stays done").isFalse();
  }

  @Test
  void whatAnotherNodeHasInWorkIsLeftToItUntilItsLeaseEnds() {
    deliveries.add(key("x", "A", ""));
    Deliveries other = new Deliveries(store, clock, "other node");
    assertThat(other.reclaim()).isZero();
    assertThatThrownBy(() -> other.add(key("x", "A", "")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("record x is in work on node node");

    clock.advance(Duration.ofMinutes(16));
    assertThat(other.add(key("x", "A", ""))).isTrue();
  }

  @Test
  void aRefusalLeavesTheRecordFreeForTheNextOne() {
    deliveries.add(key("x", "A", ""));
    Deliveries other = new Deliveries(store, clock, "other node");
    assertThatThrownBy(() -> other.add(key("x", "B", "")))
        .isInstanceOf(IllegalStateException.class);
    deliveries.confirm(key("x", "A", ""));
    assertThat(other.add(key("x", "B", ""))).isTrue();
  }

  @Test
  void anOlderVersionIsADuplicate() {
    delivered(key("x", "B", V2));
    assertThat(deliveries.add(key("x", "A", V1))).isFalse();
    assertThat(deliveries.isStale(DeliveryKey.parse(key("x", "A", V1)))).isTrue();
    assertThat(deliveries.isStale(DeliveryKey.parse(key("x", "A", V2)))).isFalse();
    assertThat(deliveries.add(key("x", "A", V2))).as("the same version, other content").isTrue();
  }

  @Test
  void aRecordWithoutVersionIsNeverOlder() {
    delivered(key("x", "B", V2));
    assertThat(delivered(key("x", "A", ""))).isTrue();
    assertThat(delivered(key("x", "C", V1))).as("what is done has no version").isTrue();
  }

  @Test
  void oneRecordIsNeverInWorkTwiceAtATime() throws Exception {
    AtomicInteger atWork = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    int threads = 8;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<CompletableFuture<Void>> all =
          IntStream.range(0, threads)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () -> {
                            awaitStart(start);
                            for (int round = 0; round < 10; round++) {
                              String key = key("x", "hash-" + i + "-" + round, "");
                              assertThat(deliveries.add(key)).isTrue();
                              most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                              Thread.onSpinWait();
                              atWork.decrementAndGet();
                              deliveries.confirm(key);
                            }
                          },
                          pool))
              .toList();
      start.countDown();
      for (CompletableFuture<Void> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void theSecondOfTwoEqualDeliveriesWaitsAndFindsItDone() throws Exception {
    deliveries.add(key("x", "A", ""));
    CompletableFuture<Boolean> second = new CompletableFuture<>();
    Thread thread = new Thread(() -> second.complete(deliveries.add(key("x", "A", ""))));
    thread.start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    assertThat(second).isNotDone();

    deliveries.confirm(key("x", "A", ""));

    assertThat(second.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(delivered(key("x", "B", ""))).as("the second did not keep it").isTrue();
  }

  private static void awaitStart(CountDownLatch start) {
    try {
      start.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private boolean delivered(String key) {
    boolean added = deliveries.add(key);
    if (added) {
      deliveries.confirm(key);
    }
    return added;
  }

  private static String key(String externalId, String hash, String version) {
    return new DeliveryKey("integration", externalId, hash, version).toString();
  }
}
