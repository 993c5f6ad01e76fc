package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.Databases;
import caravan.testing.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2StoreTest extends StoreSuite {

  @TempDir Path home;

  @Override
  Store open() {
    return Databases.h2(home);
  }

  @Test
  void whatWasCommittedIsOnDiskAlthoughTheStoreWasNeverClosed(@TempDir Path copy) throws Exception {
    try (Store store = Databases.h2(home)) {
      new LinkStore(store, new SettableClock("2026-11-22T10:00:00Z"))
          .markPending("ds", "a", "ph", null);
      // What a killed process leaves behind is the file as it stands now.
      Files.createDirectories(copy.resolve("data"));
      Files.copy(home.resolve("data/caravan.mv.db"), copy.resolve("data/caravan.mv.db"));
    }
    try (Store reopened = Databases.h2(copy)) {
      assertThat(new LinkStore(reopened, new SettableClock("2026-11-22T10:00:00Z")).find("ds", "a"))
          .hasValueSatisfying(link -> assertThat(link.state()).isEqualTo(Link.State.PENDING));
    }
  }

  @Test
  void theFileIsWhereTheUrlSaysBelowHome() {
    assertThat(home.resolve("data/caravan.mv.db")).exists();
  }
}
