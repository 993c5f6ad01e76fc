package caravan.e2e;

import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.RequestLog.Entry;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the integration meeting-notes promises. */
class MeetingNotesTest {

  private static final String POST = "/api/chat.postMessage";

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void finalNotesArePostedOnceAndFollowTheirPage() {
    on(clock).start(NOTES);
    String page = create("Planning", "Draft");
    assertThat(poll().skippedCount()).isEqualTo(1);
    assertThat(messages()).as("a draft").isEmpty();

    status(page, "Final");
    assertThat(poll().createdCount()).isEqualTo(1);
    SlackMessage posted = onlyMessage();
    assertThat(posted.text()).isEqualTo("Meeting notes: Planning");
    assertThat(blocks(posted)).contains("The summary.", "Open action items", "Do this");
    assertThat(blocks(posted)).doesNotContain("Done already");

    hub.sandbox().notion().replaceBody(page, "Another summary.");
    assertThat(poll().updatedCount()).isEqualTo(1);
    assertThat(onlyMessage().ts()).isEqualTo(posted.ts());
    assertThat(blocks(onlyMessage())).contains("Another summary.");

    status(page, "Draft");
    assertThat(poll().deletedCount()).isEqualTo(1);
    assertThat(onlyMessage().ts()).isEqualTo(posted.ts());
    assertThat(onlyMessage().text()).isEqualTo("Withdrawn: Planning");

    status(page, "Final");
    assertThat(poll().updatedCount()).isEqualTo(1);
    assertThat(onlyMessage().ts()).isEqualTo(posted.ts());
    assertThat(onlyMessage().text()).isEqualTo("Meeting notes: Planning");

    hub.sandbox().notion().editProperties(page, ValueBuilder.titled("Name", "Replanning").build());
    poll();
    assertThat(onlyMessage().text()).isEqualTo("Meeting notes: Replanning");
    poll();
    poll();
    assertThat(hub.sandbox().slack().workspace().history(channel(), posted.ts())).hasSize(5);
  }

