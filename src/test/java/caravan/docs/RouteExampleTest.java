package caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.hub.Hub;
import caravan.sandbox.FaultRule;
import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.linear.LinearSandbox;
import caravan.sandbox.linear.LinearWorkspace;
import caravan.sandbox.slack.SlackMessage;
import caravan.sandbox.slack.SlackSandbox;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.RunReport;
import caravan.testing.TestHub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worked example of routes/README.md, taken out of the page and run on the sandbox. */
class RouteExampleTest {

  private static final String NAME = "urgent-issues";
  private static final String TEAM = "ENG";

  private final Clock clock = Clock.systemUTC();
  private final LinearSandbox linear = new LinearSandbox(clock);
  private final SlackSandbox slack = new SlackSandbox(clock);
  private Sandbox sandbox;
  private String channel;
  private Hub hub;

  @BeforeEach
  void start(@TempDir Path home) throws IOException {
    TestHub.copyProject(home);
    Files.writeString(
        home.resolve("routes/urgent-issues.camel.yaml"), example("urgent-issues.camel.yaml"));
    Files.writeString(
        home.resolve("application-local.properties"), example("application-local.properties"));
    sandbox = Sandbox.start(SandboxOptions.defaults(), linear, slack);
    linear.workspace().addTeam(TEAM, "Engineering");
    channel = slack.workspace().addChannel("urgent").id();
    Settings settings =
        new SettingsLoader(
                home,
                Map.of(
                    "LINEAR_URL", sandbox.url() + "/linear/graphql",
                    "LINEAR_TOKEN", "any",
                    "SLACK_URL", sandbox.url() + "/slack/api",
                    "SLACK_TOKEN", "any",
                    "SERVER_PORT", "0",
                    "URGENT_ISSUES_CRON", "0 0 0 1 1 ? 2099",
                    "URGENT_ISSUES_CHANNEL", channel))
            .load();
    hub = Hub.start(home, settings, clock);
    poll(); // "since now": the watermark begins here
  }

  @AfterEach
  void stop() {
    if (hub != null) {
      hub.close();
    }
    if (sandbox != null) {
      sandbox.close();
    }
  }

  @Test
  void anUrgentIssueHasOneMessageThatFollowsIt() {
    LinearIssue urgent = issue("Sign-in <b>fails</b> & nobody gets in", 1);
    issue("Rename a label", 3);

    RunReport first = poll();

    assertThat(first.createdCount()).isEqualTo(1);
    assertThat(first.skippedCount()).as("never urgent, never posted").isEqualTo(1);
    assertThat(text())
        .startsWith(":rotating_light: <http")
        .contains("|" + urgent.identifier() + "> ")
        .contains("Sign-in &lt;b&gt;fails&lt;/b&gt; &amp; nobody gets in")
        .endsWith(", nobody");

    change(urgent, 1, "Sign-in works for some");
    assertThat(poll().updatedCount()).isEqualTo(1);
    assertThat(text()).contains("Sign-in works for some");

    change(urgent, 2, "Sign-in works for some");
    assertThat(poll().deletedCount()).isEqualTo(1);
    assertThat(text()).startsWith("~").endsWith("~ is no longer urgent");

    change(urgent, 1, "Sign-in fails again");
    assertThat(poll().updatedCount()).isEqualTo(1);
    assertThat(text()).startsWith(":rotating_light:").contains("Sign-in fails again");
  }

  @Test
  void aPostWhoseAnswerIsLostIsNotPostedTwice() {
    sandbox
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.RESET_AFTER)
                .on("slack", null, "/api/chat.postMessage")
                .times(1));
    issue("Nothing works", 1);

    poll();

    await().atMost(Duration.ofSeconds(60)).until(() -> hub.beans().failureStore().count(NAME) == 0);
    assertThat(text()).contains("Nothing works");
  }

  /** The text of the channel's only message; fails if there is none, or more than one. */
  private String text() {
    List<SlackMessage> messages = slack.workspace().messages(channel);
    assertThat(messages).hasSize(1);
    return messages.get(0).text();
  }

  private LinearIssue issue(String title, int priority) {
    return workspace().createIssue(TEAM, draft -> draft.title(title).priority(priority));
  }

  private void change(LinearIssue issue, int priority, String title) {
    workspace().updateIssue(issue.id(), draft -> draft.title(title).priority(priority));
  }

  private LinearWorkspace workspace() {
    return linear.workspace();
  }

  private RunReport poll() {
    long before = polls().findFirst().map(RunReport::id).orElse(0L);
    hub.pollNow(NAME);
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> polls().filter(run -> run.id() > before).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private Stream<RunReport> polls() {
    return hub.beans().runStore().latest(NAME, 50).stream()
        .filter(run -> run.cause().equals("poll"));
  }

  private static String example(String file) throws IOException {
    String page = Files.readString(Path.of("routes/README.md"), StandardCharsets.UTF_8);
    Matcher block =
        Pattern.compile(
                "<!-- example: " + Pattern.quote(file) + " -->\n```[a-z]+\n(.*?)\n```\n",
                Pattern.DOTALL)
            .matcher(page);
    assertThat(block.find()).as("an example of %s in routes/README.md", file).isTrue();
    return block.group(1) + "\n";
  }
}
