package caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsCatalogTest {

  private record Line(String key, String fallback, String help) {}

  @Test
  void applicationPropertiesListsTheSameKeysDefaultsAndHelpInTheSameOrder() throws IOException {
    List<Line> file = new ArrayList<>();
    String comment = "";
    for (String line : Files.readAllLines(Path.of("application.properties"))) {
      if (line.startsWith("#")) {
        comment = line.substring(1).trim();
      } else if (line.contains("=")) {
        int equals = line.indexOf('=');
        file.add(new Line(line.substring(0, equals), line.substring(equals + 1), comment));
        comment = "";
      }
    }
    List<Line> catalog =
        SettingsCatalog.all().stream()
            .map(it -> new Line(it.key(), it.fallback(), it.help()))
            .toList();

    assertThat(file).extracting(Line::key).isEqualTo(catalog.stream().map(Line::key).toList());
    assertThat(file).isEqualTo(catalog);
  }

  @Test
  void everyDefaultIsARightValue() {
    assertThat(SettingsCatalog.all())
        .filteredOn(setting -> !setting.fallback().isBlank())
        .allSatisfy(setting -> assertThat(setting.type().refuse(setting.fallback())).isEmpty());
  }

  @Test
  void noSecretHasADefault() {
    assertThat(SettingsCatalog.all())
        .filteredOn(Setting::isSecret)
        .isNotEmpty()
        .allSatisfy(setting -> assertThat(setting.fallback()).isEmpty());
  }
}
