package caravan.e2e;

import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kept record that is tried again never takes the place of what is newer. */
class RetryOrderTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void whatAPollDeliversWhileAnOlderContentIsTriedAgainStays() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.start(NOTES);
    String page =
        hub.sandbox()
            .notion()
            .createPage(
                hub.sandbox().ids().meetingNotes(),
                ValueBuilder.titled("Name", "Older").option("Status", "status", "Final").build(),
                "The notes.");
    fault(FaultRule.status(500).on("slack", "POST", "/api/chat.postMessage").times(20));
    assertThat(hub.poll(NOTES).failedCount()).isEqualTo(1);
    hub.sandbox().server().faults().clear();

    // The retry has the older properties in hand, and reads the body for long.
    hub.forgetRequests();
    fault(
        FaultRule.of(FaultRule.Kind.HANG_AFTER)
            .on("notion", "GET", "/v1/pages/.*/markdown")
            .lasting(Duration.ofSeconds(3))
            .times(1));
    hub.hub().beans().failureStore().replay(NOTES, "", Instant.now());
    await()
        .atMost(PATIENCE)
        .until(() -> hub.requests().stream().anyMatch(it -> it.endsWith("/markdown")));
    hub.sandbox().notion().editProperties(page, ValueBuilder.titled("Name", "Newer").build());
    hub.poll(NOTES);
    await().atMost(PATIENCE).until(() -> hub.failures(NOTES) == 0 && !texts().isEmpty());
    await()
        .during(Duration.ofSeconds(4))
        .atMost(PATIENCE)
        .until(() -> texts().equals(List.of("Meeting notes: Newer")));
  }

  private void fault(FaultRule rule) {
    hub.sandbox().server().faults().add(rule);
  }

  private List<String> texts() {
    return hub.sandbox().messages().stream().map(SlackMessage::text).toList();
  }
}
