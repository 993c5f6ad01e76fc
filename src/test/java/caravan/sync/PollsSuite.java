package caravan.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.clock.ServicesClock;
import caravan.store.FailureStore;
import caravan.store.ResyncStore;
import caravan.store.RunReport;
import caravan.store.RunStore;
import caravan.store.Store;
import caravan.store.WatermarkStore;
import caravan.store.WatermarkStore.Watermark;
import caravan.sync.Poll.Kind;
import caravan.testing.SettableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What polls, their runs and their watermarks promise on every database. */
abstract class PollsSuite {

  private final SettableClock clock = new SettableClock("2026-11-22T10:00:30Z");
  private Store store;
  private WatermarkStore watermarks;
  private Polls polls;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
    store
        .jdbi()
        .useHandle(
            handle -> {
              for (String table : List.of("watermarks", "runs", "failures")) {
                handle.execute("DELETE FROM " + table);
              }
            });
    watermarks = new WatermarkStore(store, clock);
    Runs runs =
        new Runs(
            new RunStore(store, clock),
            new FailureStore(store),
            clock,
            new SimpleMeterRegistry(),
            name -> java.util.Optional.empty());
    Map<String, String> since = Map.of("fresh", "now", "dated", "2026-11-01");
    polls =
        new Polls(
            runs,
            watermarks,
            new ResyncStore(store, clock),
            new ServicesClock(clock),
            Duration.ofSeconds(60),
            since,
            "halted"::equals);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void pausedIntegrationIsNotPolled() {
    assertThat(polls.begin("halted")).isNull();
    assertThat(watermarks.find("halted")).as("not even its first start is settled").isEmpty();
  }

  @Test
  void theWatermarkMovesToTheStartOfThePollMinusTheBackstep() {
    Poll poll = polls.begin("all");
    clock.advance(Duration.ofMinutes(10));

    RunReport report = polls.finish(poll);

    assertThat(position("all")).isEqualTo(Instant.parse("2026-11-22T09:59:30Z"));
    assertThat(report.state()).isEqualTo("done");
    assertThat(report.complete()).isTrue();
  }

  @Test
  void aClockThatWasSetBackALittleLeavesTheWatermark() {
    polls.finish(polls.begin("all"));
    Instant before = position("all");
    clock.set("2026-11-22T09:59:40Z");
    polls.finish(polls.begin("all"));
    assertThat(position("all")).isEqualTo(before);
  }

