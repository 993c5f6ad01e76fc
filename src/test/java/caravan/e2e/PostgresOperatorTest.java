package caravan.e2e;

import caravan.testing.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresOperatorTest extends OperatorSuite {

  private static EmbeddedPostgres postgres;
  private static int databases;

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
  String store(HubOnSandbox hub) {
    String url = Databases.newDatabase(postgres, "operator" + databases++);
    hub.storedIn(url, "postgres", "");
    return "store.url=%s\nstore.user=postgres\n".formatted(url);
  }
}
