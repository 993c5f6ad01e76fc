package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.MovableClock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of files that are done, on every database. */
abstract class InboxStoreSuite {

  private Store store;

  abstract Store open();

  @BeforeEach
  void openStore() {
    store = open();
    store.jdbi().useHandle(handle -> handle.execute("DELETE FROM inbox_files"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void contentIsDoneForItsIntegrationAndKindOnly() {
    MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");
    InboxStore files = new InboxStore(store, clock);
    assertThat(files.find("crm", "deals", "abc")).isEmpty();
    files.done("crm", "deals", "abc", "deals/one.csv");
    files.done("crm", "deals", "abc", "x".repeat(600));
    assertThat(files.find("crm", "deals", "abc"))
        .hasValueSatisfying(
            done -> {
              assertThat(done.name()).hasSize(500);
              assertThat(done.doneAt()).isEqualTo(Instant.parse("2026-11-22T10:00:30Z"));
            });
    assertThat(files.find("crm", "contacts", "abc")).isEmpty();
    assertThat(files.find("other", "deals", "abc")).isEmpty();
  }
}
