package caravan.store;

import caravan.testing.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2InboxStoreTest extends InboxStoreSuite {

  @TempDir Path home;

  @Override
  Store open() {
    return Databases.h2(home);
  }
}
