package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.WebhookOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import caravan.testing.WebhookCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks that pause an integration, and those that come while one is paused. No poll runs. */
class WebhookPausesTest {

  private static final String SECRET = "secret_0123456789abcdefghijklmnopqrstuvwxyz";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void aRenamedPropertyPausesItsIntegrationAtOnceAndItsOldNameEndsThat() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.withWebhooks(WebhookOptions.defaults());
    hub.start(ISSUES, NOTES);
    hub.poll(ISSUES);
    hub.poll(NOTES);
    // What the contract saw when it held, as the check at the start of a hub writes it down.
    hub.hub().beans().contractWatch().checkNow("", hub.sandbox().ids().linearIssues());

    Drift.RENAMED.happen(hub.sandbox());
    await().atMost(Duration.ofSeconds(10)).until(() -> isPaused(ISSUES));
    assertThat(hub.hub().beans().pauses().reasonOf(ISSUES)).contains(Drift.RENAMED.told);
    assertThat(isPaused(NOTES)).as("another data source").isFalse();
    assertThat(polls()).as("no poll had a part in it").hasSize(2);

    hub.sandbox().createIssues(1);
    awaitWaiting(1);
    assertThat(hub.sandbox().notion().createdCount()).as("nothing is written meanwhile").isZero();

    Drift.RENAMED.mend(hub.sandbox());
    await().atMost(Duration.ofSeconds(10)).until(() -> !isPaused(ISSUES));
    await().atMost(Duration.ofSeconds(90)).until(() -> hub.sandbox().notion().createdCount() == 1);
    awaitWaiting(0);
  }

  @Test
  void whatComesForAPausedIntegrationIsFollowedUpAfterIt() {
    MovableClock clock = new MovableClock("2026-11-24T10:00:30Z");
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    hub.set("NOTION_WEBHOOK_SECRET", SECRET).start(NOTES);
    hub.poll(NOTES);
    hub.hub().beans().pauses().pause(NOTES, "the notes are being tidied up");
    String page =
        hub.sandbox()
            .notion()
            .createPage(
                hub.sandbox().ids().meetingNotes(),
                ValueBuilder.titled("Name", "Planning").option("Status", "status", "Final").build(),
                "The summary.");
    String event =
        WebhookCalls.event("page.created", page, hub.sandbox().ids().meetingNotes()).toString();
    hub.forgetRequests();
    assertThat(new WebhookCalls(hub.url("")).notion(event, SECRET)).isEqualTo(200);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                hub.query("SELECT COUNT(*) FROM webhook_work WHERE next_at > first_at")
                    .equals("1"));
    assertThat(hub.requests()).as("it is not even read").isEmpty();

    hub.stop();
    hub.start(NOTES);
    clock.move(Duration.ofMinutes(2));
    await()
        .during(Duration.ofSeconds(6))
        .atMost(PATIENCE)
        .until(() -> hub.query("SELECT COUNT(*) FROM webhook_work").equals("1"));
    assertThat(hub.sandbox().messages()).as("also after a restart").isEmpty();

    assertThat(hub.hub().beans().pauses().resume(NOTES)).isTrue();
    clock.move(Duration.ofMinutes(2));
    await().atMost(PATIENCE).until(() -> hub.sandbox().messages().size() == 1);
    awaitWaiting(0);
    assertThat(polls()).as("no poll had a part in it").hasSize(1);
  }

  private boolean isPaused(String integration) {
    return hub.hub().beans().pauses().isPaused(integration);
  }

  private void awaitWaiting(int count) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> hub.query("SELECT COUNT(*) FROM webhook_work").equals(Integer.toString(count)));
  }

  private List<RunReport> polls() {
    return List.of(ISSUES, NOTES).stream()
        .flatMap(it -> hub.runs(it).stream())
        .filter(it -> it.cause().equals("poll"))
        .toList();
  }
}
