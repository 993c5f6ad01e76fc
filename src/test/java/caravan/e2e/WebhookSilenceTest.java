package caravan.e2e;

import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.testing.WebhookCalls;
import caravan.webhooks.WebhookSilence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are told when webhooks stop coming although there would be something to tell. */
class WebhookSilenceTest {

  private static final String SECRET = "secret_0123456789abcdefghijklmnop";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final MovableClock clock = new MovableClock("2026-11-24T10:00:30Z");
  private HubOnSandbox hub;
  private String channel;
  private WebhookCalls calls;

  @BeforeEach
  void start(@TempDir Path folder) {
    SandboxOptions options = SandboxOptions.unlimited().toBuilder().clock(clock).build();
    hub = new HubOnSandbox(folder, options);
    channel = hub.sandbox().slack().workspace().addChannel("alerts").id();
    hub.set("SLACK_ALERTS_CHANNEL", channel);
    calls = new WebhookCalls(hub.url(""));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void silenceWhilePollsFindChangesIsToldOnceAndItsEndToo() {
    hub.set("NOTION_WEBHOOK_SECRET", SECRET).start(NOTES);
    hub.poll(NOTES);
    create("Found by a poll");
    clock.move(Duration.ofMinutes(20));
    hub.poll(NOTES);
    clock.move(Duration.ofMinutes(39));
    assertThat(silence().news()).as("not an hour yet").isEmpty();
    clock.move(Duration.ofMinutes(2));
    awaitAlerts(1);
    assertThat(alerts().get(0))
        .contains("No webhook of Notion came", "Nothing is lost", "POST /webhooks/notion");
    clock.move(Duration.ofHours(5));
    assertThat(silence().news()).as("told already").isEmpty();

    hub.stop();
    hub.start(NOTES);
    assertThat(silence().news()).as("also after a restart").isEmpty();
    clock.move(Duration.ofMinutes(1));
    assertThat(calls.notion("{}", SECRET)).isEqualTo(200);
    awaitAlerts(2);
    assertThat(alerts().get(1)).contains("Webhooks of Notion come again");
    assertThat(silence().news()).isEmpty();
  }

  @Test
  void aQuietWorkspaceIsNotSilent() {
    hub.set("NOTION_WEBHOOK_SECRET", SECRET).start(NOTES);
    hub.poll(NOTES);
    clock.move(Duration.ofHours(3));
    hub.poll(NOTES);
    assertThat(silence().news()).isEmpty();

    create("Found by a poll just now");
    hub.poll(NOTES);
    assertThat(silence().news()).as("its webhook may be on its way").isEmpty();
  }

  @Test
  void whoSubscribedToNothingIsNotTold() {
    hub.start(NOTES);
    hub.poll(NOTES);
    create("Found by a poll");
    hub.poll(NOTES);
    clock.move(Duration.ofHours(3));
    assertThat(silence().news()).isEmpty();
  }

  private WebhookSilence silence() {
    return hub.hub()
        .context()
        .getRegistry()
        .lookupByNameAndType("webhookSilence", WebhookSilence.class);
  }

  private void create(String title) {
    hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", title).option("Status", "status", "Final").build(),
            "The summary.");
  }

  private void awaitAlerts(int count) {
    await().atMost(PATIENCE).until(() -> alerts().size() == count);
  }

  private List<String> alerts() {
    return hub.sandbox().slack().workspace().messages(channel).stream()
        .map(SlackMessage::text)
        .toList();
  }
}
