package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.KnownItem.State;
import caravan.testing.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that the first version wrote is taken over as it is. */
class MigrationTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void rowsThatWereSeenAreKnownAndPresentOnH2(@TempDir Path home) {
    String url = StoreUrl.resolve(home, "jdbc:h2:file:./data/caravan");
    writtenByTheFirstVersion(url, "sa", "");
    try (Store store = Databases.h2(home)) {
      assertKnown(store);
    }
  }

  @Test
  void rowsThatWereSeenAreKnownAndPresentOnPostgres() throws IOException {
    try (EmbeddedPostgres postgres = Databases.postgres()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      writtenByTheFirstVersion(url, "postgres", "postgres");
      try (Store store = Databases.on(postgres)) {
        assertKnown(store);
      }
    }
  }

  private static void writtenByTheFirstVersion(String url, String user, String password) {
    Flyway.configure()
        .dataSource(url, user, password)
        .locations("classpath:caravan/store")
        .table("caravan_migrations")
        .target("1")
        .load()
        .migrate();
    Jdbi.create(url, user, password)
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO seen_pages (integration, page_id, last_edited, row_hash, read_at)"
                        + " VALUES ('i', 'p', ?, 'h', ?)",
                    NOW,
                    NOW.plusSeconds(5)));
  }

  private static void assertKnown(Store store) {
    KnownItems known = new KnownItems(store);
    assertThat(known.find("i", List.of("p")))
        .containsEntry(
            "p", new KnownItem("p", State.PRESENT, null, null, null, NOW, "h", NOW.plusSeconds(5)));
    known.save("i", List.of(known.find("i", List.of("p")).get("p").in(State.MOVED)));
    assertThat(known.present("i")).isEmpty();
  }
}
