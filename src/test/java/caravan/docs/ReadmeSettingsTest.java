package caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.settings.Setting;
import caravan.settings.SettingsCatalog;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** README and application.properties name the settings that exist, with the defaults they have. */
class ReadmeSettingsTest {

  private static final String BEGIN = "<!-- settings: begin -->";
  private static final String END = "<!-- settings: end -->";

  @Test
  void theTableInReadmeIsTheCatalog() throws IOException {
    String readme = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
    assertThat(readme).contains(BEGIN, END);

    String table = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));

    assertThat(table.strip()).isEqualTo(expectedTable());
  }

  @Test
  void applicationPropertiesHasEverySettingWithItsDefaultInTheSameOrder() throws IOException {
    Path file = Path.of("application.properties");
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    List<String> order =
        Files.readAllLines(file, StandardCharsets.UTF_8).stream()
            .filter(line -> !line.startsWith("#") && line.contains("="))
            .map(line -> line.substring(0, line.indexOf('=')))
            .toList();

    assertThat(order).isEqualTo(SettingsCatalog.all().stream().map(Setting::key).toList());
    Map<String, String> defaults = new LinkedHashMap<>();
    SettingsCatalog.all().forEach(it -> defaults.put(it.key(), it.fallback()));
    assertThat(properties).containsExactlyInAnyOrderEntriesOf(defaults);
  }

  private static String expectedTable() {
    return SettingsCatalog.all().stream()
        .map(ReadmeSettingsTest::row)
        .collect(
            Collectors.joining(
                "\n", "| setting | default | what it is |\n| --- | --- | --- |\n", ""));
  }

  private static String row(Setting setting) {
    String fallback = setting.fallback().isEmpty() ? "" : "`" + setting.fallback() + "`";
    String secret = setting.isSecret() ? " (secret)" : "";
    return "| `%s` | %s | %s%s |".formatted(setting.key(), fallback, setting.help(), secret);
  }
}
