package caravan.e2e;

import static caravan.e2e.StandupDigest.BACKEND;
import static caravan.e2e.StandupDigest.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.cli.CommandProcess;
import caravan.sandbox.FaultRule;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The integration standup-digest in processes of its own: killed, rehearsed. */
class StandupDigestProcessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private StandupDigest digest;
  private Map<String, String> environment;

  @BeforeEach
  void open() {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    digest = new StandupDigest(folder, Clock.systemUTC());
    digest
        .hub()
        .set("STANDUP_DIGEST_ZONE", "UTC")
        .set("STANDUP_DIGEST_SINCE", now.minusDays(1).toLocalDate().toString())
        .set("STANDUP_DIGEST_CRON", "0 %d %d ? * *".formatted(now.getMinute(), now.getHour()))
        .set("SLACK_SETTLE", "1s");
    digest
        .linear()
        .createIssue(
            "ENG",
            draft ->
                draft
                    .title("Work")
                    .state("In Progress")
                    .assignee(BACKEND)
                    .createdAt(now.minusMinutes(10).toInstant()));
    environment = digest.environmentOfAProcess();
  }

  @AfterEach
  void close() {
    digest.close();
  }

  @Test
  void killedWhilePostingItTellsTheTeamOnce() {
    fault(FaultRule.of(FaultRule.Kind.HANG_AFTER), "slack", "/api/chat.postMessage");
    try (HubProcess process = HubProcess.start(digest.hub().home(), environment)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(digest.messages()).as(process::output).hasSize(1));
      process.kill();
    }
    awaitTheDigestOfANextLife();
    assertThat(digest.text()).contains("Work");
  }

  @Test
  void killedWhileReadingItTellsTheTeamOnce() {
    fault(FaultRule.of(FaultRule.Kind.HANG), "linear", null);
    try (HubProcess process = HubProcess.start(digest.hub().home(), environment)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(digest.hub().sandbox().server().faults().rules())
                      .as(process::output)
                      .allMatch(rule -> rule.times() == 0));
      process.kill();
    }
    assertThat(digest.messages()).isEmpty();
    awaitTheDigestOfANextLife();
    assertThat(digest.text()).contains("Work");
  }

  @Test
  void dryRunAndPreviewShowTheDigestAndPostNothing() {
    CommandProcess dryRun =
        CommandProcess.run(digest.hub().home(), environment, "run", "--dry-run");
    assertThat(dryRun.exit()).as(dryRun.out()).isZero();
    assertThat(dryRun.out()).contains("Stand-up digest: Engineering", "Work", "created 1");

    CommandProcess preview =
        CommandProcess.run(digest.hub().home(), environment, "preview", NAME, "ENG");
    assertThat(preview.exit()).as(preview.out()).isZero();
    assertThat(preview.out()).contains("Stand-up digest: Engineering", "(UTC)");

    assertThat(digest.messages()).isEmpty();
  }

  /** The next hub made the day's digest. */
  private void awaitTheDigestOfANextLife() {
    try (HubProcess process = HubProcess.start(digest.hub().home(), environment)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(process.output())
                      .containsSubsequence(NAME + ": poll done", "read 1 ="));
      assertThat(digest.messages()).as(process::output).hasSize(1);
      assertThat(process.terminate()).as(process::output).isZero();
    }
  }

  private void fault(FaultRule rule, String system, String path) {
    digest
        .hub()
        .sandbox()
        .server()
        .faults()
        .add(rule.lasting(Duration.ofMinutes(10)).times(1).on(system, "POST", path));
  }
}