  @Test
  void aWatermarkThatLiesAheadHidesNoEdit() {
    clock.set("2026-11-25T10:00:00Z");
    polls.finish(polls.begin("all"));
    clock.set("2026-11-22T10:00:00Z");

    Poll poll = polls.begin("all");
    polls.finish(poll);

    assertThat(poll.since()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
    assertThat(position("all")).isEqualTo(Instant.parse("2026-11-22T09:59:00Z"));
    assertThat(polls.begin("all").since()).isEqualTo(position("all"));
  }

  @Test
  void aFirstStartFromNowThatLiesAheadIsMadeAnew() {
    clock.set("2026-11-25T10:00:00Z");
    polls.finish(polls.begin("fresh"));
    clock.set("2026-11-22T10:00:00Z");
    assertThat(polls.begin("fresh").since()).isEqualTo(clock.instant());
  }

  @Test
  void aFirstStartFromADateAheadWaitsForIt() {
    clock.set("2026-10-01T10:00:00Z");
    Poll poll = polls.begin("dated");
    assertThat(poll.since()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    polls.finish(poll);
    assertThat(polls.begin("dated").firstFrom()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
  }

  @Test
  void aCompleteReadingAsksForAllThatTheFirstStartTookAndLeavesTheWatermark() {
    polls.finish(polls.begin("all"));
    polls.finish(polls.begin("dated"));
    Instant before = position("all");
    clock.advance(Duration.ofHours(5));

    Poll sweep = polls.beginComplete("all", Kind.SWEEP, true);
    assertThat(sweep.since()).isNull();
    assertThat(sweep.isComplete()).isTrue();
    assertThat(sweep.isLight()).isTrue();
    assertThat(polls.finish(sweep).cause()).isEqualTo("sweep");
    assertThat(position("all")).isEqualTo(before);

    Poll reconcile = polls.beginComplete("dated", Kind.RECONCILE, false);
    assertThat(reconcile.since()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(polls.finish(reconcile).cause()).isEqualTo("reconcile");
  }

  @Test
  void aRunThatAsksSaysSoInItsStateAndIsNotComplete() {
    polls.finish(polls.begin("all"));
    Poll sweep = polls.beginComplete("all", Kind.SWEEP, true);
    sweep.run().ask("too many");
    RunReport report = polls.finish(sweep);
    assertThat(report.state()).isEqualTo("asks");
    assertThat(report.complete()).isFalse();
    assertThat(report.notes()).isEqualTo("too many");
  }

  @Test
  void aRunThatFailedDoesNotAskAnyMore() {
    Poll poll = polls.begin("all");
    poll.run().stop("drift");
    poll.run().ask("too many");
    assertThat(polls.finish(poll).state()).isEqualTo("failed");
  }

  @Test
  void aStoppedRunLeavesTheWatermark() {
    Poll poll = polls.begin("all");
    poll.run().stop("drift");
    poll.run().stop("a later reason");

    RunReport report = polls.finish(poll);

    assertThat(position("all")).isNull();
    assertThat(report.state()).isEqualTo("failed");
    assertThat(report.complete()).isFalse();
    assertThat(report.notes()).isEqualTo("drift");
  }

  @Test
  void aPollThatFailedLeavesTheWatermarkAndSaysWhy() throws Exception {
    Poll poll = polls.begin("all");
    RunReport report;
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(camel);
      exchange.setVariable("poll", poll);
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("cut off"));
      polls.fail(exchange);
      report = new RunStore(store, clock).latest("all", 1).get(0);
    }
    assertThat(position("all")).isNull();
    assertThat(report.state()).isEqualTo("failed");
    assertThat(report.notes()).isEqualTo("cut off");
  }

  @Test
  void aFirstStartTakesEverythingUnlessItsSettingSaysOtherwise() {
    assertThat(polls.begin("all").since()).isNull();
    assertThat(polls.begin("dated").since()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(polls.begin("fresh").since()).isEqualTo(clock.instant());
  }

  @Test
  void aFirstStartThatFailedReachesBackToTheSameMomentAgain() {
    Instant first = polls.begin("fresh").since();
    clock.advance(Duration.ofHours(1));
    assertThat(polls.begin("fresh").since()).isEqualTo(first);
  }

  @Test
  void theBackstepDoesNotReachBehindWhatAFirstStartTakes() {
    Poll first = polls.begin("fresh");
    polls.finish(first);
    assertThat(position("fresh")).isEqualTo(first.since());
    Poll second = polls.begin("fresh");
    assertThat(second.firstFrom()).isEqualTo(first.since());
  }

  @Test
  void aCursorThatDoesNotMoveOnEndsThePoll() {
    Poll poll = polls.begin("all");
    assertThat(poll.isMore()).isTrue();
    poll.turnTo("c1", true);
    assertThat(poll.cursor()).isEqualTo("c1");
    assertThatThrownBy(() -> poll.turnTo("c1", true)).hasMessageContaining("no new cursor");
    assertThatThrownBy(() -> poll.turnTo(null, true)).hasMessageContaining("no new cursor");
    poll.turnTo(null, false);
    assertThat(poll.isMore()).isFalse();
  }

  @Test
  void aStoppedRunFetchesNoFurtherPage() {
    Poll poll = polls.begin("all");
    poll.turnTo("c1", true);
    poll.run().stop("drift");
    assertThat(poll.isMore()).isFalse();
  }

  @Test
  void theCountsOfARunAddUp() {
    Poll poll = polls.begin("all");
    Run run = poll.run();
    for (Outcome outcome : Outcome.values()) {
      run.count(outcome);
    }
    run.count(Outcome.CREATED);
    run.request(200);
    run.request(429);
    run.request(529);
    run.request(0);
    run.note("people unknown in Notion", 2);
    run.note("people unknown in Notion", 1);
    run.note("nothing", 0);

    RunReport report = polls.finish(poll);

    assertThat(report.readCount()).isEqualTo(7);
    assertThat(report.readCount())
        .isEqualTo(
            report.createdCount()
                + report.updatedCount()
                + report.unchangedCount()
                + report.deletedCount()
                + report.skippedCount()
                + report.failedCount());
    assertThat(report.requests()).isEqualTo(4);
    assertThat(report.rateLimited()).isEqualTo(2);
    assertThat(report.notes()).isEqualTo("people unknown in Notion: 3");
    assertThat(new RunStore(store, clock).latest("all", 1)).containsExactly(report);
  }

  private Instant position(String integration) {
    return watermarks.find(integration).map(Watermark::position).orElse(null);
  }
}
