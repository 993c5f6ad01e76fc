package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.RelationStore.Waiting;
import caravan.store.SeenPages.Seen;
import caravan.store.SpendingStore.Spent;
import caravan.store.WatermarkStore.Watermark;
import caravan.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store promises on every database. */
abstract class StoreSuite {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");

  private final SettableClock clock = new SettableClock(NOW.toString());
  private Store store;
  private LinkStore links;
  private FailureStore failures;
  private RunStore runs;
  private WatermarkStore watermarks;
  private RelationStore relations;
  private SeenPages seen;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
    store
        .jdbi()
        .useHandle(
            handle ->
                List.of(
                        "links",
                        "learnt_targets",
                        "failures",
                        "runs",
                        "watermarks",
                        "relations",
                        "seen_pages",
                        "spending",
                        "deliveries")
                    .forEach(table -> handle.execute("DELETE FROM " + table)));
    links = new LinkStore(store, clock);
    failures = new FailureStore(store);
    runs = new RunStore(store, clock);
    watermarks = new WatermarkStore(store, clock);
    relations = new RelationStore(store, clock);
    seen = new SeenPages(store);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void whatWasSpentOfABudgetIsReadBackCorrectedAndForgotten() {
    SpendingStore spending = new SpendingStore(store);
    Spent first = new Spent(NOW, 30, 30);
    spending.next("c", null, first, NOW.minusSeconds(60));
    assertThat(spending.after("c", NOW.minusMillis(1))).containsExactly(first);
    assertThat(spending.after("c", NOW)).isEmpty();
    assertThat(spending.after("another", Instant.EPOCH)).isEmpty();

    Spent second = new Spent(NOW.plusSeconds(1), 30, 30);
    spending.next("c", new Spent(NOW, 12, 7), second, NOW.minusSeconds(59));
    assertThat(spending.after("c", Instant.EPOCH)).containsExactly(new Spent(NOW, 12, 7), second);

    Spent third = new Spent(NOW.plusSeconds(70), 30, 30);
    spending.next("c", new Spent(second.untilAt(), 1, 0), third, NOW.plusSeconds(10));
    assertThat(spending.after("c", Instant.EPOCH)).containsExactly(third);

    spending.replace("c", List.of(first));
    assertThat(spending.after("c", Instant.EPOCH)).containsExactly(first);
  }

  @Test
  void aPendingLinkKnowsSinceWhenAndWhatWasSent() {
    links.markPending("ds", "a", "ph", "bh");

    assertThat(links.find("ds", "a"))
        .contains(new Link("ds", "a", null, Link.State.PENDING, "ph", "bh", NOW, null));
    assertThat(links.find("other", "a")).isEmpty();
  }

  @Test
  void pendingLinksComeOldestFirstAndOnlyThoseOfTheirTarget() {
    links.markPending("ds", "b", null, null);
    clock.advance(Duration.ofSeconds(1));
    links.markPending("ds", "a", null, null);
    links.markPending("other", "c", null, null);
    links.save(linked("ds", "d", "page-d"));

    assertThat(links.pending("ds")).extracting(Link::externalId).containsExactly("b", "a");
    assertThat(links.count("ds", Link.State.PENDING)).isEqualTo(2);
    assertThat(links.count("ds", Link.State.LINKED)).isEqualTo(1);
  }

  @Test
  void onlyAPendingLinkIsMarkedAsNotFound() {
    links.markPending("ds", "a", null, null);
    links.save(linked("ds", "b", "page-b"));

    links.notFound("ds", "a", NOW.plusSeconds(5));
    links.notFound("ds", "b", NOW.plusSeconds(5));

    assertThat(links.find("ds", "a").orElseThrow().lookedUpAt()).isEqualTo(NOW.plusSeconds(5));
    assertThat(links.find("ds", "b").orElseThrow().lookedUpAt()).isNull();
  }

