package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.KnownItem.State;
import caravan.store.SpendingStore.Spent;
import caravan.store.SweepStore.Standing;
import caravan.store.WatermarkStore.Watermark;
import caravan.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
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
import org.junit.jupiter.api.io.TempDir;

/** What the store promises on every database. */
abstract class StoreSuite {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");

  private final SettableClock clock = new SettableClock(NOW.toString());
  private Store store;
  private LinkStore links;
  private FailureStore failures;
  private RunStore runs;
  private WatermarkStore watermarks;
  private KnownItems known;
  private SweepStore sweeps;

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
                        "waiting_relations",
                        "known_items",
                        "sweeps",
                        "spending",
                        "deliveries",
                        "pauses",
                        "resyncs")
                    .forEach(table -> handle.execute("DELETE FROM " + table)));
    links = new LinkStore(store, clock);
    failures = new FailureStore(store);
    runs = new RunStore(store, clock);
    watermarks = new WatermarkStore(store, clock);
    known = new KnownItems(store);
    sweeps = new SweepStore(store);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void aCopyHoldsWhatTheStoreHoldsAndGoesOnCounting(@TempDir Path folder) {
    known.save("i", List.of(item("one", NOW), item("two", NOW.minusSeconds(1))));
    watermarks.save("i", new Watermark(NOW, null));
    links.markPending("t", "e", "hash", null);
    store
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO waiting_relations (integration, target, external_id, property_id,"
                        + " related_target, waiting_since, attempts, next_at)"
                        + " VALUES ('i', 't', 'e', 'p', 'r', ?, 0, ?)",
                    NOW,
                    NOW));
    try (Store copy = StoreCopy.of(store, folder)) {
      assertThat(new KnownItems(copy).find("i", List.of("one", "two")))
          .isEqualTo(known.find("i", List.of("one", "two")));
      assertThat(new WatermarkStore(copy, clock).find("i")).isEqualTo(watermarks.find("i"));
      assertThat(new LinkStore(copy, clock).find("t", "e")).isEqualTo(links.find("t", "e"));
      String insert =
          "INSERT INTO waiting_relations (integration, target, external_id, property_id,"
              + " related_target, waiting_since, attempts, next_at)"
              + " VALUES ('i', 't', 'e', 'q', 'r', ?, 0, ?)";
      copy.jdbi().useHandle(handle -> handle.execute(insert, NOW, NOW));
      new WatermarkStore(copy, clock).save("i", new Watermark(NOW.plusSeconds(9), null));
    }
    assertThat(watermarks.find("i")).contains(new Watermark(NOW, null));
  }

  @Test
  void aResyncFromADateMovesTheWatermarkBackAndNeverForwards() {
    ResyncStore resyncs = new ResyncStore(store, clock);
    known.save("i", List.of(item("old", NOW.minusSeconds(900)), item("new", NOW)));
    watermarks.save("i", new Watermark(NOW, NOW.minusSeconds(300)));
    assertThat(resyncs.carryOut("i")).isEmpty();
    resyncs.ask("i", NOW.minusSeconds(60));
    resyncs.ask("i", NOW.minusSeconds(600));
    resyncs.ask("i", NOW.minusSeconds(30));
    assertThat(resyncs.expected("i", NOW.minusSeconds(600))).isEqualTo(1);
    assertThat(resyncs.carryOut("i").orElseThrow().fromAt()).isEqualTo(NOW.minusSeconds(600));
    assertThat(watermarks.find("i"))
        .contains(new Watermark(NOW.minusSeconds(600), NOW.minusSeconds(600)));
    assertThat(known.find("i", List.of("old", "new")).values())
        .extracting(KnownItem::id, KnownItem::rowHash)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("old", "hash"),
            org.assertj.core.groups.Tuple.tuple("new", ""));
    resyncs.ask("i", NOW.minusSeconds(10));
    resyncs.carryOut("i");
    assertThat(watermarks.find("i").orElseThrow().position()).isEqualTo(NOW.minusSeconds(600));
    assertThat(resyncs.find("i")).isEmpty();
  }

  @Test
  void aResyncOfEverythingForgetsWhatWasDeliveredOfThatIntegrationOnly() {
    ResyncStore resyncs = new ResyncStore(store, clock);
    store
        .jdbi()
        .useHandle(
            handle ->
                List.of("i", "j")
                    .forEach(
                        integration ->
                            handle.execute(
                                "INSERT INTO deliveries (integration, external_id, done_hash,"
                                    + " done_version, updated_at) VALUES (?, 'r', 'h', '1', ?)",
                                integration,
                                NOW)));
    watermarks.save("i", new Watermark(NOW, NOW.minusSeconds(300)));
    resyncs.ask("i", NOW.minusSeconds(60));
    resyncs.ask("i", null);
    resyncs.ask("i", NOW.minusSeconds(60));
    assertThat(resyncs.carryOut("i").orElseThrow().everything()).isTrue();
    assertThat(watermarks.find("i")).contains(new Watermark(null, NOW.minusSeconds(300)));
    List<String> forgotten =
        store
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .select("SELECT integration FROM deliveries WHERE done_hash IS NULL")
                        .mapTo(String.class)
                        .list());
    assertThat(forgotten).containsExactly("i");
  }

  private static KnownItem item(String id, Instant edited) {
    return new KnownItem(id, State.PRESENT, null, "title", null, edited, "hash", edited);
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

    links.learn("ds", Map.of("a", "other", "b", "page-b", "c", "page-c", "t", "other"));

    assertThat(links.find("ds", "a").orElseThrow().remoteId()).isEqualTo("page-a");
    assertThat(links.find("ds", "t").orElseThrow().state()).isEqualTo(Link.State.TRASHED);
    assertThat(links.find("ds", "b")).contains(linked("ds", "b", "page-b"));
    assertThat(links.find("ds", "c")).contains(linked("ds", "c", "page-c"));
  }

  @Test
  void aTargetCountsAsLearntOnlyWhenThatIsSaid() {
    links.learn("ds", Map.of("a", "page-a"));
    assertThat(links.isLearnt("ds")).as("there may be more").isFalse();
    links.learnt("ds");
    links.learnt("ds");
    assertThat(links.isLearnt("ds")).isTrue();
    assertThat(links.isLearnt("other")).isFalse();
  }

  @Test
  void linksAreFoundByTheHundred() {
    Map<String, String> pages = new HashMap<>();
    IntStream.range(0, 250).forEach(i -> pages.put("r" + i, "page-" + i));
    links.learn("ds", pages);
    links.learn("ds", pages);

    Map<String, Link> found = links.find("ds", List.of("r0", "r249", "none"));

    assertThat(found).containsOnlyKeys("r0", "r249");
    assertThat(found.get("r249")).isEqualTo(linked("ds", "r249", "page-249"));
    assertThat(links.count("ds", Link.State.LINKED)).isEqualTo(250);
    assertThat(links.find("ds", List.of())).isEmpty();
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
  void whatOnlyWaitsForTheEndOfAPauseWasNotTriedInVain() {
    failures.keep(failure("a", "1", 0, NOW));
    failures.keep(failure("b", "1", 2, NOW));
    assertThat(failures.count("i")).isEqualTo(2);
    assertThat(failures.countTried("i")).isEqualTo(1);
    assertThat(failures.countTried("other")).isZero();
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
    assertThat(failures.due("i", NOW.minusSeconds(60), 10)).isEmpty();
    assertThat(failures.due("other", NOW, 10)).isEmpty();
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
  void aKnownItemComesBackAsItWasRememberedPerIntegration() {
    KnownItem first = knownItem("p", State.PRESENT, "The \"title\", übrigens");
    known.save("i", List.of(first, knownItem("q", State.TRASHED, null)));
    known.save("other", List.of(knownItem("p", State.MOVED, "Other")));

    assertThat(known.find("i", List.of("p", "unknown"))).containsOnly(Map.entry("p", first));
    assertThat(known.find("other", List.of("p")).get("p").state()).isEqualTo(State.MOVED);
    assertThat(known.find("i", List.of())).isEmpty();
  }

  @Test
  void aKnownItemIsReplacedByHowItIsNow() {
    known.save("i", List.of(knownItem("p", State.PRESENT, "Before")));
    KnownItem now =
        new KnownItem(
            "p",
            State.UNSHARED,
            "Name",
            "Now",
            "url",
            NOW.plusSeconds(60),
            "h2",
            NOW.plusMillis(1));

    known.save("i", List.of(now, knownItem("q", State.PRESENT, "New")));

    assertThat(known.find("i", List.of("p", "q")))
        .containsEntry("p", now)
        .containsEntry("q", knownItem("q", State.PRESENT, "New"));
    assertThat(known.present("i")).containsExactly("q");
    assertThat(known.present("other")).isEmpty();
  }

  @Test
  void knownItemsAreFoundAndSavedInAnyNumber() {
    List<KnownItem> pages =
        IntStream.range(0, 1_234)
            .mapToObj(i -> knownItem("p" + i, State.PRESENT, "Title " + i))
            .toList();
    known.save("i", pages);
    known.save("i", pages.subList(0, 600));
    assertThat(known.present("i")).hasSize(1_234);
    assertThat(known.find("i", pages.stream().map(KnownItem::id).toList())).hasSize(1_234);
  }

  @Test
  void aTitleOfAnyLengthIsRememberedAsFarAsItFits() {
    String smiles = "\uD83D\uDE00".repeat(2_000);
    known.save(
        "i",
        List.of(
            knownItem("p", State.PRESENT, "a\u0000b"),
            knownItem("q", State.PRESENT, "x" + smiles)));
    assertThat(known.find("i", List.of("p")).get("p").title()).isEqualTo("ab");
    assertThat(known.find("i", List.of("q")).get("q").title())
        .isEqualTo("x" + smiles.substring(0, 1_998));
  }

  @Test
  void aStandingComesBackPerIntegrationAndKind() {
    Standing first = new Standing(NOW, null, NOW.minusSeconds(1), null);
    sweeps.save("i", "SWEEP", first);
    sweeps.save("i", "RECONCILE", new Standing(NOW.plusSeconds(2), NOW, null, "10%"));
    assertThat(sweeps.find("i", "SWEEP")).contains(first);
    assertThat(sweeps.find("other", "SWEEP")).isEmpty();
    sweeps.save("i", "SWEEP", new Standing(NOW.plusSeconds(1), null, null, null));
    assertThat(sweeps.find("i", "SWEEP").orElseThrow().countsFrom()).isEqualTo(NOW.plusSeconds(1));
    assertThat(sweeps.find("i", "RECONCILE").orElseThrow().askedWith()).isEqualTo("10%");
  }

  @Test
  void theLastSweepIsTheLatestCompleteReadingThatEnded() {
    assertThat(runs.lastSweep("i")).isEmpty();
    runs.close(report(runs.open("i", "sweep"), "done", NOW.plusSeconds(1)));
    runs.close(report(runs.open("i", "reconcile"), "asks", NOW.plusSeconds(2)));
    runs.close(report(runs.open("i", "poll"), "done", NOW.plusSeconds(3)));
    runs.close(report(runs.open("other", "sweep"), "failed", NOW.plusSeconds(4)));
    runs.open("i", "sweep");
    assertThat(runs.lastSweep("i").orElseThrow().state()).isEqualTo("asks");
    runs.closeLost();
    assertThat(runs.lastSweep("i").orElseThrow().state())
        .as("a lost one says nothing")
        .isEqualTo("asks");
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

  @Test
  void pauseIsKeptUntilItIsEnded() {
    PauseStore pauses = new PauseStore(store);
    pauses.delete("i");
    pauses.save(new PauseStore.Pause("i", "why", NOW, PauseStore.Pause.DRIFT));
    pauses.save(new PauseStore.Pause("i", "because", NOW, PauseStore.Pause.OPERATOR));

    assertThat(pauses.find("i"))
        .contains(new PauseStore.Pause("i", "because", NOW, PauseStore.Pause.OPERATOR));
    assertThat(pauses.all()).hasSize(1);
    assertThat(pauses.isPaused("other")).isFalse();
    assertThat(pauses.delete("i")).isTrue();
    assertThat(pauses.delete("i")).isFalse();
    assertThat(pauses.isPaused("i")).isFalse();
  }

  @Test
  void baselineIsKeptForEachUseOfADataSource() {
    BaselineStore baselines = new BaselineStore(store, clock);
    BaselineStore.Key key = new BaselineStore.Key("i", "contract", "data source");
    baselines.save(key, new BaselineStore.Row("{}", null));
    baselines.save(key, new BaselineStore.Row(null, NOW));

    assertThat(baselines.find(key)).contains(new BaselineStore.Row(null, NOW));
    assertThat(baselines.find(new BaselineStore.Key("other", "contract", "data source"))).isEmpty();
  }

  private static KnownItem knownItem(String id, State state, String title) {
    return new KnownItem(
        id, state, "Name", title, "https://app.notion.com/p/" + id, NOW, "h", NOW.plusSeconds(1));
  }
}
