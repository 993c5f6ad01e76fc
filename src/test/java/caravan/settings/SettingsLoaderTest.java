package caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {

  @TempDir Path home;

  @BeforeEach
  void aFolderWithTwoIntegrations() throws IOException {
    Files.createDirectories(home.resolve("routes"));
    Files.writeString(home.resolve("routes/linear-issues.camel.yaml"), "");
    Files.writeString(home.resolve("routes/my-own.camel.yaml"), "");
    write("application.properties", "");
  }

  @Test
  void theEnvironmentWinsOverTheLocalFileWhichWinsOverTheMainOne() {
    write(
        "application.properties",
        "server.port=1\nserver.host=main\nlinear.team=MAIN\nstore.user=main");
    write("application-local.properties", "server.port=2\nserver.host=local\nlinear.team=LOCAL");

    Settings settings = load(Map.of("SERVER_PORT", "3", "SERVER_HOST", " "));

    assertThat(settings.get("server.port")).isEqualTo("3");
    assertThat(settings.get("server.host")).as("a blank variable sets nothing").isEqualTo("local");
    assertThat(settings.get("linear.team")).isEqualTo("LOCAL");
    assertThat(settings.get("store.user")).isEqualTo("main");
    assertThat(settings.get("notion.version")).as("a default").isEqualTo("2026-03-11");
  }

  @Test
  void aSettingThatNoFileNamesIsTakenFromTheEnvironment() {
    Settings settings =
        load(
            Map.of(
                "LINEAR_ISSUES_DATA_SOURCE",
                "ds",
                "MY_OWN_EVERY",
                "5m",
                "NOTION_BUDGET_PAD",
                "1s"));
    assertThat(settings.get("linear-issues.data-source")).isEqualTo("ds");
    assertThat(settings.duration("my-own.every")).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.duration("notion.budget.pad")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void everyRouteFileIsAnIntegrationAndHasSettingsOfItsOwn() {
    write("application.properties", "my-own.enabled=true\nmy-own.folder=inbox");
    Settings settings = load(Map.of());
    assertThat(settings.integrations()).containsExactly("linear-issues", "my-own");
    assertThat(settings.enabled()).containsExactly("my-own");
    assertThat(settings.get("my-own.folder")).isEqualTo("inbox");
    assertThat(settings.get("my-own.since")).isEqualTo("all");
  }

  @Test
  void aSecretComesFromTheEnvironmentOrFromAFileThatItNames() {
    write("token.txt", "  from-the-file\n");
    assertThat(load(Map.of("NOTION_TOKEN", "direct")).get("notion.token")).isEqualTo("direct");
    assertThat(load(Map.of("NOTION_TOKEN_FILE", "token.txt")).get("notion.token"))
        .isEqualTo("from-the-file");
    assertThat(
            load(Map.of("NOTION_TOKEN", "direct", "NOTION_TOKEN_FILE", "token.txt"))
                .get("notion.token"))
        .isEqualTo("direct");
  }

  @Test
  void aSecretFileThatIsEmptyOrMissingIsAProblem() {
    write("empty.txt", "\n");
    assertThat(problems(Map.of("NOTION_TOKEN_FILE", "empty.txt")))
        .singleElement()
        .asString()
        .contains("NOTION_TOKEN_FILE", "is empty");
    assertThat(problems(Map.of("SLACK_TOKEN_FILE", "none.txt")))
        .singleElement()
        .asString()
        .contains("SLACK_TOKEN_FILE", "cannot be read");
  }

  @Test
  void onlyASecretIsReadFromAFileThatTheEnvironmentNames() {
    write("port.txt", "1234");
    assertThat(load(Map.of("SERVER_PORT_FILE", "port.txt")).get("server.port")).isEqualTo("8080");
  }

  @Test
  void aSecretInAFileOfTheProjectIsRefusedAndNotRepeated() {
    write("application-local.properties", "notion.token=ntn_verySecret");
    assertThat(problems(Map.of()))
        .singleElement()
        .asString()
        .contains("application-local.properties", "notion.token", "NOTION_TOKEN_FILE")
        .doesNotContain("ntn_verySecret");
  }

  @Test
  void anUnknownKeyIsNamed() {
    write("application.properties", "notion.tokn=x\nlinear-isues.every=5m");
    assertThat(problems(Map.of()))
        .hasSize(2)
        .anySatisfy(it -> assertThat(it).contains("\"notion.tokn\"", "application.properties"))
        .anySatisfy(it -> assertThat(it).contains("\"linear-isues.every\""));
  }

  @Test
  void settingsOfCamelPass() {
    write("application.properties", "camel.main.name=mine");
    assertThat(load(Map.of()).forCamel()).containsEntry("camel.main.name", "mine");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOTION_URL | ftp://x | must be a URL",
        "NOTION_URL | http://api.example.com | must be https",
        "NOTION_URL | not a url | must be a URL",
        "STORE_URL | mysql://x | must begin with jdbc:h2:",
        "LINEAR_ISSUES_ENABLED | yes | must be true or false",
        "LINEAR_ISSUES_ON_CONFLICT | ask | must be overwrite, skip or alert",
        "MY_OWN_ON_CONFLICT | ask | must be overwrite, skip or alert",
        "SYNC_WORKERS | 0 | whole number of 1 or more",
        "SYNC_WORKERS | 1.5 | whole number of 1 or more",
        "SERVER_PORT | 65536 | must be a port",
        "SERVER_PORT | -1 | must be a port",
        "NOTION_BUDGET_RESERVE | 1 | from 0 to below 1",
        "NOTION_BUDGET_RESERVE | 30% | from 0 to below 1",
        "NOTION_BUDGET_WINDOW | 60 | must be a duration",
        "NOTION_BUDGET_WINDOW | one minute | must be a duration",
        "LINEAR_ISSUES_EVERY | -5s | must be a duration",
        "LINEAR_ISSUES_CRON | every day | Quartz cron expression",
        "LINEAR_ISSUES_SINCE | yesterday | must be all, now, a date",
        "MY_OWN_CRON | 0 0 * * * | Quartz cron expression"
      })
  void aWrongValueIsOneSentenceWithKeyVariableAndReason(String name, String value, String reason) {
    assertThat(problems(Map.of(name, value)))
        .singleElement()
        .asString()
        .contains("(" + name + ")", "\"" + value + "\"", reason)
        .endsWith(".");
  }

  @ParameterizedTest
  @CsvSource({
    "NOTION_URL, http://localhost:1234",
    "NOTION_URL, http://127.0.0.1:1",
    "NOTION_BUDGET_RESERVE, 0",
    "NOTION_BUDGET_RESERVE, .5",
    "SERVER_PORT, 0",
    "LINEAR_ISSUES_SINCE, 2026-11-01",
    "STORE_URL, jdbc:postgresql://db/x",
    "LINEAR_ISSUES_CRON, 0 0 9 ? * MON-FRI"
  })
  void aRightValueIsTaken(String name, String value) {
    assertThat(load(Map.of(name, value))).isNotNull();
  }

  @Test
  void aConnectionHasSettingsOfItsOwnWhoeverNamesIt() {
    write("application.properties", "notion.connections=\nnotion.sales.budget.requests=60");
    write("application-local.properties", "notion.connections=sales\nmy-own.connection=sales");
    write("token.txt", "from-the-file");
    Settings settings =
        load(Map.of("NOTION_SALES_TOKEN_FILE", "token.txt", "NOTION_SALES_BUDGET_RESERVE", "0.5"));
    assertThat(settings.connection("sales").requests()).isEqualTo(60);
    assertThat(settings.connection("sales").background()).isEqualTo(30);
    assertThat(settings.get("notion.sales.token")).isEqualTo("from-the-file");
    assertThat(settings.connectionOf("my-own")).isEqualTo("sales");

    Settings other =
        load(
            Map.of(
                "NOTION_CONNECTIONS",
                "sales,docs",
                "NOTION_DOCS_URL",
                "http://localhost:1",
                "LINEAR_ISSUES_CONNECTION",
                "docs"));
    assertThat(other.connection("docs").url()).isEqualTo("http://localhost:1");
    assertThat(other.connectionOf("linear-issues")).isEqualTo("docs");
  }

  @Test
  void theSettingsOfAConnectionAreChecked() {
    write(
        "application.properties",
        "notion.connections=sales\nnotion.sales.token=ntn_verySecret\nnotion.sales.url=ftp://x\n"
            + "notion.docs.url=https://x\nnotion.sales.tokn=x");
    assertThat(problems(Map.of("NOTION_SALES_BUDGET_REQUESTS", "0")))
        .hasSize(5)
        .noneSatisfy(it -> assertThat(it).contains("ntn_verySecret"))
        .anySatisfy(it -> assertThat(it).contains("notion.sales.token", "NOTION_SALES_TOKEN_FILE"))
        .anySatisfy(it -> assertThat(it).contains("\"notion.docs.url\" is not a setting"))
        .anySatisfy(it -> assertThat(it).contains("\"notion.sales.tokn\" is not a setting"))
        .anySatisfy(it -> assertThat(it).contains("(NOTION_SALES_URL)", "must be a URL"))
        .anySatisfy(it -> assertThat(it).contains("(NOTION_SALES_BUDGET_REQUESTS)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token",
        "url",
        "version",
        "budget",
        "index",
        "body",
        "webhook",
        "file",
        "notion",
        "connections",
        "Sales",
        "sa_les",
        "sa.les",
        "1st",
        "sales,sales"
      })
  void aNameThatCannotBeAConnectionsIsRefused(String name) {
    assertThat(problems(Map.of("NOTION_CONNECTIONS", name)))
        .singleElement()
        .asString()
        .contains("notion.connections (NOTION_CONNECTIONS) names a connection");
  }

  @Test
  void aConnectionThatNobodyNamedIsRefused() {
    assertThat(
            problems(
                Map.of("NOTION_CONNECTIONS", "sales", "LINEAR_ISSUES_CONNECTION", "marketing")))
        .containsExactly(
            "linear-issues.connection (LINEAR_ISSUES_CONNECTION) is \"marketing\", but"
                + " notion.connections does not name that connection; add it there, or correct"
                + " it.");
    assertThat(load(Map.of("LINEAR_ISSUES_CONNECTION", "notion")).connectionOf("linear-issues"))
        .isEqualTo("notion");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    write("application.properties", "nonsense=1");
    assertThat(problems(Map.of("SERVER_PORT", "x", "SYNC_WORKERS", "y"))).hasSize(3);
  }

  @Test
  void aFolderThatIsNoCaravanIsSaid(@TempDir Path empty) {
    Problems problems =
        catchThrowableOfType(Problems.class, () -> new SettingsLoader(empty, Map.of()).load());
    assertThat(problems.sentences())
        .hasSize(2)
        .anySatisfy(it -> assertThat(it).contains("no folder routes/"))
        .anySatisfy(it -> assertThat(it).contains("no application.properties"));
  }

  private Settings load(Map<String, String> environment) {
    return new SettingsLoader(home, environment).load();
  }

  private List<String> problems(Map<String, String> environment) {
    Problems problems = catchThrowableOfType(Problems.class, () -> load(environment));
    assertThat(problems).as("problems").isNotNull();
    return problems.sentences();
  }

  private void write(String file, String text) {
    try {
      Files.writeString(home.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