  @Test
  void aForgottenLinkIsGone() {
    links.markPending("ds", "a", null, null);
    links.forget("ds", "a");
    assertThat(links.find("ds", "a")).isEmpty();
  }

  @Test
  void learningKeepsWhatIsLinkedAndResolvesWhatIsPending() {
    links.save(new Link("ds", "a", "page-a", Link.State.LINKED, "ph", "bh", null, null));
    links.save(new Link("ds", "t", "page-t", Link.State.TRASHED, null, null, null, null));
    links.markPending("ds", "b", "ph", null);
    assertThat(links.isLearnt("ds")).isFalse();

    links.learn("ds", Map.of("a", "other", "b", "page-b", "c", "page-c", "t", "other"));

    assertThat(links.find("ds", "a").orElseThrow().remoteId()).isEqualTo("page-a");
    assertThat(links.find("ds", "t").orElseThrow().state()).isEqualTo(Link.State.TRASHED);
    assertThat(links.find("ds", "b")).contains(linked("ds", "b", "page-b"));
    assertThat(links.find("ds", "c")).contains(linked("ds", "c", "page-c"));
    assertThat(links.isLearnt("ds")).isTrue();
    assertThat(links.isLearnt("other")).isFalse();
  }

  @Test
  void threadsThatSaveTheSameLinkDoNotDisturbEachOther() {
    links.markPending("ds", "a", null, null);
    atOnce(8, 20, i -> () -> links.save(linked("ds", "a", "page-" + i)));
    assertThat(links.find("ds", "a").orElseThrow().state()).isEqualTo(Link.State.LINKED);
  }

  @Test
  void aFailureComesBackAsItWasKept() {
    Failure failure = failure("a", "2026-11-22T09:00:00Z", 3, NOW.plusSeconds(20));
    failures.keep(failure);
    assertThat(failures.find("i", "a")).contains(failure);
    assertThat(failures.count("i")).isEqualTo(1);
    assertThat(failures.count("other")).isZero();
  }

  @Test
  void anOlderVersionNeverTakesTheFailuresPlaceOfANewerOne() {
    failures.keep(failure("a", "2026-11-22T09:05:00Z", 1, NOW));
    failures.keep(failure("a", "2026-11-22T09:00:00Z", 7, NOW));
    assertThat(failures.find("i", "a").orElseThrow().version()).isEqualTo("2026-11-22T09:05:00Z");

    failures.keep(failure("a", "2026-11-22T09:10:00Z", 1, NOW));
    assertThat(failures.find("i", "a").orElseThrow().version()).isEqualTo("2026-11-22T09:10:00Z");
  }

  @Test
  void versionsAreMomentsAndNotTexts() {
    failures.keep(failure("a", "2026-11-22T09:00:00.500Z", 1, NOW));
    failures.keep(failure("a", "2026-11-22T09:00:00Z", 2, NOW));
    assertThat(failures.find("i", "a").orElseThrow().attempts())
        .as("09:00:00Z is older than 09:00:00.500Z, although Z sorts behind the point")
        .isEqualTo(1);

    failures.settle("i", "a", "2026-11-22T11:00:00+02:00");
    assertThat(failures.count("i")).as("11:00+02:00 is 09:00Z: still older").isEqualTo(1);
  }

  @Test
  void aRevisionNumberNeverKeepsALaterFailureOut() {
    failures.keep(failure("a", "9", 1, NOW));
    failures.keep(failure("a", "10", 2, NOW));
    assertThat(failures.find("i", "a").orElseThrow().version()).isEqualTo("10");

    failures.settle("i", "a", "11");
    assertThat(failures.count("i")).isZero();
  }

  @Test
  void settlingDropsTheFailureUnlessItIsOfANewerVersion() {
    failures.keep(failure("a", "2026-11-22T09:05:00Z", 1, NOW));
    failures.settle("i", "a", "2026-11-22T09:00:00Z");
    assertThat(failures.count("i")).isEqualTo(1);
    failures.settle("other", "a", "2026-11-22T09:05:00Z");
    assertThat(failures.count("i")).isEqualTo(1);

    failures.settle("i", "a", "2026-11-22T09:05:00Z");
    assertThat(failures.count("i")).isZero();
  }

