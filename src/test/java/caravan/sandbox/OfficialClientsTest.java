package caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.linear.LinearOptions;
import caravan.sandbox.linear.LinearSandbox;
import caravan.sandbox.linear.LinearWorkspace;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.slack.SlackOptions;
import caravan.sandbox.slack.SlackSandbox;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The sandbox's judge: the clients that Notion, Linear and Slack publish for JavaScript drive it,
 * so it can't agree with the hub on a mistake. Skipped where Node.js or a package registry is
 * missing.
 */
class OfficialClientsTest {
  private NodeProject node;

  // Before each, not before all: only so does every skipped test say why.
  @BeforeEach
  void install() throws Exception {
    node = NodeProject.install();
  }

  @Test
  void linearsClientReadsTheWorkspace() throws Exception {
    MovableClock clock = new MovableClock("2026-11-20T10:00:00.123Z");
    LinearSandbox linear = new LinearSandbox(clock);
    LinearWorkspace workspace = linear.workspace();
    workspace.addUser("Backend Engineer", "backend@example.com");
    workspace.addTeam("ENG", "Engineering");
    for (int i = 1; i <= 129; i++) {
      String title = "Issue " + i;
      clock.move(Duration.ofSeconds(1));
      workspace.createIssue("ENG", draft -> draft.title(title));
    }
    LinearIssue parent = workspace.issue("ENG-1").orElseThrow();
    clock.move(Duration.ofSeconds(1));
    workspace.createIssue(
        "ENG",
        draft ->
            draft
                .title("The rich one")
                .description("# Why\n\n- [ ] because")
                .priority(1)
                .estimate(5.0)
                .dueDate(LocalDate.parse("2026-12-01"))
                .state("In Progress")
                .assignee("backend@example.com")
                .labels(List.of("Bug", "API"))
                .parent(parent.id()));
    LinearIssue gone = workspace.createIssue("ENG", draft -> draft.title("Thrown away"));
    workspace.deleteIssue(gone.id());

    try (Sandbox sandbox = Sandbox.start(SandboxOptions.unlimited(), linear)) {
      assertThat(node.run("linear.mjs", sandbox.url())).isEqualTo(NodeProject.PASSED);
    }
  }

  @Test
  void linearsClientUnderstandsASpentLimit() throws Exception {
    LinearSandbox linear =
        new LinearSandbox(LinearOptions.defaults().withRequests(3), Clock.systemUTC());
    linear.workspace().addUser("Backend Engineer", "backend@example.com");

    try (Sandbox sandbox = Sandbox.start(SandboxOptions.unlimited(), linear)) {
      assertThat(node.run("linear-limit.mjs", sandbox.url())).isEqualTo(NodeProject.PASSED);
    }
  }

  @Test
  void slacksClientPostsEditsAndIsHeldBack() throws Exception {
    SlackOptions options = SlackOptions.defaults().withTokens(Set.of("xoxb-test"));
    SlackSandbox slack = new SlackSandbox(options, Clock.systemUTC());
    slack.workspace().addChannel("meeting-notes");
    slack.workspace().addChannel("locked", false);
    slack.workspace().addChannel("closed");
    slack.workspace().archive("closed");

    try (Sandbox sandbox = Sandbox.start(SandboxOptions.unlimited(), slack)) {
      assertThat(node.run("slack.mjs", sandbox.url())).isEqualTo(NodeProject.PASSED);
    }
    assertThat(slack.workspace().history("meeting-notes", firstTs(slack))).isNotEmpty();
  }

  @Test
  void notionsClientWorksWithDataSourcesAndPages() throws Exception {
    NotionSandbox notion = new NotionSandbox();
    notion.user("Backend Engineer", "backend@example.com");
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.unlimited(), notion)) {
      assertThat(node.run("notion-data.mjs", sandbox.url())).isEqualTo(NodeProject.PASSED);
    }
  }

  @Test
  void notionsClientWorksWithBlocksAndMarkdown() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxOptions.unlimited(), new NotionSandbox())) {
      assertThat(node.run("notion-content.mjs", sandbox.url())).isEqualTo(NodeProject.PASSED);
    }
  }

  @Test
  void notionsClientUnderstandsRefusalsAndWaits() throws Exception {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder()
            .budgetRequests(10)
            .budgetWindow(Duration.ofSeconds(3))
            .tokens(Set.of("ntn_test"))
            .build();
    try (Sandbox sandbox = Sandbox.start(options, new NotionSandbox())) {
      assertThat(node.run("notion-errors.mjs", sandbox.url())).isEqualTo(NodeProject.PASSED);
    }
  }

  private static String firstTs(SlackSandbox slack) {
    return slack.workspace().messages("meeting-notes").get(0).ts();
  }
}