  @Test
  void summaryAndActionItemsOfNotionsOwnMeetingNotesArePosted() {
    on(clock).start(NOTES);
    String page = create("Planning", "Final");
    String markdown =
        """
        <meeting-notes>
        \tWeekly planning
        \t<summary>
        \t\tWe ship on Friday.
        \t\t- [ ] Write the release notes
        \t</summary>
        \t<notes>
        \t\tNoted by hand.
        \t</notes>
        \t<transcript>
        \t\tEvery single word
        \t</transcript>
        </meeting-notes>
        """;
    String answer =
        JsonNodeFactory.instance
            .objectNode()
            .put("object", "page_markdown")
            .put("id", page)
            .put("markdown", markdown)
            .put("truncated", false)
            .set("unknown_block_ids", JsonNodeFactory.instance.arrayNode())
            .toString();
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.status(200)
                .withBody(answer)
                .on("notion", "GET", "/v1/pages/" + page + "/markdown"));
    poll();
    assertThat(blocks(onlyMessage()))
        .contains("We ship on Friday.", "Open action items", "Write the release notes")
        .doesNotContain("Every single word");
  }

  @Test
  void sinceNowPostsNothingThatIsOlder() {
    on(clock).set("MEETING_NOTES_SINCE", "now");
    for (int i = 0; i < 5; i++) {
      createEarlier("Old " + i, Duration.ofMinutes(2 + i));
    }
    String draft = create("Draft", "Draft");
    clock.move(Duration.ofMinutes(3));
    hub.start(NOTES);
    poll();
    assertThat(messages()).isEmpty();
    create("New", "Final");
    status(draft, "Final");
    poll();
    poll();
    assertThat(messages())
        .extracting(SlackMessage::text)
        .containsExactlyInAnyOrder("Meeting notes: New", "Meeting notes: Draft");
  }

  @Test
  void sinceADatePostsWhatIsYounger() {
    on(clock).set("MEETING_NOTES_SINCE", "2026-11-20");
    createEarlier("Too old", Duration.ofDays(4));
    createEarlier("Young enough", Duration.ofDays(1));
    hub.start(NOTES);
    poll();
    assertThat(messages())
        .extracting(SlackMessage::text)
        .containsExactly("Meeting notes: Young enough");
  }

  @Test
  void refusalOfSlackIsAFailureThatIsRetried() {
    on(clock).start(NOTES);
    create("Refused", "Final");
    create("Taken", "Final");
    fail(FaultRule.status(200).withBody("{\"ok\":false,\"error\":\"not_in_channel\"}"), 1);
    RunReport run = poll();
    assertThat(run.failedCount()).isEqualTo(1);
    assertThat(run.createdCount()).isEqualTo(1);
    assertThat(run.state()).isEqualTo("done");
    assertThat(hub.query("SELECT error FROM failures"))
        .contains("not_in_channel", "Invite the bot to the channel");
    assertThat(messages()).hasSize(1);

    clock.move(Duration.ofSeconds(10));
    await().until(() -> hub.failures(NOTES) == 0);
    assertThat(messages()).hasSize(2);
  }

  @Test
  void postWhoseAnswerWasLostIsFoundByItsMetadata() {
    on(clock).start(NOTES);
    create("Lost", "Final");
    fail(FaultRule.of(FaultRule.Kind.RESET_AFTER), 1);
    assertThat(poll().failedCount()).isEqualTo(1);
    assertThat(messages()).as("posted, but the hub does not know").hasSize(1);
    clock.move(Duration.ofSeconds(10));
    await().until(() -> hub.failures(NOTES) == 0);
    onlyMessage();
    assertThat(posts()).hasSize(1);
  }

  @Test
  void postWhoseAnswerWasLostAfterA429IsNotRepeated() {
    on(Clock.systemUTC()).start(NOTES);
    create("Lost", "Final");
    fail(FaultRule.status(429).withHeaders(Map.of("Retry-After", "1")), 1);
    fail(FaultRule.of(FaultRule.Kind.RESET_AFTER), 1);
    assertThat(poll().failedCount()).isEqualTo(1);
    await().atMost(Duration.ofSeconds(20)).until(() -> hub.failures(NOTES) == 0);
    onlyMessage();
    assertThat(posts()).hasSize(2);
  }

  @Test
  void postThatNeverArrivedIsSentAgain() {
    on(clock).start(NOTES);
    create("Lost", "Final");
    fail(FaultRule.of(FaultRule.Kind.RESET_BEFORE), 1);
    assertThat(poll().failedCount()).isEqualTo(1);
    clock.move(Duration.ofSeconds(40));
    await().until(() -> hub.failures(NOTES) == 0);
    onlyMessage();
  }

  /** The sandbox posts it when the hub has given up, looked for it, and found nothing. */
  @Test
  void postThatArrivesLateIsNotRepeated() {
    on(clock);
    CaravanHome.withTimeouts(hub.home(), Duration.ofMillis(300));
    hub.start(NOTES);
    create("Late", "Final");
    fail(FaultRule.of(FaultRule.Kind.HANG).lasting(Duration.ofSeconds(10)), 1);
    assertThat(poll().failedCount()).isEqualTo(1);
    clock.move(Duration.ofSeconds(10));
    awaitLookUps(1);
    assertThat(messages()).as("it is still on its way").isEmpty();
    assertThat(posts()).hasSize(1);

    await().atMost(Duration.ofSeconds(30)).until(() -> messages().size() == 1);
    clock.move(Duration.ofSeconds(40));
    await().until(() -> hub.failures(NOTES) == 0);
    onlyMessage();
    assertThat(posts()).hasSize(1);
  }

  /** An earlier process may have sent it up to its end. */
  @Test
  void postThatAnEarlierProcessLeftIsNotRepeatedAtOnce() {
    on(clock).start(NOTES);
    create("Lost", "Final");
    fail(FaultRule.of(FaultRule.Kind.RESET_BEFORE), 1);
    assertThat(poll().failedCount()).isEqualTo(1);
    hub.stop();
    clock.move(Duration.ofSeconds(25));
    hub.start(NOTES);
    clock.move(Duration.ofSeconds(10));
    awaitLookUps(2);
    assertThat(posts()).as("30 s after the post, 10 s after the start").hasSize(1);

    clock.move(Duration.ofSeconds(25));
    await().until(() -> hub.failures(NOTES) == 0);
    onlyMessage();
    assertThat(posts()).hasSize(2);
  }

  @Test
  void oneMessageASecondAndChannel() {
    on(Clock.systemUTC()).withSlackPace().start(NOTES);
    for (int i = 0; i < 5; i++) {
      create("Note " + i, "Final");
    }
    assertThat(poll().createdCount()).isEqualTo(5);
    assertThat(hub.sandbox().server().log().counts("slack").status429()).isZero();
  }

  @Test
  void trashedPageIsMarkedAsWithdrawnWhenAPollSeesIt() {
    on(clock).start(NOTES);
    String page = create("Trashed", "Final");
    poll();
    status(page, "In review");
    poll();
    assertThat(onlyMessage().text()).isEqualTo("Withdrawn: Trashed");
    assertThat(blocks(onlyMessage())).doesNotContain("The summary.");
  }

  private HubOnSandbox on(Clock time) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(time).build());
    return hub;
  }

  private RunReport poll() {
    clock.move(Duration.ofSeconds(70));
    return hub.poll(NOTES);
  }

  private void fail(FaultRule rule, int times) {
    hub.sandbox().server().faults().add(rule.on("slack", "POST", POST).times(times));
  }

  /** The channel was looked through, and the record kept again, up to so often. */
  private void awaitLookUps(int atMost) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              String attempts =
                  hub.query("SELECT attempts FROM failures WHERE kind = 'PostOutcomeUnknown'");
              return attempts != null && Integer.parseInt(attempts) <= atMost + 1 && isNothingDue();
            });
  }

  private boolean isNothingDue() {
    String next = hub.query("SELECT MIN(next_at) FROM failures");
    return next != null
        && hub.hub().beans().failureStore().due(NOTES, clock.instant(), 1).isEmpty();
  }

  private List<Entry> posts() {
    return hub.sandbox().server().log().entries(it -> it.path().equals(POST));
  }

  private String create(String name, String status) {
    return hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", name).option("Status", "status", status).build(),
            "The summary.\n- [ ] Do this\n- [x] Done already");
  }

  private void createEarlier(String name, Duration ago) {
    hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", name).option("Status", "status", "Final").build(),
            "The summary.",
            clock.instant().minus(ago),
            clock.instant().minus(ago));
  }

  private void status(String page, String status) {
    hub.sandbox()
        .notion()
        .editProperties(page, ValueBuilder.values().option("Status", "status", status).build());
  }

  private String channel() {
    return hub.sandbox().ids().slackChannel();
  }

  private List<SlackMessage> messages() {
    return hub.sandbox().messages();
  }

  private SlackMessage onlyMessage() {
    assertThat(messages()).hasSize(1);
    return messages().get(0);
  }

  private static String blocks(SlackMessage message) {
    return message.blocks().toString();
  }
}
