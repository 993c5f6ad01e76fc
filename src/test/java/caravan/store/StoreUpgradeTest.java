package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.RelationStore.Related;
import caravan.testing.Databases;
import caravan.testing.SettableClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that an earlier version of Caravan wrote is taken over without loss. */
class StoreUpgradeTest {

  private static final String WAITING =
      "INSERT INTO relations (target, external_id, property_id, related_target, wanted, missing,"
          + " updated_at) VALUES ('ds', ?, 'par', 'related', ?, 1, ?)";
  private static final Instant SINCE = Instant.parse("2026-11-20T08:00:00Z");

  @Test
  void relationsThatWaitInAnH2FileGoOnWaiting(@TempDir Path home) {
    String url = StoreUrl.resolve(home, "jdbc:h2:file:./data/caravan");
    firstVersion(url, "sa", "");
    try (Store store = Databases.h2(home)) {
      goOnWaiting(store);
    }
  }

  @Test
  void relationsThatWaitInPostgresGoOnWaiting() throws IOException {
    try (EmbeddedPostgres postgres = Databases.postgres()) {
      firstVersion(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
      try (Store store = Databases.on(postgres)) {
        goOnWaiting(store);
      }
    }
  }

  private static void firstVersion(String url, String user, String password) {
    Flyway.configure()
        .dataSource(url, user, password)
        .locations("classpath:caravan/store")
        .table("caravan_migrations")
        .target("1")
        .load()
        .migrate();
    Jdbi.create(url, user, password)
        .useHandle(
            handle -> {
              handle.execute(WAITING, "a", "x\ny with words\nz", SINCE);
              handle.execute(WAITING, "b", "x", SINCE);
              handle.execute(
                  "INSERT INTO deliveries (integration, external_id, updated_at)"
                      + " VALUES ('linear-issues', 'a', ?)",
                  SINCE);
            });
  }

  private static void goOnWaiting(Store store) {
    SettableClock clock = new SettableClock("2026-11-22T10:00:00Z");
    LinkStore links = new LinkStore(store, clock);
    RelationStore relations = new RelationStore(store, clock);
    AwaitedStore awaited = new AwaitedStore(store, clock);
    assertThat(awaited.tally("linear-issues").relations()).isEqualTo(1);
    assertThat(awaited.tally("linear-issues").oldest()).isEqualTo(SINCE);
    links.save(new Link("ds", "a", "page-a", Link.State.LINKED, "hash", null, null, null));
    links.save(new Link("related", "z", "page-z", Link.State.LINKED, null, null, null, null));

    assertThat(relations.candidates(List.of("linear-issues"), 0, null, 10)).hasSize(1);
    assertThat(relations.related("ds", "a"))
        .extracting(Related::relatedId)
        .containsExactly("x", "y with words", "z");
    assertThat(relations.related("ds", "a"))
        .extracting(Related::relatedPage)
        .containsExactly(null, null, "page-z");
    assertThat(awaited.due("linear-issues", 10))
        .as("also b's, whose integration is not known")
        .extracting(AwaitedStore.Awaited::relatedId)
        .containsExactly("x", "y with words");
  }
}
