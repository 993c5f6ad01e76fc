package caravan.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.settings.NotionConnection;
import caravan.store.SpendingStore;
import caravan.store.Store;
import caravan.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger of spent budgets promises on every database. */
abstract class SpendingSuite {

  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private final SettableClock clock = new SettableClock(START.toString());
  private final AtomicLong nanos = new AtomicLong();
  private final Connections connections =
      new Connections(List.of(connection("notion", 180), connection("sales", 6)), Map.of());

  private Store store;
  private SpendingStore table;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
    store.jdbi().useHandle(handle -> handle.execute("DELETE FROM spending"));
    table = new SpendingStore(store);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void itIsWrittenBeforeTheFirstRequestAndThenOnceInASecondOrForASixthOfTheBudget() {
    Spending spending = spending();
    spending.note("notion", true);
    assertThat(rows("notion")).containsExactly("10:00:01 30/30");
    for (int i = 1; i < 30; i++) {
      spending.note("notion", i % 2 == 0);
    }
    assertThat(rows("notion")).as("no request has a write of its own").hasSize(1);

    spending.note("notion", true);
    assertThat(rows("notion"))
        .as("the step before is corrected")
        .containsExactly("10:00:01 30/15", "10:00:01.001 30/30");

    after(Duration.ofMillis(1002));
    spending.note("notion", false);
    assertThat(rows("notion"))
        .containsExactly("10:00:01 30/15", "10:00:01.001 1/1", "10:00:02.002 30/30");

    after(Duration.ofSeconds(90));
    spending.note("notion", false);
    assertThat(rows("notion")).as("what is over is forgotten").hasSize(1);
  }

  @Test
  void aProcessThatWasKilledLeavesItsLastStepAsSpent() {
    Spending killed = spending();
    for (int i = 0; i < 31; i++) {
      killed.note("notion", true);
    }
    killed.note("sales", false);
    after(Duration.ofSeconds(10));

    Places places = places();
    spending().restore(places);

    assertThat(places.taken("notion")).isEqualTo(60);
    assertThat(places.takenInBackground("notion")).isEqualTo(60);
    assertThat(places.taken("sales")).isEqualTo(1);
    after(Duration.ofMillis(50_999));
    assertThat(places.taken("notion")).as("until a window has passed").isEqualTo(60);
    after(Duration.ofMillis(2));
    assertThat(places.taken("notion")).isZero();
  }

  @Test
  void aProcessThatEndedInOrderLeavesWhatItSpent() throws Exception {
    Places before = places();
    Spending ended = spending();
    for (int i = 0; i < 5; i++) {
      ended.note("notion", i < 3);
      before.take("notion", i < 3).answered();
    }
    after(Duration.ofSeconds(20));
    ended.settle(before);

    after(Duration.ofSeconds(5));
    Places places = places();
    spending().restore(places);

    assertThat(places.taken("notion")).isEqualTo(5);
    assertThat(places.takenInBackground("notion")).isEqualTo(3);
    after(Duration.ofSeconds(36));
    assertThat(places.taken("notion")).isZero();
  }

  @Test
  void aClockThatWasSetBackDoesNotHoldTheHubUpForLongerThanAWindow() {
    Spending killed = spending();
    killed.note("sales", true);
    clock.set("2026-11-22T07:00:00Z");
    Places places = places();
    spending().restore(places);
    assertThat(places.taken("sales")).isEqualTo(1);
    after(WINDOW);
    assertThat(places.taken("sales")).isZero();
  }

  @Test
  void nothingIsSentThatCannotBeWrittenDown() {
    Spending spending = spending();
    store.close();
    assertThatThrownBy(() -> spending.note("notion", true)).isInstanceOf(RuntimeException.class);
  }

  private List<String> rows(String connection) {
    return table.after(connection, Instant.EPOCH).stream()
        .map(
            it ->
                "%s %d/%d"
                    .formatted(
                        it.untilAt().toString().substring(11).replaceAll("Z", ""),
                        it.requests(),
                        it.background()))
        .toList();
  }

  private Spending spending() {
    return new Spending(table, connections, WINDOW, clock);
  }

  private Places places() {
    return new Places(connections, WINDOW, nanos::get);
  }

  private void after(Duration time) {
    clock.advance(time);
    nanos.addAndGet(time.toNanos());
  }

  private static NotionConnection connection(String name, int requests) {
    return new NotionConnection(name, "https://api.example.com", "any", requests, requests, "");
  }
}
