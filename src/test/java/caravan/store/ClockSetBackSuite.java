package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.KnownItem.State;
import caravan.store.RelationStore.Waiting;
import caravan.store.SweepStore.Standing;
import caravan.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a store whose clock was ahead by ten days, on every database. */
abstract class ClockSetBackSuite {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123Z");
  private static final Instant AHEAD = NOW.plus(Duration.ofDays(10));

  private final SettableClock clock = new SettableClock(AHEAD.toString());
  private Store store;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
    store
        .jdbi()
        .useHandle(
            handle ->
                List.of("links", "failures", "waiting_relations", "sweeps", "known_items")
                    .forEach(table -> handle.execute("DELETE FROM " + table)));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void nothingWaitsForTheClockToGetThereAgain() {
    LinkStore links = new LinkStore(store, clock);
    links.markPending("pages", "ann", "v1", null);
    links.notFound("pages", "ann", AHEAD.plusSeconds(31));
    FailureStore failures = new FailureStore(store);
    failures.keep(failure("late", AHEAD, AHEAD.plusSeconds(5)));
    failures.keep(failure("soon", NOW.plusSeconds(1), NOW.plusSeconds(600)));
    new RelationStore(store, clock)
        .replace(
            "people",
            "pages",
            "ann",
            "v1",
            List.of(new Waiting("company", "companies", null, List.of("acme"), Set.of("acme"))),
            Set.of());
    execute("UPDATE waiting_relations SET next_at = ?", AHEAD.plusSeconds(60));
    execute("UPDATE waiting_related SET look_up_at = ?", AHEAD.plusSeconds(60));
    SweepStore sweeps = new SweepStore(store);
    sweeps.save("people", "SWEEP", new Standing(AHEAD, AHEAD, AHEAD, null));
    KnownItems known = new KnownItems(store);
    Instant edited = NOW.minusSeconds(5);
    known.save(
        "people",
        List.of(new KnownItem("1", State.PRESENT, null, "t", "u", edited, "hash", AHEAD)));

    assertThat(new ClockSetBack(store).bringBack(NOW)).isEqualTo(9);

    Link link = links.find("pages", "ann").orElseThrow();
    assertThat(link.pendingSince()).isEqualTo(NOW);
    assertThat(link.lookedUpAt()).as("that was not after the create").isNull();
    assertThat(failures.due("people", NOW, 10))
        .extracting(Failure::externalId)
        .containsExactlyInAnyOrder("late", "soon");
    assertThat(moment("SELECT next_at FROM waiting_relations")).isEqualTo(NOW);
    assertThat(moment("SELECT look_up_at FROM waiting_related")).isEqualTo(NOW);
    Standing sweep = sweeps.find("people", "SWEEP").orElseThrow();
    assertThat(sweep.countsFrom()).isEqualTo(NOW);
    assertThat(sweep.triedAt()).isEqualTo(NOW);
    assertThat(known.find("people", List.of("1")).get("1").readAt())
        .as("nobody knows whether its minute had closed")
        .isEqualTo(edited);
    assertThat(new ClockSetBack(store).bringBack(NOW)).as("done once").isZero();
  }

  @Test
  void whatWaitsAsLongAsItShouldIsLeftAlone() {
    clock.set(NOW.toString());
    LinkStore links = new LinkStore(store, clock);
    links.markPending("pages", "ann", "v1", null);
    links.notFound("pages", "ann", NOW);
    FailureStore failures = new FailureStore(store);
    failures.keep(failure("kept", NOW, NOW.plus(Duration.ofHours(1))));
    new RelationStore(store, clock)
        .replace(
            "people",
            "pages",
            "ann",
            "v1",
            List.of(new Waiting("company", "companies", null, List.of("acme"), Set.of("acme"))),
            Set.of());
    execute("UPDATE waiting_relations SET next_at = ?", NOW.plus(Duration.ofHours(1)));
    execute("UPDATE waiting_related SET look_up_at = ?", NOW.plus(Duration.ofDays(1)));
    new SweepStore(store).save("people", "SWEEP", new Standing(NOW, NOW, NOW, null));

    assertThat(new ClockSetBack(store).bringBack(NOW)).isZero();

    assertThat(failures.due("people", NOW, 10)).isEmpty();
    assertThat(links.find("pages", "ann").orElseThrow().lookedUpAt()).isEqualTo(NOW);
  }

  private static Failure failure(String id, Instant last, Instant next) {
    return new Failure("people", id, "X", "{}", null, "1", "no", 1, last, last, next);
  }

  private void execute(String sql, Instant moment) {
    store.jdbi().useHandle(handle -> handle.execute(sql, moment));
  }

  private Instant moment(String sql) {
    return store.jdbi().withHandle(handle -> handle.select(sql).mapTo(Instant.class).one());
  }
}
