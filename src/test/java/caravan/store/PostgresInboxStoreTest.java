package caravan.store;

import caravan.testing.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresInboxStoreTest extends InboxStoreSuite {

  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void startServer() {
    postgres = Databases.postgres();
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (postgres != null) {
      postgres.close();
    }
  }

  @Override
  Store open() {
    return Databases.on(postgres);
  }
}
