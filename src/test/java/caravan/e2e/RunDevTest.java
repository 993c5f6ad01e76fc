package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./caravan run --dev}: what is saved runs, and a mistake changes nothing. */
class RunDevTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;
  private Path home;
  private TestSandbox sandbox;
  private Path route;

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void aGoodSaveRunsABadOneChangesNothingAndNoIssueIsLost() throws IOException {
    home = CaravanHome.copyTo(folder.resolve("home"));
    CaravanHome.withoutContractTimer(home);
    route = home.resolve("routes/linear-issues.camel.yaml");
    String text = Files.readString(route);
    sandbox = new TestSandbox(SandboxOptions.unlimited());
    Map<String, String> environment = new TreeMap<>(sandbox.environment());
    environment.put("LINEAR_ISSUES_ENABLED", "true");
    environment.put("LINEAR_ISSUES_EVERY", "1s");
    environment.put("SYNC_SWEEP_CRON", "off");
    List<String> dev = List.of("caravan.cli.Caravan", "run", "--dev");
    try (HubProcess hub = HubProcess.start(home, environment, dev, "-XX:TieredStopAtLevel=1")) {
      arrives(hub, sandbox.createIssues(1).get(0), "Issue");

      // Written in place, with a mistake.
      Files.writeString(route, text.replace("kamelet:notion-upsert-sink", "kamelet:notion-upset"));
      await().atMost(PATIENCE).until(() -> hub.output().contains("there is no Kamelet"));
      assertThat(hub.output())
          .contains("What was saved is refused, and what runs goes on unchanged")
          .containsPattern("routes/linear-issues\\.camel\\.yaml:\\d+: there is no Kamelet");
      arrives(hub, sandbox.createIssues(1).get(0), "Issue");

      // Renamed over the old one, with issues on their way.
      List<LinearIssue> onTheirWay = sandbox.createIssues(30);
      Path other = home.resolve("routes/.new");
      Files.writeString(
          other, text.replace("\"Name\":     .title,", "\"Name\": (\"New: \" + .title),"));
      Files.move(other, route, StandardCopyOption.REPLACE_EXISTING);
      await().atMost(PATIENCE).until(() -> hub.output().contains("it starts again"));
      LinearIssue after = sandbox.createIssues(1).get(0);
      arrives(hub, after, "New: Issue");
      for (LinearIssue issue : onTheirWay) {
        await().atMost(PATIENCE).until(() -> pages(issue) == 1);
      }
      assertThat(hub.isAlive()).isTrue();

      // Gone: what was in it runs on.
      Files.delete(route);
      await().atMost(PATIENCE).until(() -> hub.output().contains("the file is gone"));
      arrives(hub, sandbox.createIssues(1).get(0), "New: Issue");
      assertThat(hub.terminate()).as(hub::output).isZero();
    }
  }

  private void arrives(HubProcess hub, LinearIssue issue, String name) {
    await()
        .atMost(PATIENCE)
        .failFast("the hub has ended", () -> !hub.isAlive())
        .until(() -> pages(issue) == 1);
    assertThat(sandbox.notion().find(sandbox.ids().linearIssues(), "Name", name))
        .contains(sandbox.pageOf(issue));
  }

  private int pages(LinearIssue issue) {
    return sandbox.notion().find(sandbox.ids().linearIssues(), "External ID", issue.id()).size();
  }
}
