package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import caravan.store.StoreTrouble.Kind;
import caravan.testing.Databases;
import caravan.testing.FreezingProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which trouble of the store is waited out, and what people read about it. */
class StoreTroubleTest {

  @TempDir Path home;

  @Test
  void serverThatDoesNotAnswerIsWaitedFor() {
    StoreUnavailable away =
        opening("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1", "someone", "secret-4711");
    assertThat(away.mayPass()).isTrue();
    assertThat(away)
        .hasMessageContaining("jdbc:postgresql://127.0.0.1:1/none")
        .hasMessageContaining("does not answer")
        .hasMessageNotContaining("secret-4711");
  }

  @Test
  void serverThatIsCutOffDoesNotHoldUpTheHubForEver() throws IOException {
    try (EmbeddedPostgres postgres = Databases.postgres();
        FreezingProxy proxy = FreezingProxy.to(postgres.getPort());
        Store store =
            Store.open(
                home,
                "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?socketTimeout=1",
                "postgres",
                "postgres")) {
      assertThat(store.trouble()).isEmpty();
      proxy.freeze();
      assertThat(store.trouble())
          .hasValueSatisfying(trouble -> assertThat(trouble.kind()).isEqualTo(Kind.AWAY));
      proxy.thaw();
      await().atMost(Duration.ofSeconds(30)).until(() -> store.trouble().isEmpty());
    }
  }

  @Test
  void wrongPasswordAndMissingDatabaseAreNotWaitedFor() throws IOException {
    try (EmbeddedPostgres postgres = Databases.postgres()) {
      String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort();
      StoreUnavailable missing = opening(url + "/nowhere", "postgres", "postgres");
      assertThat(missing.mayPass()).isFalse();
      assertThat(missing)
          .hasMessageContaining("nowhere")
          .hasMessageContaining("store.url, store.user and store.password");
      StoreUnavailable stranger = opening(url + "/postgres", "nobody-at-all", "secret-4711");
      assertThat(stranger.mayPass()).isFalse();
      assertThat(stranger)
          .hasMessageContaining("nobody-at-all")
          .hasMessageNotContaining("secret-4711");
    }
  }

  @Test
  void fullDiskUnderH2IsCalledThat() throws SQLException {
    FullDisk.register();
    String url = "jdbc:h2:full:" + home.toAbsolutePath() + "/store;WRITE_DELAY=0";
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE filler (text VARCHAR)");
      FullDisk.full(true);
      Throwable error =
          catchThrowable(
              () -> {
                for (int row = 0; row < 1_000; row++) {
                  statement.execute("INSERT INTO filler VALUES ('" + "x".repeat(10_000) + "')");
                }
              });
      assertThat(error).isNotNull();
      assertThat(StoreTrouble.of(error))
          .as(() -> String.valueOf(error))
          .map(StoreTrouble::kind)
          .contains(Kind.FULL);
      assertThat(StoreTrouble.of(error).orElseThrow().sentence())
          .contains("disk that holds the store is full", "Free some space")
          .doesNotContain("xxxx");
    } catch (SQLException e) {
      // Closing what could not be written fails too; what counts was seen before.
      assertThat(StoreTrouble.of(e)).isPresent();

    } finally {
      FullDisk.full(false);
    }
  }

  @Test
  void errorsThatAreNoneOfTheStoresAreNotItsTrouble() {
    assertThat(StoreTrouble.of(new IllegalStateException("x", new IOException("reset")))).isEmpty();
    assertThat(StoreTrouble.of(new IOException("No space left on device"))).isEmpty();
    assertThat(StoreTrouble.of(new SQLException("duplicate key", "23505"))).isEmpty();
  }

  @Test
  void urlThatNoDriverKnowsIsNotWaitedFor() {
    assertThatThrownBy(() -> Store.open(home, "jdbc:nobody:x", "", ""))
        .isInstanceOfSatisfying(StoreUnavailable.class, e -> assertThat(e.mayPass()).isFalse());
  }

  private StoreUnavailable opening(String url, String user, String password) {
    return catchThrowableOfType(
        StoreUnavailable.class, () -> Store.open(home, url, user, password));
  }
}