  @Test
  void aFailureOrARecordWithoutVersionIsSettled() {
    failures.keep(failure("a", null, 1, NOW));
    failures.settle("i", "a", "2026-11-22T09:00:00Z");
    assertThat(failures.count("i")).isZero();

    failures.keep(failure("a", "2026-11-22T09:00:00Z", 1, NOW));
    failures.settle("i", "a", null);
    assertThat(failures.count("i")).isZero();
  }

  @Test
  void dueFailuresComeLongestWaitingFirst() {
    failures.keep(failure("late", null, 1, NOW.plusSeconds(1)));
    failures.keep(failure("b", null, 1, NOW));
    failures.keep(failure("a", null, 1, NOW.minusSeconds(1)));

    assertThat(failures.due("i", NOW, 10))
        .extracting(Failure::externalId)
        .containsExactly("a", "b");
    assertThat(failures.due("i", NOW, 1)).hasSize(1);
    assertThat(failures.dueIntegrations(NOW)).containsExactly("i");
    assertThat(failures.dueIntegrations(NOW.minusSeconds(60))).isEmpty();
  }

  @Test
  void threadsThatKeepTheSameFailureDoNotDisturbEachOther() {
    atOnce(8, 20, i -> () -> failures.keep(failure("a", null, i, NOW)));
    assertThat(failures.count("i")).isEqualTo(1);
  }

  @Test
  void aWatermarkComesBackAlsoWithoutPosition() {
    assertThat(watermarks.find("i")).isEmpty();
    watermarks.save("i", new Watermark(null, NOW));
    assertThat(watermarks.find("i")).contains(new Watermark(null, NOW));
    watermarks.save("i", new Watermark(NOW.plusSeconds(1), null));
    assertThat(watermarks.find("i")).contains(new Watermark(NOW.plusSeconds(1), null));
    assertThat(watermarks.find("other")).isEmpty();
  }

