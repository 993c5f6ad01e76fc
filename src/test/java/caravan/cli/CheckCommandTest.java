package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.e2e.CaravanHome;
import caravan.e2e.TestSandbox;
import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.slack.SlackOptions;
import caravan.store.Store;
import caravan.testing.Databases;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One look says what a hub lacks, and how to mend it. */
class CheckCommandTest {

  @TempDir Path folder;

  private Path home;
  private TestSandbox sandbox;
  private Map<String, String> environment;

  @BeforeEach
  void open() {
    home = CaravanHome.copyTo(folder.resolve("home"));
    sandbox = new TestSandbox(SandboxOptions.unlimited());
    environment = new TreeMap<>(sandbox.environment());
    environment.put("LINEAR_ISSUES_ENABLED", "true");
    environment.put("MEETING_NOTES_ENABLED", "true");
    environment.put(
        "SLACK_ALERTS_CHANNEL", "#" + sandbox.slack().workspace().addChannel("alerts").name());
    environment.put("SERVER_PORT", "1");
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void whereEverythingIsWellEachLineSaysSo() {
    CommandProcess check = check();
    assertThat(check.exit()).as(check.out()).isZero();
    assertThat(check.line("settings")).startsWith("ok").contains("linear-issues, meeting-notes");
    assertThat(check.line("Notion")).startsWith("ok").contains("token is valid");
    assertThat(check.line("linear-issues")).startsWith("ok").contains("Issues from Linear");
    assertThat(check.line("meeting-notes")).startsWith("ok");
    assertThat(check.line("Linear")).startsWith("ok");
    assertThat(check.line("Slack")).startsWith("ok");
    assertThat(check.line("meeting-notes.channel")).startsWith("ok").contains("member of #");
    assertThat(check.line("slack.alerts.channel")).startsWith("ok").contains("#alerts");
    assertThat(check.line("store")).startsWith("ok").contains("first start");
    assertThat(check.line("hub")).startsWith("note").contains("none answers");
    assertThat(home.resolve("data")).as("looking changes nothing").doesNotExist();
    assertThat(check.out().lines()).allMatch(line -> line.matches("(ok|note|wrong) .*"));
  }

  @Test
  void openSearchIsLookedAtIfAnIntegrationWritesToIt() {
    environment.put("KNOWLEDGE_BASE_ENABLED", "true");
    environment.put("KNOWLEDGE_BASE_DATA_SOURCE", sandbox.ids().meetingNotes());
    CommandProcess check = check();
    assertThat(check.out())
        .containsPattern("ok +OpenSearch +http.* answers: opensearch \\d")
        .containsPattern("ok +OpenSearch +the index \"knowledge-base\" is not there yet")
        .containsPattern("wrong +knowledge-base +property \"Tags\"");
    environment.put("OPENSEARCH_URL", "http://127.0.0.1:1");
    assertThat(check().out()).containsPattern("wrong +OpenSearch +.* cannot be reached");
  }

  @Test
  void whatIsWrongIsSaidWithWhatMendsItAndNoSecretIsShown() {
    sandbox.notion().deleteProperty(sandbox.ids().linearIssues(), "Estimate");
    sandbox.notion().retypeProperty(sandbox.ids().linearIssues(), "URL", "number");
    sandbox.notion().unshare(sandbox.ids().meetingNotes(), TestSandbox.NOTION_TOKEN);
    environment.put(
        "MEETING_NOTES_CHANNEL", sandbox.slack().workspace().addChannel("secret", false).id());
    environment.put("SLACK_ALERTS_CHANNEL", "nowhere");
    environment.put("LINEAR_TEAM", "NONE");
    CommandProcess check = check();
    assertThat(check.exit()).as(check.out()).isEqualTo(1);
    assertThat(check.out())
        .containsPattern("wrong +linear-issues +property \"Estimate\" .* Add it in Notion")
        .containsPattern("wrong +linear-issues +property \"URL\" .* is of type number")
        .containsPattern("wrong +meeting-notes +data source .* is not shared .*./caravan init")
        .containsPattern("wrong +meeting-notes.channel +the bot is not a member of #secret")
        .containsPattern("wrong +slack.alerts.channel +Slack lists no channel \"nowhere\"")
        .containsPattern("wrong +Linear +there is no team with the key \"NONE\"");
    assertNoSecret(check);
  }

  @Test
  void tokensThatAreRefusedAreNamedByTheirVariables() {
    TestSandbox strict =
        new TestSandbox(SandboxOptions.unlimited().toBuilder().tokens(Set.of("another")).build());
    try (strict) {
      strict.slack().options(new SlackOptions(Duration.ZERO, 1, Set.of("another")));
      environment.put("NOTION_URL", strict.server().url() + "/notion");
      environment.put("SLACK_URL", strict.server().url() + "/slack/api");
      strict.server().faults().add(FaultRule.status(401).on("linear", null, null));
      environment.put("LINEAR_URL", strict.server().url() + "/linear/graphql");
      CommandProcess check = check();
      assertThat(check.exit()).as(check.out()).isEqualTo(1);
      assertThat(check.line("Notion")).startsWith("wrong").contains("NOTION_TOKEN");
      assertThat(check.line("Slack")).startsWith("wrong").contains("invalid_auth", "SLACK_TOKEN");
      assertThat(check.line("Linear")).startsWith("wrong").contains("LINEAR_TOKEN");
      assertNoSecret(check);
    }
  }

  @Test
  void aDatabasesIdIsToldFromItsDataSources() {
    String database =
        sandbox
            .notion()
            .dataSource(sandbox.ids().meetingNotes())
            .at("/parent/database_id")
            .asText();
    environment.put("MEETING_NOTES_DATA_SOURCE", database);
    CommandProcess check = check();
    assertThat(check.line("meeting-notes"))
        .contains("is the id of a database", sandbox.ids().meetingNotes());
  }

  @Test
  void missingSettingsAreExitCodeTwoAndTheRestIsLookedAtAllTheSame() {
    environment.remove("LINEAR_TOKEN");
    environment.remove("MEETING_NOTES_DATA_SOURCE");
    CommandProcess check = check();
    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.out())
        .containsPattern("wrong +settings +linear-issues is enabled but has no linear.token")
        .containsPattern(
            "wrong +settings +meeting-notes is enabled but has no meeting-notes.data-source");
    assertThat(check.line("linear-issues")).startsWith("ok");
  }

