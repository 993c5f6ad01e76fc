package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.e2e.CaravanHome;
import caravan.e2e.HubProcess;
import caravan.e2e.TestSandbox;
import caravan.sandbox.FaultRule;
import caravan.sandbox.RequestLog;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.SchemaBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an empty page to a hub that works. */
class InitCommandTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private Path home;
  private TestSandbox sandbox;
  private Map<String, String> environment;
  private String page;

  @BeforeEach
  void open() throws IOException {
    home = CaravanHome.copyTo(folder.resolve("home"));
    sandbox = new TestSandbox(SandboxOptions.unlimited());
    environment = new TreeMap<>(sandbox.environment());
    environment.remove("LINEAR_ISSUES_DATA_SOURCE");
    environment.remove("MEETING_NOTES_DATA_SOURCE");
    environment.put("LINEAR_ISSUES_ENABLED", "true");
    environment.put("MEETING_NOTES_ENABLED", "true");
    page = sandbox.notion().createWorkspacePage("Our work");
    local("# mine\nlinear-issues.every=1s\n");
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void whatItMakesIsWhatTheHubNeeds() throws IOException {
    CommandProcess init = init();
    assertThat(init.exit()).as(init.out()).isZero();
    assertThat(init.out())
        .containsPattern("ok +linear-issues +made database \"Linear issues\"")
        .containsPattern("ok +linear-issues +added Parent")
        .containsPattern("ok +meeting-notes +made database \"Meeting notes\"");
    assertThat(Files.readString(home.resolve("application-local.properties")))
        .startsWith("# mine\nlinear-issues.every=1s\n");

    CommandProcess check = CommandProcess.run(home, environment, "check");
    assertThat(check.exit()).as(check.out()).isZero();

    var issue = sandbox.createIssues(1).get(0);
    String issues = ids().getProperty("linear-issues.data-source");
    try (HubProcess hub = HubProcess.start(home, environment, "-XX:TieredStopAtLevel=1")) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  sandbox.notion().count(issues, "External ID", issue.id()) == 1 || !hub.isAlive());
      assertThat(hub.terminate()).as(hub::output).isZero();
    }
  }

  @Test
  void dataSourcesThatAreRelatedToEachOtherAreMade() throws IOException {
    environment.put("CRM_ENABLED", "true");
    environment.put("CRM_INBOX", home.resolve("inbox").toString());
    CommandProcess init = init();
    assertThat(init.exit()).as(init.out()).isZero();
    assertThat(init.out())
        .containsPattern("ok +crm-companies +made database")
        .containsPattern("ok +crm-contacts +added Company")
        .containsPattern("ok +crm-deals +added .*Contacts");
    CommandProcess check = CommandProcess.run(home, environment, "check");
    assertThat(check.exit()).as(check.out()).isZero();
  }

  @Test
  void aSecondRunChangesNothing() throws IOException {
    assertThat(init().exit()).isZero();
    Properties before = ids();
    int databases = sandbox.notion().dataSources().size();
    sandbox.server().log().clear();
    CommandProcess again = init();
    assertThat(again.exit()).as(again.out()).isZero();
    assertThat(writes()).isEmpty();
    assertThat(sandbox.notion().dataSources()).hasSize(databases);
    assertThat(ids()).isEqualTo(before);
  }

  @Test
  void aRunWhoseIdsGotLostFindsItsDatabasesByTheirTitles() throws IOException {
    assertThat(init().exit()).isZero();
    Properties before = ids();
    local("linear-issues.every=1s\n");
    sandbox.server().log().clear();
    CommandProcess again = init();
    assertThat(again.exit()).as(again.out()).isZero();
    assertThat(again.out()).containsPattern("ok +linear-issues +found database");
    assertThat(writes()).isEmpty();
    assertThat(ids()).isEqualTo(before);
  }

  @Test
  void aRunThatWasKilledInBetweenGoesOn() throws IOException {
    sandbox
        .server()
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.HANG_AFTER)
                .lasting(Duration.ofSeconds(60))
                .on("notion", "POST", "/v1/databases")
                .times(1));
    Process killed = CommandProcess.start(home, environment, "init", "--parent", page);
    await().atMost(PATIENCE).until(() -> titles().contains("Linear issues"));
    killed.destroyForcibly();
    await().until(() -> !killed.isAlive());
    assertThat(ids().getProperty("linear-issues.data-source")).isNull();

    CommandProcess init = init();
    assertThat(init.exit()).as(init.out()).isZero();
    assertMadeOnce();
    assertThat(init.out()).containsPattern("ok +linear-issues +found database");
  }

  @Test
  void aCreateWhoseAnswerIsLostIsNotRepeated() {
    sandbox
        .server()
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.RESET_AFTER)
                .on("notion", "POST", "/v1/databases")
                .times(1));
    sandbox
        .server()
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.COMMITTED_503)
                .on("notion", "POST", "/v1/databases")
                .times(1));
    CommandProcess init = init();
    assertThat(init.exit()).as(init.out()).isZero();
    assertMadeOnce();
  }

  @Test
  void whatIsThereIsOnlyAddedToAndWhatIsWrongIsSaid() throws IOException {
    String mine =
        sandbox
            .notion()
            .createDataSource(
                "Mine",
                SchemaBuilder.titled("Name").plain("Status", "number").plain("Own", "url").build());
    local("linear-issues.data-source=" + mine + "\n");
    CommandProcess init = init();
    assertThat(init.exit()).isEqualTo(1);
    assertThat(init.out())
        .containsPattern("wrong +linear-issues +property \"Status\" .* is of type number")
        .containsPattern("ok +linear-issues +added .*Parent");
    var properties = sandbox.notion().dataSource(mine).path("properties");
    assertThat(properties.at("/Status/type").asText()).as("never changed").isEqualTo("number");
    assertThat(properties.has("Own")).isTrue();
    assertThat(properties.at("/External ID/type").asText()).isEqualTo("rich_text");
    assertThat(properties.at("/Parent/relation/data_source_id").asText()).isEqualTo(mine);
  }

  @Test
  void relationsBetweenDataSourcesAreMadeInTheSecondPass() throws IOException {
    Files.writeString(
        home.resolve("routes/contracts/linear-issues.yaml"),
        """
        name: linear-issues
        data-source-setting: linear-issues.data-source
        owner: hub
        properties:
          Name: {type: title}
          Notes: {type: relation, relation-to: meeting-notes, owner: people}
          State: {type: status, options: [Todo, Done]}
          External ID: {type: rich_text, key: true}
        """);
    CommandProcess init = init();
    assertThat(init.exit()).as(init.out()).isZero();
    var properties =
        sandbox
            .notion()
            .dataSource(ids().getProperty("linear-issues.data-source"))
            .path("properties");
    assertThat(properties.at("/Notes/relation/data_source_id").asText())
        .isEqualTo(ids().getProperty("meeting-notes.data-source"));
    assertThat(properties.at("/State/status/options").findValuesAsText("name"))
        .contains("Todo", "Done");
  }

  @Test
  void aPageThatIsNotSharedIsSaidAndNothingIsMade() {
    sandbox.notion().unshare(page, TestSandbox.NOTION_TOKEN);
    int databases = sandbox.notion().dataSources().size();
    CommandProcess init = init();
    assertThat(init.exit()).isEqualTo(1);
    assertThat(init.out()).contains("does not show the page", "Connections");
    assertThat(sandbox.notion().dataSources()).hasSize(databases);
  }

  @Test
  void wrongCallsAreRefusedWithASentence() {
    assertThat(CommandProcess.run(home, environment, "init", "--parent", "Our work").exit())
        .isEqualTo(2);
    environment.remove("NOTION_TOKEN");
    CommandProcess init = init();
    assertThat(init.exit()).isEqualTo(2);
    assertThat(init.out()).contains("NOTION_TOKEN_FILE").doesNotContain("\tat ");
  }

  /** The sandbox has a data source "Meeting notes" from the beginning. */
  private void assertMadeOnce() {
    assertThat(titles()).containsOnlyOnce("Linear issues");
    assertThat(titles()).filteredOn("Meeting notes"::equals).hasSize(2);
  }

  private CommandProcess init() {
    return CommandProcess.run(home, environment, "init", "--parent", page);
  }

  private void local(String text) throws IOException {
    Files.writeString(home.resolve("application-local.properties"), text);
  }

  private Properties ids() throws IOException {
    Properties all = new Properties();
    try (var reader = Files.newBufferedReader(home.resolve("application-local.properties"))) {
      all.load(reader);
    }
    return all;
  }

  private List<String> titles() {
    return sandbox.notion().dataSourceTitles();
  }

  private List<RequestLog.Entry> writes() {
    return sandbox
        .server()
        .log()
        .entries(it -> it.system().equals("notion") && !it.method().equals("GET"));
  }
}