  @Test
  void aRunIsOpenedClosedAndFoundNewestFirst() {
    long first = runs.open("i", "poll");
    long second = runs.open("i", "retry");
    assertThat(second).isGreaterThan(first);
    assertThat(runs.latest("i", 5)).as("neither has ended").isEmpty();
    RunReport report = report(first, "done", NOW.plusSeconds(3));

    runs.close(report);
    runs.close(report(second, "failed", NOW.plusSeconds(4)));

    assertThat(runs.latest("i", 5)).extracting(RunReport::id).containsExactly(second, first);
    assertThat(runs.latest("i", 5).get(1))
        .usingRecursiveComparison()
        .ignoringFields("integration", "cause")
        .isEqualTo(report);
    assertThat(runs.latest("i", 1)).hasSize(1);
    assertThat(runs.latest("i", 5).get(1).duration()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void onlyPollsThatEndedWellAreSuccesses() {
    assertThat(runs.lastSuccess("i")).isEmpty();
    runs.close(report(runs.open("i", "poll"), "done", NOW.plusSeconds(1)));
    runs.close(report(runs.open("i", "poll"), "failed", NOW.plusSeconds(2)));
    runs.close(report(runs.open("i", "retry"), "done", NOW.plusSeconds(3)));
    assertThat(runs.lastSuccess("i")).contains(NOW.plusSeconds(1));
  }

  @Test
  void runsThatAProcessLeftOpenAreLost() {
    runs.open("i", "poll");
    clock.advance(Duration.ofMinutes(5));

    runs.closeLost();

    RunReport lost = runs.latest("i", 1).get(0);
    assertThat(lost.state()).isEqualTo("lost");
    assertThat(lost.finishedAt()).isEqualTo(NOW.plusSeconds(300));
    assertThat(lost.complete()).isFalse();
  }

  @Test
  void oldRunsAreDropped() {
    runs.close(report(runs.open("i", "poll"), "done", NOW.minusSeconds(10)));
    runs.close(report(runs.open("i", "poll"), "done", NOW));
    assertThat(runs.dropBefore(NOW)).isEqualTo(1);
    assertThat(runs.latest("i", 5)).hasSize(1);
  }

  @Test
  void waitingRelationsAreReplacedWholePerRecord() {
    relations.replace("ds", "a", List.of(waiting("a", "p1", 2), waiting("a", "p2", 1)));
    relations.replace("ds", "b", List.of(waiting("b", "p1", 1)));
    relations.replace("ds", "a", List.of(waiting("a", "p2", 1)));
    assertThat(relations.all())
        .containsExactlyInAnyOrder(waiting("a", "p2", 1), waiting("b", "p1", 1));
    relations.replace("ds", "b", List.of());
    assertThat(relations.all()).containsExactly(waiting("a", "p2", 1));
  }

  @Test
  void aRelationThatWasSetWholeWaitsNoLonger() {
    relations.replace("ds", "a", List.of(waiting("a", "p1", 2)));
    relations.written(waiting("a", "p1", 2), 1);
    assertThat(relations.all()).containsExactly(waiting("a", "p1", 1));
    relations.written(waiting("a", "p1", 1), 0);
    assertThat(relations.all()).isEmpty();
  }

  @Test
  void pagesAreSeenPerIntegrationAndDroppedByTheirLastEdit() {
    Seen first = new Seen(NOW, "h1", NOW.plusSeconds(1));
    seen.save("i", "p", first);
    seen.save("other", "p", new Seen(NOW, "h2", NOW));
    assertThat(seen.find("i", "p")).contains(first);
    seen.save("i", "p", new Seen(NOW.plusSeconds(60), "h3", NOW));
    seen.dropBefore("i", NOW.plusSeconds(60));
    assertThat(seen.find("i", "p")).isPresent();
    seen.dropBefore("i", NOW.plusSeconds(61));
    assertThat(seen.find("i", "p")).isEmpty();
    assertThat(seen.find("other", "p")).isPresent();
  }

  /** Runs as many threads as said, all starting at the same moment, that often; none may fail. */
  private static void atOnce(int threads, int times, IntFunction<Runnable> work) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier barrier = new CyclicBarrier(threads);
      List<Callable<Void>> tasks =
          IntStream.range(0, threads)
              .<Callable<Void>>mapToObj(
                  i ->
                      () -> {
                        for (int round = 0; round < times; round++) {
                          barrier.await(10, TimeUnit.SECONDS);
                          try {
                            work.apply(i).run();
                          } catch (RuntimeException e) {
                            barrier.reset(); // nobody waits for a thread that failed
                            throw e;
                          }
                        }
                        return null;
                      })
              .toList();
      for (Future<Void> done : pool.invokeAll(tasks)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new AssertionError("a thread failed", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private static Link linked(String target, String externalId, String page) {
    return new Link(target, externalId, page, Link.State.LINKED, null, null, null, null);
  }

  private static Failure failure(String externalId, String version, int attempts, Instant nextAt) {
    return new Failure(
        "i",
        externalId,
        "NotionException",
        "{\"id\": \"a\"}",
        "{\"ü\": 1}",
        version,
        "an error",
        attempts,
        NOW,
        NOW,
        nextAt);
  }

  private static RunReport report(long id, String state, Instant finishedAt) {
    return new RunReport(
        id,
        "i",
        "poll",
        state,
        NOW,
        finishedAt,
        21,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        true,
        "people unknown in Notion: 2");
  }

  private static Waiting waiting(String externalId, String property, int missing) {
    return new Waiting("ds", externalId, property, "related", "x\ny", missing);
  }
}
