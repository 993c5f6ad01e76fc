package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was handed over right before the hub was killed, and had left its source when it was back:
 * no listing shows it any more, and still it is noticed.
 */
class KilledWhileHandingOverTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final FaultRule HANG =
      FaultRule.of(FaultRule.Kind.HANG).lasting(Duration.ofMinutes(10)).times(1);

  @TempDir private Path folder;

  @Test
  void aPostedPageThatWasTrashedMeanwhileIsWithdrawn() {
    try (TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited())) {
      Map<String, String> pages = new TreeMap<>();
      for (String name : List.of("One", "Two")) {
        pages.put(
            "Meeting notes: " + name,
            sandbox
                .notion()
                .createPage(
                    sandbox.ids().meetingNotes(),
                    ValueBuilder.titled("Name", name).option("Status", "status", "Final").build(),
                    "The summary."));
      }
      sandbox.server().faults().add(HANG.on("slack", "POST", ".*chat.postMessage"));
      Path home = home();
      Map<String, String> environment = environment(sandbox, "MEETING_NOTES");
      try (HubProcess hub = HubProcess.start(home, environment)) {
        await().atMost(PATIENCE).until(() -> sandbox.messages().size() == 1);
        hub.kill();
      }
      String posted = sandbox.messages().get(0).text();
      sandbox.notion().trash(pages.get(posted));

      try (HubProcess hub = HubProcess.start(home, environment)) {
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    sandbox.messages().stream()
                        .anyMatch(
                            it -> it.text().equals(posted.replace("Meeting notes", "Withdrawn"))));
        assertThat(hub.terminate()).as(hub::output).isZero();
      }
    }
  }

  @Test
  void aPageOfAnIssueThatWasDeletedForGoodMeanwhileGoesIntoTheTrash() {
    try (TestSandbox sandbox = new TestSandbox(SandboxOptions.unlimited())) {
      List<LinearIssue> issues = sandbox.createIssues(2);
      String dataSource = sandbox.ids().linearIssues();
      sandbox.server().faults().add(HANG.on("notion", "POST", "/v1/pages"));
      Path home = home();
      Map<String, String> environment = environment(sandbox, "LINEAR_ISSUES");
      try (HubProcess hub = HubProcess.start(home, environment)) {
        await().atMost(PATIENCE).until(() -> sandbox.notion().pages(dataSource).size() == 1);
        hub.kill();
      }
      Map<String, Integer> arrived = sandbox.notion().counts(dataSource, "External ID");
      LinearIssue written =
          issues.stream().filter(it -> arrived.containsKey(it.id())).findFirst().orElseThrow();
      String page = sandbox.pageOf(written);
      sandbox.linear().deleteIssue(written.id());
      sandbox.linear().purgeIssue(written.id());

      try (HubProcess hub = HubProcess.start(home, environment)) {
        await()
            .atMost(PATIENCE)
            .until(() -> sandbox.notion().page(page).path("in_trash").asBoolean());
        assertThat(hub.terminate()).as(hub::output).isZero();
      }
    }
  }

  private Path home() {
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    CaravanHome.withoutSlackPace(home);
    return home;
  }

  private static Map<String, String> environment(TestSandbox sandbox, String integration) {
    Map<String, String> environment = new TreeMap<>(sandbox.environment());
    environment.put("NOTION_INDEX_LAG", "1s");
    environment.put("SLACK_SETTLE", "1s");
    environment.put("SYNC_RETRY_EVERY", "500ms");
    environment.put("SYNC_SWEEP_CRON", "* * * * * ?");
    environment.put(integration + "_ENABLED", "true");
    environment.put(integration + "_EVERY", "1s");
    environment.put(integration + "_SINCE", "all");
    return environment;
  }
}
