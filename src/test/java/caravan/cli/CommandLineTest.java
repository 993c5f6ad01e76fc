package caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import caravan.settings.Setting;
import caravan.settings.SettingsCatalog;
import caravan.testing.TestHub;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What people see who call Caravan wrongly: sentences and exit codes, never a stack trace. */
class CommandLineTest {

  private static final Set<String> SETTING_VARIABLES =
      SettingsCatalog.all().stream()
          .map(setting -> Setting.environmentName(setting.key()))
          .collect(Collectors.toSet());

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String homeBefore;

  @TempDir Path home;

  @BeforeEach
  void copyProject() {
    homeBefore = System.getProperty("caravan.home");
    System.setProperty("caravan.home", home.toString());
    TestHub.copyProject(home);
  }

  @AfterEach
  void restoreHome() {
    if (homeBefore == null) {
      System.clearProperty("caravan.home");
    } else {
      System.setProperty("caravan.home", homeBefore);
    }
  }

  @Test
  void helpNamesEveryCommandAndExitCode() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("demo", "check", "init", "run", "sandbox", "status", "bench")
        .contains("Exit codes:", "0   done", "1   ", "2   ", "3   ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "check", "init", "run", "sandbox", "status", "bench"})
  void everyCommandExplainsItself(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: caravan " + command);
  }

  @Test
  void wrongOptionIsNamedAndTheRightOneProposed() {
    assertThat(run("demo", "--onse")).isEqualTo(2);
    assertThat(err.toString()).contains("'--onse'", "--once");
    assertNoStackTrace();
  }

  @Test
  void unknownCommandIsRefused() {
    assertThat(run("dance")).isEqualTo(2);
    assertThat(err.toString()).contains("dance");
    assertNoStackTrace();
  }

  @Test
  void nothingEnabledIsSaid() {
    assumeNoSettingsInTheEnvironment();
    assertThat(run("run")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("caravan: No integration is enabled")
        .contains("linear-issues.enabled");
    assertNoStackTrace();
  }

  @Test
  void eachMissingTokenAndSettingIsOneSentence() throws IOException {
    assumeNoSettingsInTheEnvironment();
    local("linear-issues.enabled=true\n");
    assertThat(run("run")).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("caravan: linear-issues is enabled but has no "))
        .anyMatch(line -> line.contains("LINEAR_ISSUES_DATA_SOURCE"))
        .anyMatch(line -> line.contains("LINEAR_TOKEN_FILE"))
        .anyMatch(line -> line.contains("NOTION_TOKEN_FILE"));
  }

  @Test
  void wrongUnknownAndSecretSettingsAreRefusedInOneGo() throws IOException {
    assumeNoSettingsInTheEnvironment();
    local(
        """
        server.port=eighty
        sync.backstep=a while
        notion.urll=https://api.notion.com
        slack.token=do-not-print-me
        """);
    assertThat(run("run")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(4);
    assertThat(err.toString())
        .contains("server.port (SERVER_PORT) is \"eighty\"")
        .contains("sync.backstep")
        .contains("\"notion.urll\" is not a setting")
        .contains("\"slack.token\" is a secret")
        .doesNotContain("do-not-print-me");
    assertNoStackTrace();
  }

  @Test
  void contractWithAMistakeIsNamedWithItsLine() throws IOException, InterruptedException {
    Files.writeString(
        home.resolve("routes/contracts/linear-issues.yaml"),
        """
        name: linear-issues
        data-source-setting: linear-issues.data-source
        properties:
          Name: {type: titel}
        """);
    assertThat(runAsProcess(Map.of("NOTION_TOKEN", "any", "LINEAR_TOKEN", "any"))).isEqualTo(2);
    assertThat(err.toString()).startsWith("caravan: ").contains("linear-issues.yaml:4", "titel");
    assertNoStackTrace();
  }

  @Test
  void tokenFileThatIsMissingIsNamed() throws IOException, InterruptedException {
    assertThat(runAsProcess(Map.of("NOTION_TOKEN_FILE", "no-such-file", "LINEAR_TOKEN", "any")))
        .isEqualTo(2);
    assertThat(err.toString()).startsWith("caravan: NOTION_TOKEN_FILE: the file ");
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void routeFileWithAMistakeIsNamed() throws IOException, InterruptedException {
    Path route = home.resolve("routes/linear-issues.camel.yaml");
    Files.writeString(
        route, Files.readString(route).replace("idempotentConsumer", "idempotentConsumers"));
    assertThat(runAsProcess(Map.of("NOTION_TOKEN", "any", "LINEAR_TOKEN", "any"))).isNotZero();
    assertThat(err.toString()).contains("idempotentConsumers", "linear-issues.camel.yaml");
    assertNoStackTrace();
  }

  @Test
  void folderThatIsNoCaravanFolderIsSaid(@TempDir Path elsewhere) {
    System.setProperty("caravan.home", elsewhere.toString());
    assertThat(run("run")).isEqualTo(2);
    assertThat(err.toString()).contains("application.properties", "routes/");
    assertNoStackTrace();
  }

  @Test
  void statusWithoutAHubSaysHowToStartOne() throws IOException {
    assumeNoSettingsInTheEnvironment();
    local("server.port=1\n");
    assertThat(run("status")).isEqualTo(1);
    assertThat(out.toString()).contains("No hub answers at http://127.0.0.1:1", "./caravan run");
    assertNoStackTrace();
  }

  @Test
  void emptyFolderOfDocumentsIsSaid(@TempDir Path empty) {
    assertThat(run("demo", "--once", "--issues-from", empty.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(empty.toString());
    assertNoStackTrace();
  }

  @Test
  void launcherIsValidShell() throws IOException, InterruptedException {
    assertThat(output("sh", "-n", "caravan")).isEmpty();
    assertThat(output("bash", "-n", ".ci/run")).isEmpty();
  }

  @Test
  void launcherPassesShellcheck() throws IOException, InterruptedException {
    assumeThat(isInstalled("shellcheck")).as("shellcheck is installed").isTrue();
    assertThat(output("shellcheck", "caravan", ".ci/run")).isEmpty();
  }

  private int run(String... arguments) {
    CommandLine commandLine = Caravan.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  /** {@code caravan run} with linear-issues in a process of its own, with these variables only. */
  private int runAsProcess(Map<String, String> environment)
      throws IOException, InterruptedException {
    local("linear-issues.enabled=true\nlinear-issues.data-source=" + "0".repeat(32) + "\n");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path errors = home.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            java.toString(),
            "-Dcaravan.home=" + home,
            "-cp",
            System.getProperty("java.class.path"),
            "caravan.cli.Caravan",
            "run");
    builder.environment().keySet().retainAll(Set.of("PATH"));
    builder.environment().putAll(environment);
    builder.environment().put("SERVER_PORT", "0");
    builder.redirectError(errors.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
      err.write(Files.readString(errors, StandardCharsets.UTF_8));
    }
  }

  private void local(String settings) throws IOException {
    Files.writeString(home.resolve("application-local.properties"), settings);
  }

  private void assertNoStackTrace() {
    assertThat(out + "\n" + err).doesNotContain("\tat ", "Exception");
  }

  /** Commands read the real environment, which on a developer's machine may configure a hub. */
  private static void assumeNoSettingsInTheEnvironment() {
    assumeThat(System.getenv().keySet())
        .as("variables that configure Caravan")
        .noneMatch(name -> SETTING_VARIABLES.contains(name.replaceAll("_FILE$", "")));
  }

  private static boolean isInstalled(String command) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** What a command that must succeed prints. */
  private static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}
