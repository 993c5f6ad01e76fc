package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.cli.CommandRunner;
import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that could not be delivered are listed and replayed, whether the hub runs or not. */
class FailuresAtHandTest {

  private HubOnSandbox hub;
  private CommandRunner caravan;
  private LinearIssue refused;

  @BeforeEach
  void aHubWithARecordThatNotionRefuses(@TempDir Path folder) throws IOException {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.start(ISSUES);
    caravan = new CommandRunner(hub.home());
    Files.writeString(
        hub.home().resolve("application-local.properties"),
        "linear-issues.enabled=true\nserver.port=" + hub.setting("SERVER_PORT") + "\n");
    hub.sandbox().server().faults().add(FaultRule.status(400).on("notion", "POST", "/v1/pages"));
    refused = hub.sandbox().createIssues(1).get(0);
    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(1);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void runningHubListsWhatWaitsWithReasonAndTriesItAgainWhenTold() {
    assertThat(caravan.run("failures")).isZero();
    assertThat(caravan.out()).contains(ISSUES, refused.id(), "next attempt", "./caravan replay");

    hub.sandbox().server().faults().clear();
    hub.execute("UPDATE failures SET next_at = TIMESTAMP WITH TIME ZONE '2099-01-01 00:00:00Z'");
    assertThat(caravan.run("replay", ISSUES, "--id", refused.id())).isZero();
    assertThat(caravan.out()).contains("1 record is tried again now");
    await().atMost(Duration.ofSeconds(30)).until(() -> hub.failures(ISSUES) == 0);
    assertThat(hub.sandbox().pageOf(refused)).isNotBlank();

    assertThat(caravan.run("failures", ISSUES)).isZero();
    assertThat(caravan.out()).contains("every record was delivered");
    assertThat(caravan.run("replay", ISSUES)).isEqualTo(1);
    assertThat(caravan.out()).contains("Nothing waits");
  }

  @Test
  void stoppedHubListsFromItsStoreAndReplaysWhenItRuns() {
    hub.sandbox().server().faults().clear();
    hub.execute("UPDATE failures SET next_at = TIMESTAMP WITH TIME ZONE '2099-01-01 00:00:00Z'");
    hub.stop();
    assertThat(caravan.run("failures", ISSUES)).isZero();
    assertThat(caravan.out()).contains(refused.id());
    assertThat(caravan.run("replay", ISSUES)).isZero();
    assertThat(caravan.out()).contains("when the hub runs");
    hub.start(ISSUES);
    await().atMost(Duration.ofSeconds(30)).until(() -> hub.failures(ISSUES) == 0);
    assertThat(hub.sandbox().pageOf(refused)).isNotBlank();
  }

  @Test
  void nameThatNoIntegrationHasIsRefused() {
    assertThat(caravan.run("replay", "linear-isues")).isEqualTo(2);
    assertThat(caravan.err()).contains("There is no integration \"linear-isues\"", ISSUES);
  }
}
