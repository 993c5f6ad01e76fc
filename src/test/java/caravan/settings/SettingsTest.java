package caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @ParameterizedTest
  @CsvSource({
    "180, 0.3, 126",
    "600, 0.3, 420",
    "60, 0.3, 42",
    "20, 0.3, 14",
    "10, 0.1, 9",
    "10, 0, 10",
    "3, 0.5, 1",
    "1, 0.9, 1",
    "2, 0.99, 1"
  })
  void backgroundGetsTheBudgetWithoutTheReserveRoundedDownAndAtLeastOne(
      String requests, String reserve, int background) {
    assertThat(
            settings(Map.of("notion.budget.requests", requests, "notion.budget.reserve", reserve))
                .connection("notion")
                .background())
        .isEqualTo(background);
  }

  @Test
  void camelGetsEverythingButTheSecrets() {
    Properties camel =
        settings(
                Map.of(
                    "notion.token", "secret-1",
                    "linear.token", "secret-2",
                    "slack.token", "secret-3",
                    "store.password", "secret-4",
                    "ops.password", "secret-5"))
            .forCamel();
    assertThat(camel.values()).noneSatisfy(it -> assertThat(it.toString()).contains("secret-"));
    assertThat(camel).containsEntry("notion.version", "2026-03-11");
  }

  @Test
  void aConnectionInheritsEverythingButTheToken() {
    Settings settings =
        settings(
            Map.of(
                "notion.url", "https://api.example.com",
                "notion.token", "secret-1",
                "notion.budget.requests", "600",
                "notion.budget.reserve", "0.5",
                "notion.connections", "sales, docs",
                "notion.docs.version", "2025-09-03",
                "notion.docs.budget.requests", "180",
                "notion.docs.token", "secret-2",
                "notion.docs.workspace", "acme",
                "meeting-notes.connection", "docs"));
    assertThat(settings.connections()).containsExactly("notion", "sales", "docs");
    assertThat(settings.connection("sales"))
        .isEqualTo(
            new NotionConnection("sales", "https://api.example.com", "2026-03-11", 600, 300, ""));
    assertThat(settings.connection("docs"))
        .isEqualTo(
            new NotionConnection("docs", "https://api.example.com", "2025-09-03", 180, 90, "acme"));
    assertThat(settings.get(settings.connection("sales").tokenKey())).isEmpty();
    assertThat(settings.get(settings.connection("docs").tokenKey())).isEqualTo("secret-2");
    assertThat(settings.connectionOf("meeting-notes")).isEqualTo("docs");
    assertThat(settings.connectionOf("linear-issues")).isEqualTo("notion");
    assertThat(settings.forCamel().values())
        .noneSatisfy(it -> assertThat(it.toString()).contains("secret-"));
  }

  @Test
  void camelGetsWhatIsDerived() {
    Properties camel =
        settings(
                Map.of(
                    "notion.budget.window", "10s",
                    "notion.budget.pad", "250ms",
                    "linear-issues.every", "90s",
                    "meeting-notes.cron", "0 0 9 ? * MON-FRI"))
            .forCamel();
    assertThat(camel)
        .containsEntry("notion.budget.period", "10250")
        .containsEntry(
            "linear-issues.trigger", "trigger.repeatInterval=90000&trigger.repeatCount=-1")
        .containsEntry("meeting-notes.trigger", "cron=0+0+9+?+*+MON-FRI");
  }

  @Test
  void everyIntegrationHasAnAnswerToEditsOfPeople() {
    Properties camel = settings(Map.of("linear-issues.on-conflict", "skip")).forCamel();
    assertThat(camel)
        .containsEntry("linear-issues.on-conflict", "skip")
        .containsEntry("meeting-notes.on-conflict", "alert");
  }

  @Test
  void aBlankValueIsItsDefault() {
    assertThat(settings(Map.of("notion.index.lag", " ")).duration("notion.index.lag"))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({
    "250ms, PT0.25S",
    "60s, PT1M",
    "5m, PT5M",
    "1h, PT1H",
    "2d, PT48H",
    "1h30m, PT1H30M",
    "1s500ms, PT1.5S"
  })
  void durationsAreReadWithTheirUnits(String text, Duration duration) {
    assertThat(SettingType.DURATION.refuse(text)).isEmpty();
    assertThat(settings(Map.of("sync.backstep", text)).duration("sync.backstep"))
        .isEqualTo(duration);
  }

  @Test
  void replacedSettingsLeaveTheOthersAlone() {
    Settings settings = settings(Map.of("server.port", "1", "linear.team", "A"));
    Settings changed = settings.with(Map.of("server.port", "2"));
    assertThat(changed.get("server.port")).isEqualTo("2");
    assertThat(changed.get("linear.team")).isEqualTo("A");
    assertThat(settings.get("server.port")).isEqualTo("1");
  }

  private static Settings settings(Map<String, String> values) {
    return new Settings(values, List.of("linear-issues", "meeting-notes"));
  }
}
