package caravan.testing;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class DatabasesTest {

  private final IOException error = new IOException("no such binary");

  @Test
  void databaseThatDoesNotStartSkipsTheTestAtHomeAndFailsItInTheBuildThatDecides() {
    for (String home : new String[] {null, "", "false"}) {
      assertThatThrownBy(() -> Databases.notStarted(error, home))
          .isInstanceOf(TestAbortedException.class)
          .hasMessageContaining("no such binary");
    }
    assertThatThrownBy(() -> Databases.notStarted(error, "true"))
        .isInstanceOf(IllegalStateException.class)
        .hasCause(error);
  }
}
