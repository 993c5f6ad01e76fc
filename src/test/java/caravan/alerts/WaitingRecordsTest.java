package caravan.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.incidents.Incident;
import caravan.store.Failure;
import caravan.store.FailureStore;
import caravan.store.Store;
import caravan.testing.Databases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are told of records that do not arrive, not of those that a pause keeps. */
class WaitingRecordsTest {

  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private Store store;
  private FailureStore failures;
  private WaitingRecords records;

  @BeforeEach
  void open(@TempDir Path home) {
    store = Databases.h2(home);
    failures = new FailureStore(store);
    records = new WaitingRecords(failures, List.of("i"), 1);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatAPauseKeepsIsNotToldAgain() {
    keep("a", 0);
    keep("b", 0);
    keep("c", 1);
    assertThat(records.look()).singleElement().matches(Incident::isOver);
  }

  @Test
  void moreThanWantedIsToldWithTheOneThatWasTriedInVain() {
    keep("kept", 0);
    keep("tried", 1);
    keep("too", 1);
    assertThat(records.look())
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.isOver()).isFalse();
              assertThat(incident.text()).startsWith("2 records").contains("longest, too:");
            });
  }

  private void keep(String externalId, int attempts) {
    failures.keep(
        new Failure(
            "i", externalId, "drift", "{}", null, "1", "an error", attempts, NOW, NOW, NOW));
  }
}
