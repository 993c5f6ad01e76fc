package caravan.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSettingsTest {

  @TempDir Path home;

  private Path file;
  private LocalSettings settings;

  @BeforeEach
  void open() {
    file = home.resolve("application-local.properties");
    settings = new LocalSettings(home);
  }

  @Test
  void theFileIsMadeIfThereIsNone() throws IOException {
    settings.set("a.data-source", "1");
    assertThat(Files.readAllLines(file)).containsExactly("a.data-source=1");
  }

  @Test
  void everythingElseStaysAsItIs() throws IOException {
    Files.write(file, List.of("# mine", "b = two", "", "a.data-source-x=9", "a.data-source :"));
    settings.set("a.data-source", "1");
    settings.set("c", "3");
    assertThat(Files.readAllLines(file))
        .containsExactly("# mine", "b = two", "", "a.data-source-x=9", "a.data-source=1", "c=3");
  }

  @Test
  void aSettingThatStandsThereTwiceStandsThereOnce() throws IOException {
    Files.write(file, List.of("a=0", "b=2", "a=5"));
    settings.set("a", "1");
    assertThat(Files.readAllLines(file)).containsExactly("a=1", "b=2");
  }

  @Test
  void rightsStayAndNothingElseIsLeftInTheFolder() throws IOException {
    Files.write(file, List.of("b=2"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    settings.set("a", "1");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files).containsExactly(file);
    }
  }
}
