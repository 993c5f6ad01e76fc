package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.slack.SlackMessage;
import caravan.sandbox.slack.SlackWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever goes wrong, people are told of it in one message of Slack, and in one more at its end.
 */
class AlertsInSlackTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String POST = "/api/chat.postMessage";

  @TempDir Path folder;

  private HubOnSandbox hub;
  private String alerts;

  @BeforeEach
  void open() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    alerts = hub.sandbox().slack().workspace().addChannel("alerts").id();
    hub.set("SLACK_ALERTS_CHANNEL", alerts);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void oneMessageTellsOfAnIncidentAndOneOfItsEnd() {
    hub.start(ISSUES);
    linearAnswers(FaultRule.status(401));
    for (int i = 0; i < 3; i++) {
      assertThat(hub.poll(ISSUES).state()).isEqualTo("failed");
    }
    await().until(() -> messages().size() == 1 && nothingToTell());
    SlackMessage first = messages().get(0);
    assertThat(first.text()).contains("linear-issues does not work", "401");
    assertThat(first.editedTs()).isNull();

    hub.sandbox().server().faults().clear();
    linearAnswers(FaultRule.status(403));
    hub.poll(ISSUES);
    await().until(() -> messages().get(0).text().contains("403"));
    assertThat(messages()).as("updated in place").hasSize(1);

    hub.sandbox().server().faults().clear();
    hub.poll(ISSUES);
    hub.poll(ISSUES);
    await().until(() -> messages().size() == 2 && nothingToTell());
    assertThat(messages().get(0).ts()).isEqualTo(first.ts());
    assertThat(messages().get(0).text()).contains("Over since", "linear-issues works again");
    assertThat(messages().get(1).text()).contains("Over", "linear-issues works again");
    assertThat(hub.query("SELECT COUNT(*) FROM incidents WHERE closed_at IS NULL")).isEqualTo("0");
  }

  @Test
  void whileSlackIsDownAlertsAreKeptAndShownAndThenSent() {
    hub.start(ISSUES);
    slackAnswers(FaultRule.status(503));
    linearAnswers(FaultRule.status(401));
    hub.poll(ISSUES);
    await().atMost(PATIENCE).until(() -> health() == HealthCheck.State.DOWN);
    assertThat(messages()).isEmpty();
    assertThat(hub.hub().beans().incidents().untold()).hasSize(1);
    assertThat(hub.query("SELECT COUNT(*) FROM incidents WHERE told < version")).isEqualTo("1");

    hub.sandbox().server().faults().clear();
    linearAnswers(FaultRule.status(401));
    await().atMost(PATIENCE).until(() -> health() == HealthCheck.State.UP);
    assertThat(messages()).hasSize(1);
    assertThat(messages().get(0).text()).contains("linear-issues does not work");
  }

  @Test
  void whatBeginsAndEndsWhileSlackIsDownIsOneMessage() {
    hub.start(ISSUES);
    slackAnswers(FaultRule.status(503));
    linearAnswers(FaultRule.status(401).times(1));
    hub.poll(ISSUES);
    assertThat(hub.poll(ISSUES).state()).isEqualTo("done");
    hub.sandbox().server().faults().clear();
    await().atMost(PATIENCE).until(this::nothingToTell);
    assertThat(messages()).hasSizeBetween(1, 2);
    assertThat(messages().get(0).text()).contains("does not work", "works again");
  }

  @Test
  void aPostWhoseAnswerIsLostIsNotRepeated() {
    CaravanHome.withTimeouts(hub.home(), Duration.ofSeconds(2));
    hub.start(ISSUES);
    hub.sandbox()
        .server()
        .faults()
        .add(FaultRule.of(FaultRule.Kind.RESET_AFTER).on("slack", null, POST).times(1));
    linearAnswers(FaultRule.status(401));
    hub.poll(ISSUES);
    await().atMost(PATIENCE).until(this::nothingToTell);
    assertThat(messages()).hasSize(1);
  }

  @Test
  void aRestartRepeatsNothingAndTellsTheEnd() {
    hub.start(ISSUES);
    linearAnswers(FaultRule.status(401));
    hub.poll(ISSUES);
    await().until(() -> messages().size() == 1 && nothingToTell());
    hub.stop();
    hub.start(ISSUES);
    hub.poll(ISSUES);
    await().until(this::nothingToTell);
    assertThat(messages()).hasSize(1);
    hub.sandbox().server().faults().clear();
    hub.poll(ISSUES);
    await().until(() -> messages().size() == 2 && nothingToTell());
  }

  @Test
  void aChannelMayBeGivenByItsName() {
    hub.set("SLACK_ALERTS_CHANNEL", "#alerts").start(ISSUES);
    linearAnswers(FaultRule.status(401));
    hub.poll(ISSUES);
    await().until(() -> messages().size() == 1 && nothingToTell());
    hub.sandbox().server().faults().clear();
    linearAnswers(FaultRule.status(403));
    hub.poll(ISSUES);
    await().until(() -> messages().get(0).text().contains("403"));
  }

  @Test
  void aTeamMaySendOneKindElsewhere() throws IOException {
    String elsewhere = hub.sandbox().slack().workspace().addChannel("elsewhere").id();
    Path routes = hub.home().resolve("routes/system/alerts.camel.yaml");
    String branch = "              - simple: \"${body.kind} == 'run'\"\n                steps:\n";
    String text = Files.readString(routes);
    assertThat(text).contains(branch);
    Files.writeString(
        routes,
        text.replace(
            branch,
            branch
                + "                  - setVariable: {name: alertsChannel, constant: %s}\n"
                    .formatted(elsewhere)));
    hub.start(ISSUES);
    linearAnswers(FaultRule.status(401));
    hub.poll(ISSUES);
    await().until(() -> in(elsewhere).size() == 1 && nothingToTell());
    hub.sandbox().server().faults().clear();
    hub.poll(ISSUES);
    await().until(() -> in(elsewhere).get(0).text().contains("Over since"));
    await().until(() -> messages().size() == 1);
  }

  @Test
  void recordsThatWaitAreToldWhenThereAreTooManyAndWhenTheyAreThrough() {
    hub.set("ALERTS_FAILURES", "2").set("ALERTS_STARVED", "2s").start(ISSUES);
    hub.sandbox().createIssues(3);
    hub.sandbox().server().faults().add(FaultRule.status(400).on("notion", "POST", "/v1/pages"));
    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(3);
    await().until(() -> messages().size() == 1 && nothingToTell());
    assertThat(messages().get(0).text())
        .contains("records of linear-issues do not arrive", "3 records", "alerts.failures=2")
        .contains("./caravan failures linear-issues");
    hub.sandbox().server().faults().clear();
    await().atMost(PATIENCE).until(() -> hub.failures(ISSUES) == 0);
    await().until(() -> messages().size() == 2 && nothingToTell());
    assertThat(messages().get(1).text())
        .containsAnyOf("no record of linear-issues waits any more", "still wait, no more than");
  }

  @Test
  void aConnectionWhoseWorkStandsStillIsToldAndAlsoThatItGoesOn() {
    hub.set("ALERTS_STARVED", "2s").start(ISSUES);
    hub.sandbox().createIssues(1);
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.status(429)
                .withHeaders(Map.of("Retry-After", "4"))
                .on("notion", null, null)
                .times(1));
    hub.poll(ISSUES);
    await().atMost(PATIENCE).until(() -> messages().size() == 2 && nothingToTell());
    assertThat(messages().get(0).text())
        .contains("background work on the connection \"notion\" stands still", "asks to wait");
    assertThat(messages().get(1).text()).contains("goes on again");
  }

  @Test
  void killedAtAnyMomentThereIsOneMessage() {
    Map<String, String> environment = new TreeMap<>(hub.sandbox().environment());
    environment.put("LINEAR_ISSUES_ENABLED", "true");
    environment.put("LINEAR_ISSUES_EVERY", "300ms");
    environment.put("SLACK_ALERTS_CHANNEL", alerts);
    linearAnswers(FaultRule.status(401));
    // The message is posted, but the hub is killed before it learns that.
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.HANG_AFTER)
                .lasting(Duration.ofSeconds(20))
                .on("slack", null, POST)
                .times(1));
    for (int life = 0; life < 3; life++) {
      try (HubProcess process = start(environment)) {
        int lives = life;
        await()
            .atMost(PATIENCE)
            .until(() -> posts() > 0 && failedRuns(process) > lives || !process.isAlive());
        assertThat(process.isAlive()).as(process::output).isTrue();
        if (life == 2) {
          hub.sandbox().server().faults().clear();
          await().atMost(PATIENCE).until(() -> messages().size() == 2);
          assertThat(process.terminate()).as(process::output).isZero();
        } else {
          process.kill();
        }
      }
      assertThat(messages()).hasSize(life == 2 ? 2 : 1);
    }
    assertThat(messages().get(0).text()).contains("Over since");
  }

  private HubProcess start(Map<String, String> environment) {
    return HubProcess.start(hub.home(), environment, "-Xmx192m", "-XX:TieredStopAtLevel=1");
  }

  private int posts() {
    return hub.sandbox().server().log().entries(it -> it.path().endsWith(POST)).size();
  }

  /** The hub says of each life once that its integration does not work. */
  private static long failedRuns(HubProcess process) {
    return process.output().lines().filter(it -> it.contains("Caravan runs")).count();
  }

  private void linearAnswers(FaultRule fault) {
    hub.sandbox().server().faults().add(fault.on("linear", null, null));
  }

  private void slackAnswers(FaultRule fault) {
    hub.sandbox().server().faults().add(fault.on("slack", null, null));
  }

  private List<SlackMessage> messages() {
    return in(alerts);
  }

  private List<SlackMessage> in(String channel) {
    return hub.sandbox().slack().workspace().messages(channel).stream()
        .filter(it -> it.user().equals(SlackWorkspace.BOT))
        .toList();
  }

  private boolean nothingToTell() {
    return hub.hub().beans().incidents().untold().isEmpty();
  }

  private HealthCheck.State health() {
    return HealthCheckHelper.invoke(hub.hub().context()).stream()
        .filter(result -> result.getCheck().getId().contains("alerts"))
        .findFirst()
        .orElseThrow()
        .getState();
  }
}
