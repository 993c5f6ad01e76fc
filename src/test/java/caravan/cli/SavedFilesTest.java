package caravan.cli;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However an editor saves, a save is taken up once, and only when it is whole. */
class SavedFilesTest {

  @TempDir private Path home;
  private Path file;
  private SavedFiles saved;

  @BeforeEach
  void folder() throws IOException {
    Files.createDirectories(home.resolve("routes/kamelets"));
    file = home.resolve("routes/crm.camel.yaml");
    Files.writeString(file, "- route: one\n");
    saved = new SavedFiles(home);
  }

  @Test
  void aFileWrittenInPlaceIsTakenUpOnce() throws IOException {
    assertThat(saved.look()).isFalse();
    Files.writeString(file, "- route: two\n");
    assertThat(saved.look()).as("it may be half of it").isFalse();
    assertThat(saved.look()).isTrue();
    assertThat(saved.look()).as("told already").isFalse();
  }

  @Test
  void aFileRenamedOverTheOldOneIsTakenUp() throws IOException {
    Path swap = home.resolve("routes/.crm.camel.yaml.swp");
    Files.writeString(swap, "- route: two\n");
    assertThat(saved.look()).isFalse();
    assertThat(saved.look()).as("an editor's own file is none of ours").isFalse();
    Files.move(swap, file, ATOMIC_MOVE, REPLACE_EXISTING);
    assertThat(saved.look()).isFalse();
    assertThat(saved.look()).isTrue();
  }

  @Test
  void aHalfWrittenFileIsNotTakenUp() throws IOException {
    Files.writeString(file, "");
    assertThat(saved.look()).isFalse();
    Files.writeString(file, "- route: th");
    assertThat(saved.look()).isFalse();
    Files.writeString(file, "- route: three\n");
    assertThat(saved.look()).isFalse();
    assertThat(saved.look()).isTrue();
  }

  @Test
  void whatIsAsItWasIsNoSave() throws IOException {
    Files.writeString(file, "- route: two\n");
    assertThat(saved.look()).isFalse();
    assertThat(saved.look()).isTrue();
    Files.writeString(file, "- route: one\n");
    assertThat(saved.look()).isFalse();
    assertThat(saved.look()).as("that is what runs").isFalse();
  }

  @Test
  void kameletsContractsSettingsAndRemovedFilesCount() throws IOException {
    Files.writeString(home.resolve("routes/kamelets/x-sink.kamelet.yaml"), "kind: Kamelet\n");
    assertThat(saved.look() || saved.look()).isTrue();
    Files.writeString(home.resolve("application-local.properties"), "crm.enabled=true\n");
    assertThat(saved.look() || saved.look()).isTrue();
    Files.delete(file);
    assertThat(saved.look() || saved.look()).isTrue();
  }
}
