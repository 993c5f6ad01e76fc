package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.BodyStore.Conflict;
import caravan.store.BodyStore.Written;
import caravan.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store promises of bodies, on every database. */
abstract class BodyStoreSuite {

  private static final String LONG = "1" + " 0:abcdefghijk".repeat(20_000);

  private final SettableClock clock = new SettableClock("2026-11-22T10:00:00Z");
  private Store store;
  private BodyStore bodies;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
    store
        .jdbi()
        .useHandle(
            handle -> {
              handle.execute("DELETE FROM written_bodies");
              handle.execute("DELETE FROM body_conflicts");
            });
    bodies = new BodyStore(store, clock);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void aBodyComesBackAsItWasWrittenHoweverLong() {
    assertThat(bodies.find("ds", "a")).isEmpty();
    bodies.underWay("ds", "a", "1 0:x 0:y");
    assertThat(bodies.find("ds", "a")).contains(new Written(false, "1 0:x 0:y"));
    bodies.written("ds", "a", LONG);
    assertThat(bodies.find("ds", "a")).contains(new Written(true, LONG));
    assertThat(bodies.find("other", "a")).isEmpty();
    bodies.forget("ds", "a");
    assertThat(bodies.find("ds", "a")).isEmpty();
  }

  @Test
  void aConflictIsNewOnceAndToldOnce() {
    assertThat(bodies.left(conflict("a"))).isTrue();
    assertThat(bodies.left(conflict("a"))).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(bodies.left(conflict("b"))).isTrue();
    bodies.left(new Conflict("ds", "c", "other", "page-c"));

    assertThat(bodies.untold("i")).containsExactly(conflict("a"), conflict("b"));
    bodies.told(List.of(conflict("a")));
    assertThat(bodies.untold("i")).containsExactly(conflict("b"));
    assertThat(bodies.left(conflict("a"))).as("it stands").isFalse();
    assertThat(bodies.untold("i")).containsExactly(conflict("b"));
  }

  @Test
  void aBodyThatIsWrittenEndsItsConflict() {
    bodies.left(conflict("a"));
    bodies.left(conflict("b"));
    bodies.underWay("ds", "a", "1");
    assertThat(bodies.left(conflict("a"))).isFalse();
    bodies.written("ds", "a", "1");
    assertThat(bodies.untold("i")).containsExactly(conflict("b"));
    assertThat(bodies.left(conflict("a"))).isTrue();
  }

  private static Conflict conflict(String externalId) {
    return new Conflict("ds", externalId, "i", "page-" + externalId);
  }
}
