package caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoreUrlTest {

  private final Path home = Path.of("/caravan");

  @Test
  void aRelativeH2FileLiesBelowHomeAndIsSyncedAtOnce() {
    assertThat(StoreUrl.resolve(home, "jdbc:h2:file:./data/caravan"))
        .isEqualTo("jdbc:h2:file:/caravan/data/caravan;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0");
  }

  @Test
  void anAbsoluteH2FileStaysWhereItIsAndKeepsItsOptions() {
    assertThat(StoreUrl.resolve(home, "jdbc:h2:file:/var/x;MODE=LEGACY"))
        .isEqualTo("jdbc:h2:file:/var/x;MODE=LEGACY;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0");
  }

  @Test
  void everyOtherUrlIsTakenAsItIs() {
    assertThat(StoreUrl.resolve(home, "jdbc:postgresql://db/caravan"))
        .isEqualTo("jdbc:postgresql://db/caravan");
  }

  @Test
  void noServerIsWaitedForWithoutEnd() {
    assertThat(StoreUrl.driverProperties("jdbc:postgresql://db/caravan"))
        .containsKeys("socketTimeout", "connectTimeout");
    assertThat(StoreUrl.driverProperties("jdbc:h2:file:/var/x")).isEmpty();
  }
}
