package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.RequestLog;
import caravan.sandbox.SandboxConnection;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Connections of one workspace, which has a budget of its own; and a connection that is blocked.
 */
class SharedWorkspaceTest {

  private static final String NOTES_TOKEN = "ntn-recognisable-notes";
  private static final Duration WINDOW = Duration.ofSeconds(2);

  @Test
  void bothConnectionsWaitForTheirWorkspaceAndEverythingArrives(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder()
            .budgetWindow(WINDOW)
            .workspaceRequests(15)
            .connections(
                Map.of(
                    TestSandbox.NOTION_TOKEN,
                    new SandboxConnection("issues", 1000),
                    NOTES_TOKEN,
                    new SandboxConnection("notes", 1000)))
            .build();
    try (HubOnSandbox hub = hub(folder, options)) {
      hub.sandbox().createIssues(40);
      createNotes(hub, 10);
      hub.start(ISSUES, NOTES);
      hub.hub().pollNow(ISSUES);
      RunReport notes = hub.poll(NOTES);
      RunReport issues = hub.awaitPoll(ISSUES, 0);

      assertThat(issues.createdCount()).isEqualTo(40);
      assertThat(notes.createdCount()).isEqualTo(10);
      RequestLog log = hub.sandbox().server().log();
      assertThat(log.counts("notion").status429()).isPositive();
      for (RequestLog.Entry refused : log.entries(it -> it.status() == 429)) {
        Instant from = refused.time().plusMillis(300); // what was under way meanwhile
        Instant until = refused.time().plusMillis(900); // it asks for a second or two
        assertThat(log.entries(it -> it.time().isAfter(from) && it.time().isBefore(until)))
            .filteredOn(it -> it.system().equals("notion"))
            .as("after " + refused)
            .isEmpty();
      }
      assertThat(log.entries(it -> it.path().equals("/v1/users/me")))
          .as("asked once by each that had more to send")
          .isNotEmpty()
          .extracting(RequestLog.Entry::caller)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void aBlockedConnectionIsTriedOnceToldOnceAndStopsItsIntegrationOnly(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder()
            .connections(Map.of(NOTES_TOKEN, new SandboxConnection("notes", Integer.MAX_VALUE)))
            .build();
    try (HubOnSandbox hub = hub(folder, options)) {
      hub.sandbox().createIssues(2);
      createNotes(hub, 2);
      hub.set("SLACK_ALERTS_CHANNEL", hub.sandbox().ids().slackChannel()).start(ISSUES, NOTES);
      hub.sandbox()
          .server()
          .faults()
          .add(
              NotionSandbox.rateLimited("public_api_request_blocked", 1)
                  .on("notion", null, null)
                  .from("notes"));
      for (int poll = 0; poll < 3; poll++) {
        RunReport blocked = hub.poll(NOTES);
        assertThat(blocked.state()).isEqualTo("failed");
        assertThat(blocked.notes()).contains("Notion blocks the connection \"notes\"");
      }
      assertThat(ofNotes(hub)).hasSize(1);
      assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(2);
      await().until(() -> alerts(hub).size() >= 2);
      assertThat(alerts(hub))
          .as("of the connection, and of its integration")
          .hasSize(2)
          .anyMatch(it -> it.contains("Notion blocks the connection \"notes\""))
          .anyMatch(it -> it.contains("meeting-notes does not work"));
    }
  }

  private static List<RequestLog.Entry> ofNotes(HubOnSandbox hub) {
    return hub.sandbox().server().log().entries(it -> it.caller().equals("notes"));
  }

  private static List<String> alerts(HubOnSandbox hub) {
    return hub.sandbox().messages().stream().map(it -> it.text()).toList();
  }

  private static HubOnSandbox hub(Path folder, SandboxOptions options) {
    return new HubOnSandbox(folder, options)
        .set("NOTION_CONNECTIONS", "notes")
        .set("NOTION_NOTES_TOKEN", NOTES_TOKEN)
        .set("MEETING_NOTES_CONNECTION", "notes");
  }

  private static void createNotes(HubOnSandbox hub, int count) {
    for (int i = 0; i < count; i++) {
      hub.sandbox()
          .notion()
          .createPage(
              hub.sandbox().ids().meetingNotes(),
              ValueBuilder.titled("Name", "Note " + i).option("Status", "status", "Final").build(),
              "Summary.");
    }
  }
}
