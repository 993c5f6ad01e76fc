package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.store.StoreTrouble.Kind;
import caravan.testing.Databases;
import caravan.testing.SettableClock;
import caravan.testing.SmallDatabases;
import caravan.testing.SmallDisk;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that answers but has no room to write is in trouble until it has written again. */
class DiskFullTest {

  private static final int MEGABYTES = 16;

  @TempDir Path folder;

  @Test
  void h2WithoutRoomIsInTroubleUntilAWriteSucceeds() {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES);
        Store store = Store.open(folder, SmallDatabases.h2(disk), "", "")) {
      isInTroubleUntilAWriteSucceeds(disk, store);
    }
  }

  @Test
  void postgresWithoutRoomIsInTroubleUntilAWriteSucceeds() throws IOException {
    try (EmbeddedPostgres postgres = Databases.postgres();
        SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES);
        Store store =
            Store.open(folder, SmallDatabases.postgres(postgres, disk), "postgres", "postgres")) {
      isInTroubleUntilAWriteSucceeds(disk, store);
    }
  }

  /** PostgreSQL's own error, raised by the server where no disk can be filled up. */
  @Test
  void postgresThatFindsNoRoomAtACommitIsInTroubleUntilItCanMakeATable() throws IOException {
    try (EmbeddedPostgres postgres = Databases.postgres();
        Store store = Databases.on(postgres)) {
      execute(
          store,
          noRoom("at_commit", "trigger"),
          "CREATE CONSTRAINT TRIGGER no_room AFTER INSERT ON watermarks"
              + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit()",
          noRoom("at_tables", "event_trigger"),
          "CREATE EVENT TRIGGER no_tables ON ddl_command_start WHEN TAG IN ('CREATE TABLE')"
              + " EXECUTE FUNCTION at_tables()");
      assertThat(store.trouble()).as("nobody wrote").isEmpty();

      assertThatThrownBy(
              () ->
                  store
                      .jdbi()
                      .useTransaction(
                          handle ->
                              handle.execute(
                                  "INSERT INTO watermarks (integration, updated_at)"
                                      + " VALUES ('i', CURRENT_TIMESTAMP)")))
          .hasStackTraceContaining("could not extend file");

      staysFull(store);
      execute(store, "DROP EVENT TRIGGER no_tables");
      await().atMost(Duration.ofSeconds(30)).until(() -> store.trouble().isEmpty());
    }
  }

  private static String noRoom(String function, String kind) {
    return ("CREATE FUNCTION %s() RETURNS %s LANGUAGE plpgsql AS $$ BEGIN"
            + " RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$")
        .formatted(function, kind);
  }

  private static void execute(Store store, String... statements) {
    store.jdbi().useHandle(handle -> List.of(statements).forEach(handle::execute));
  }

  private static void isInTroubleUntilAWriteSucceeds(SmallDisk disk, Store store) {
    RunStore runs = new RunStore(store, new SettableClock("2026-11-22T10:00:00Z"));
    runs.open("before", "poll");
    assertThat(store.trouble()).isEmpty();

    disk.fill();
    assertThatThrownBy(
            () -> {
              while (true) {
                runs.open("x".repeat(100), "poll");
              }
            })
        .satisfies(
            error ->
                assertThat(StoreTrouble.of(error)).map(StoreTrouble::kind).contains(Kind.FULL));

    staysFull(store);
    assertThat(store.trouble().orElseThrow().sentence())
        .contains("disk that holds the store is full", "Free some space");

    disk.makeRoom();
    await().atMost(Duration.ofSeconds(30)).until(() -> store.trouble().isEmpty());
    runs.open("after", "poll");
    assertThat(store.trouble()).isEmpty();
    assertThat(tables(store)).as("what the trial leaves behind").isZero();
  }

  private static void staysFull(Store store) {
    await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> store.trouble().filter(trouble -> trouble.kind() == Kind.FULL).isPresent());
  }

  private static int tables(Store store) {
    return store
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .select(
                        "SELECT COUNT(*) FROM information_schema.tables"
                            + " WHERE LOWER(table_name) LIKE '%trial%'")
                    .mapTo(Integer.class)
                    .one());
  }
}
