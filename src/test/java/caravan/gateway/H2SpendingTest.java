package caravan.gateway;

import caravan.store.Store;
import caravan.testing.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2SpendingTest extends SpendingSuite {

  @TempDir Path home;

  @Override
  Store open() {
    return Databases.h2(home);
  }
}
