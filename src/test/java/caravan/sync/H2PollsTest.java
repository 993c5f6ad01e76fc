package caravan.sync;

import caravan.store.Store;
import caravan.testing.Databases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2PollsTest extends PollsSuite {

  @TempDir Path home;

  @Override
  Store open() {
    return Databases.h2(home);
  }
}