  @Test
  void servicesThatHangOrAreNotThereEndInTime() {
    sandbox
        .server()
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.HANG)
                .lasting(Duration.ofMinutes(5))
                .on("notion", null, null));
    environment.put("LINEAR_URL", "http://127.0.0.1:1/graphql");
    Instant begun = Instant.now();
    CommandProcess check = CommandProcess.run(home, environment, "check", "--timeout", "3");
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(30));
    assertThat(check.exit()).isEqualTo(1);
    assertThat(check.line("Notion")).startsWith("wrong").contains("did not answer within 3 s");
    assertThat(check.line("Linear")).startsWith("wrong").contains("cannot be reached");
    assertThat(check.line("Slack")).startsWith("ok");
    sandbox.server().faults().clear();
  }

  @Test
  void aFileThatAHubHoldsIsNoMistake() {
    try (Store hub = Databases.h2(home)) {
      assertThat(hub.trouble()).isEmpty();
      CommandProcess check = check();
      assertThat(check.exit()).as(check.out()).isZero();
      assertThat(check.line("store")).startsWith("ok").contains("open in another process");
    }
    CommandProcess check = check();
    assertThat(check.line("store")).startsWith("ok").contains("up to date");
  }

  @Test
  void postgresIsToldWithWhoElseUsesIt() throws IOException {
    try (EmbeddedPostgres postgres = Databases.postgres()) {
      environment.put(
          "STORE_URL", postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", ""));
      environment.put("STORE_USER", "postgres");
      environment.put("STORE_PASSWORD", "recognisable-4714");
      assertThat(check().line("store")).startsWith("ok").contains("first start");
      try (Store another = Databases.on(postgres)) {
        assertThat(another.trouble()).isEmpty();
        CommandProcess check = check();
        assertThat(check.line("store")).contains("up to date");
        assertThat(check.out()).containsPattern("note +store +also used by caravan on ");
        assertNoSecret(check);
      }
    }
    CommandProcess check = check();
    assertThat(check.exit()).isEqualTo(1);
    assertThat(check.line("store")).startsWith("wrong").contains("does not answer", "store.url");
  }

  private CommandProcess check() {
    return CommandProcess.run(home, environment, "check");
  }

  private static void assertNoSecret(CommandProcess check) {
    assertThat(check.out())
        .doesNotContain("recognisable", TestSandbox.NOTION_TOKEN, TestSandbox.SLACK_TOKEN);
  }
}
