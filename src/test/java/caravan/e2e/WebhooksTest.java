package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.WebhookOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.api.management.ManagedCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows a webhook. No test here polls to make something happen; polls only look on. */
class WebhooksTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void anEditReachesTheMessageWithoutAPollAndThePollFindsNothingLeft() {
    start(WebhookOptions.defaults(), NOTES);
    String page = create("Planning", "Draft");
    awaitKnown(page);
    assertThat(messages()).as("a draft").isEmpty();

    status(page, "Final");
    awaitText("Meeting notes: Planning");
    hub.sandbox().notion().replaceBody(page, "Another summary.");
    await().atMost(PATIENCE).until(() -> blocks().contains("Another summary."));
    awaitNothingWaits();

    int edits = slackHistory();
    RunReport poll = hub.poll(NOTES);
    assertThat(poll.readCount()).isEqualTo(1);
    assertThat(poll.unchangedCount()).as(poll.toString()).isEqualTo(1);
    assertThat(slackHistory()).as("nothing was sent twice").isEqualTo(edits);
    assertThat(hub.runs(NOTES)).extracting(RunReport::cause).contains("webhook");
    assertThat(hub.sandbox().server().log().entries("notion"))
        .filteredOn(it -> it.method().equals("GET") && it.path().equals("/v1/pages/" + page))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it.userAgent()).contains("(interactive)"));
  }

  @Test
  void trashedRestoredAndMovedPagesAreFollowed() {
    start(WebhookOptions.defaults(), NOTES);
    String page = create("Planning", "Final");
    awaitText("Meeting notes: Planning");

    hub.sandbox().notion().trash(page);
    awaitText("Withdrawn: Planning");
    hub.sandbox().notion().restore(page);
    awaitText("Meeting notes: Planning");
    hub.sandbox().notion().move(page, hub.sandbox().ids().linearIssues());
    awaitText("Withdrawn: Planning");
    hub.sandbox().notion().move(page, hub.sandbox().ids().meetingNotes());
    status(page, "Final");
    awaitText("Meeting notes: Planning");
    assertThat(messages()).hasSize(1);
  }

  @Test
  void aPageThatNotionDoesNotShowIsLeftToTheSweep() {
    start(WebhookOptions.defaults().withDelay(Duration.ofMillis(300)), NOTES);
    String page = create("Planning", "Final");
    awaitText("Meeting notes: Planning");
    awaitNothingWaits();

    hub.sandbox().notion().replaceBody(page, "Unseen.");
    hub.sandbox().notion().unshare(page, TestSandbox.NOTION_TOKEN);
    await()
        .atMost(PATIENCE)
        .until(() -> hub.runs(NOTES).get(0).notes().contains("the next sweep judges them"));
    awaitNothingWaits();
    assertThat(messages())
        .extracting(SlackMessage::text)
        .containsExactly("Meeting notes: Planning");
  }

  @Test
  void manyEventsOfOnePageThatWaitAreOneRead() {
    start(WebhookOptions.defaults().withDuplicates(0.5), NOTES);
    String page = create("Planning", "Draft");
    awaitKnown(page);
    awaitNothingWaits();
    hub.forgetRequests();
    // The first read hangs; what comes meanwhile waits for it together.
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.of(FaultRule.Kind.HANG_AFTER)
                .on("notion", "GET", "/v1/pages/" + page)
                .lasting(Duration.ofSeconds(2))
                .times(1));
    status(page, "Final");
    await().atMost(PATIENCE).until(() -> reads(page) == 1);
    for (int i = 0; i < 10; i++) {
      hub.sandbox().notion().editProperties(page, ValueBuilder.titled("Name", "Plan " + i).build());
      int sent = i;
      await()
          .atMost(PATIENCE)
          .until(() -> Integer.parseInt(hub.query("SELECT MAX(mark) FROM webhook_work")) > sent);
    }
    awaitText("Meeting notes: Plan 9");
    awaitNothingWaits();
    assertThat(reads(page)).isEqualTo(2);
  }

  @Test
  void theHubsOwnWritesCauseNoWork() {
    start(WebhookOptions.defaults(), ISSUES, NOTES);
    hub.sandbox().createIssues(3);
    hub.poll(ISSUES);
    await()
        .atMost(PATIENCE)
        .until(() -> hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues()).size() == 3);
    int sent = hub.sandbox().notion().sentWebhooks().delivered();
    awaitNothingWaits();
    hub.forgetRequests();
    String page = hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues()).get(0);
    hub.sandbox().notion().editProperties(page, ValueBuilder.titled("Name", "By hand").build());
    await().atMost(PATIENCE).until(() -> hub.sandbox().notion().sentWebhooks().delivered() > sent);
    assertThat(hub.query("SELECT COUNT(*) FROM webhook_work")).isEqualTo("0");
    assertThat(hub.requests()).isEmpty();
  }

  @Test
  void anIssueIsFollowedFromItsCreationToItsEnd() {
    start(WebhookOptions.defaults().withDuplicates(0.3), ISSUES);
    String team = hub.sandbox().ids().linearTeam();
    LinearIssue issue =
        hub.sandbox().linear().createIssue(team, draft -> draft.title("First").description("A."));
    await().atMost(PATIENCE).until(() -> titles().equals(List.of("First")));
    hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.title("Second"));
    await().atMost(PATIENCE).until(() -> titles().equals(List.of("Second")));
    hub.sandbox().linear().deleteIssue(issue.id());
    await().atMost(PATIENCE).until(() -> titles().isEmpty());
    hub.sandbox().linear().restoreIssue(issue.id());
    await().atMost(PATIENCE).until(() -> titles().equals(List.of("Second")));
    awaitNothingWaits();
    hub.sandbox().linear().purgeIssue(issue.id());
    await().atMost(PATIENCE).until(() -> titles().isEmpty());
    awaitNothingWaits();

    long requests = hub.requests().size();
    assertThat(hub.poll(ISSUES).failedCount()).isZero();
    assertThat(hub.requests()).as("the poll has nothing to write").hasSize((int) requests);
    assertThat(hub.sandbox().notion().createdCount())
        .as("one page, whatever happened")
        .isEqualTo(1);
  }

  @Test
  void anIssueOfAnotherTeamIsNoneOfOurs() {
    start(WebhookOptions.defaults(), ISSUES);
    hub.sandbox().linear().addTeam("OTHER", "Others");
    hub.sandbox().linear().createIssue("OTHER", draft -> draft.title("Theirs"));
    LinearIssue ours =
        hub.sandbox()
            .linear()
            .createIssue(hub.sandbox().ids().linearTeam(), draft -> draft.title("Ours"));
    await().atMost(PATIENCE).until(() -> titles().equals(List.of("Ours")));
    awaitNothingWaits();
    assertThat(titles()).containsExactly("Ours");
    hub.sandbox().linear().moveIssue(ours.id(), "OTHER");
    awaitNothingWaits();
    assertThat(titles()).as("it stays as it is").containsExactly("Ours");
  }

  @Test
  void aReadThatFailsIsTriedAgainAndTheOthersGoOn() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.withWebhooks(WebhookOptions.defaults());
    CaravanHome.withNotionRepeatsAtOnce(hub.home());
    hub.start(NOTES);
    hub.poll(NOTES);
    hub.sandbox()
        .server()
        .faults()
        .add(FaultRule.status(500).on("notion", "GET", "/v1/pages/[^/]+").times(8));
    create("Planning", "Final");
    awaitText("Meeting notes: Planning");
    awaitNothingWaits();
    assertThat(hub.failures(NOTES)).isZero();
  }

  @Test
  void aChangedSchemaHasTheDataSourceCheckedAtOnce() {
    start(WebhookOptions.defaults(), NOTES);
    long before = checks();
    hub.sandbox().notion().patchSchema(hub.sandbox().ids().meetingNotes(), property("Room"));
    await().atMost(PATIENCE).until(() -> checks() > before);
    awaitNothingWaits();
    long after = checks();
    hub.sandbox()
        .notion()
        .patchSchema(
            hub.sandbox().notion().createDataSource("Other", SchemaBuilder.titled("A").build()),
            property("Room"));
    hub.sandbox().notion().patchSchema(hub.sandbox().ids().meetingNotes(), property("Floor"));
    await().atMost(PATIENCE).until(() -> checks() > after);
    awaitNothingWaits();
    assertThat(checks()).as("of its own data sources only").isEqualTo(after + 1);
  }

  private long checks() {
    try {
      return hub.hub()
          .context()
          .getCamelContextExtension()
          .getContextPlugin(ManagedCamelContext.class)
          .getManagedRoute("check-contract")
          .getExchangesTotal();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode property(String name) {
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    change.putObject(name).putObject("rich_text");
    return change;
  }

  private void start(WebhookOptions options, String... integrations) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.withWebhooks(options);
    hub.start(integrations);
    for (String integration : integrations) {
      hub.poll(integration);
    }
  }

  private String create(String title, String status) {
    return hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", title).option("Status", "status", status).build(),
            "The summary.");
  }

  private void status(String page, String status) {
    hub.sandbox()
        .notion()
        .editProperties(page, ValueBuilder.values().option("Status", "status", status).build());
  }

  private void awaitKnown(String page) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                hub.query("SELECT item_id FROM known_items WHERE item_id = '" + page + "'")
                    != null);
  }

  private void awaitText(String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(messages()).extracting(SlackMessage::text).containsExactly(text));
  }

  private void awaitNothingWaits() {
    await()
        .atMost(PATIENCE)
        .until(() -> hub.query("SELECT COUNT(*) FROM webhook_work").equals("0"));
  }

  private List<SlackMessage> messages() {
    return hub.sandbox().messages();
  }

  private String blocks() {
    return messages().isEmpty() ? "" : String.valueOf(messages().get(0).blocks());
  }

  private int slackHistory() {
    return hub.sandbox()
        .slack()
        .workspace()
        .history(hub.sandbox().ids().slackChannel(), messages().get(0).ts())
        .size();
  }

  private long reads(String page) {
    return hub.requests().stream().filter(it -> it.equals("GET /v1/pages/" + page)).count();
  }

  private List<String> titles() {
    return hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues()).stream()
        .map(
            id ->
                hub.sandbox().notion().page(id).at("/properties/Name/title/0/plain_text").asText())
        .toList();
  }
}
