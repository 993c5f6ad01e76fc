package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.WebhookOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.store.RunReport;
import caravan.testing.WebhookCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a poll read before a webhook had it read again is not delivered after that. */
class WebhookOrderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void aPollsRowThatAWebhookOvertookIsNotDelivered() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.withWebhooks(WebhookOptions.defaults());
    hub.set("SYNC_WORKERS", "1").start(NOTES);
    hub.poll(NOTES);
    List<String> pages = List.of(create("One", "Final"), create("Two", "Final"));
    await().atMost(PATIENCE).until(() -> messages().size() == 2);
    awaitNothingWaits();
    // Edits that no webhook tells of: the poll meets both rows, and reads the first one's body for
    // long.
    hub.sandbox()
        .notion()
        .sentWebhooks()
        .subscribe("http://127.0.0.1:1/", WebhookOptions.defaults());
    pages.forEach(
        page ->
            hub.sandbox()
                .notion()
                .editProperties(page, ValueBuilder.titled("Name", "Edited").build()));
    hub.forgetRequests();
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.HANG_AFTER)
                .on("notion", "GET", "/v1/pages/.*/markdown")
                .lasting(Duration.ofSeconds(4))
                .times(1));
    hub.hub().pollNow(NOTES);
    await()
        .atMost(PATIENCE)
        .until(() -> hub.requests().stream().anyMatch(it -> it.endsWith("/markdown")));
    String second =
        hub.requests().stream().anyMatch(it -> it.contains(pages.get(0)))
            ? pages.get(1)
            : pages.get(0);
    hub.sandbox().notion().trash(second);
    String event =
        WebhookCalls.event("page.deleted", second, hub.sandbox().ids().meetingNotes()).toString();
    assertThat(new WebhookCalls(hub.url("")).notion(event, hub.setting("NOTION_WEBHOOK_SECRET")))
        .isEqualTo(200);
    await()
        .atMost(PATIENCE)
        .until(() -> messages().stream().anyMatch(it -> it.text().startsWith("Withdrawn")));
    await()
        .atMost(PATIENCE)
        .until(() -> messages().stream().anyMatch(it -> it.text().equals("Meeting notes: Edited")));
    await()
        .atMost(PATIENCE)
        .until(() -> hub.runs(NOTES).stream().filter(it -> it.cause().equals("poll")).count() == 2);
    assertThat(messages())
        .extracting(SlackMessage::text)
        .containsExactlyInAnyOrder("Withdrawn: Edited", "Meeting notes: Edited");
    hub.poll(NOTES);
    assertThat(messages()).anyMatch(it -> it.text().startsWith("Withdrawn"));
  }

  @Test
  void aPollsIssueThatAWebhookOvertookIsNotDelivered() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.withWebhooks(WebhookOptions.defaults());
    hub.set("SYNC_WORKERS", "1").start(ISSUES);
    hub.poll(ISSUES);
    List<LinearIssue> issues = hub.sandbox().createIssues(3);
    await().atMost(PATIENCE).until(() -> titles().size() == 3);
    awaitNothingWaits();
    List<String> pages = issues.stream().map(hub.sandbox()::pageOf).toList();
    // Edits that no webhook tells of: the poll meets all three, and writes the first one for long.
    hub.sandbox()
        .linearSandbox()
        .sentWebhooks()
        .subscribe("http://127.0.0.1:1/", WebhookOptions.defaults());
    issues.forEach(it -> retitle(it, "Edited"));
    hub.forgetRequests();
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.HANG_AFTER)
                .on("notion", "PATCH", "/v1/pages/.*")
                .lasting(Duration.ofSeconds(4))
                .times(1));
    hub.hub().pollNow(ISSUES);
    await()
        .atMost(PATIENCE)
        .until(() -> hub.requests().stream().anyMatch(it -> it.startsWith("PATCH")));
    String written =
        hub.requests().stream().filter(it -> it.startsWith("PATCH")).findFirst().orElseThrow();
    List<LinearIssue> others =
        issues.stream().filter(it -> !written.contains(pages.get(issues.indexOf(it)))).toList();
    LinearIssue newer = others.get(0);
    LinearIssue gone = others.get(1);
    retitle(newer, "Newer");
    hub.sandbox().linear().purgeIssue(gone.id());
    tell(newer);
    tell(gone);
    await().atMost(PATIENCE).until(() -> titles().contains("Newer"));
    await()
        .atMost(PATIENCE)
        .until(
            () -> hub.runs(ISSUES).stream().filter(it -> it.cause().equals("poll")).count() == 2);
    awaitNothingWaits();
    assertThat(hub.runs(ISSUES).stream().filter(it -> it.cause().equals("poll")).findFirst())
        .get()
        .extracting(RunReport::updatedCount, RunReport::unchangedCount)
        .as("two were overtaken")
        .containsExactly(1, 2);
    assertThat(titles()).containsExactlyInAnyOrder("Edited", "Newer");
    assertThat(hub.poll(ISSUES).failedCount()).isZero();
    assertThat(titles()).containsExactlyInAnyOrder("Edited", "Newer");
  }

  private void retitle(LinearIssue issue, String title) {
    hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.title(title));
  }

  private void tell(LinearIssue issue) {
    String event =
        "{\"type\":\"Issue\",\"data\":{\"id\":\"%s\"},\"webhookTimestamp\":%d}"
            .formatted(issue.id(), System.currentTimeMillis());
    assertThat(
            new WebhookCalls(hub.url(""))
                .linear(event, hub.setting("LINEAR_WEBHOOK_SECRET"), issue.id()))
        .isEqualTo(200);
  }

  private String create(String title, String status) {
    return hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", title).option("Status", "status", status).build(),
            "The summary.");
  }

  private void awaitNothingWaits() {
    await()
        .atMost(PATIENCE)
        .until(() -> hub.query("SELECT COUNT(*) FROM webhook_work").equals("0"));
  }

  private List<SlackMessage> messages() {
    return hub.sandbox().messages();
  }

  private List<String> titles() {
    return hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues()).stream()
        .map(
            id ->
                hub.sandbox().notion().page(id).at("/properties/Name/title/0/plain_text").asText())
        .toList();
  }
}
