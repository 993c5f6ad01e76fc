package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 1: whenever something changes, sooner or later its last state has arrived. */
class NoLostChangeTest {

  private static final String WATERMARK = "SELECT position FROM watermarks";

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:10Z");

  private HubOnSandbox hub;

  @BeforeEach
  void sandbox(@TempDir Path folder) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void editOfAPropertyInTheSameMinuteIsNotLost() {
    String page = createNote("Before");
    hub.start(NOTES);
    hub.poll(NOTES);
    clock.move(Duration.ofSeconds(20));
    assertThat(minuteOf(page)).isEqualTo("2026-11-22T10:00:00.000Z");
    rename(page, "After");
    assertThat(minuteOf(page)).as("the second edit is not visible in the time").contains("10:00");

    hub.poll(NOTES);
    assertThat(onlyMessage().text()).contains("After");
  }

  @Test
  void editOfABodyInTheSameMinuteIsNotLost() {
    String page = createNote("Note");
    hub.start(NOTES);
    hub.poll(NOTES);
    clock.move(Duration.ofSeconds(20));
    hub.sandbox().notion().replaceBody(page, "Second thoughts.");
    clock.move(Duration.ofSeconds(5));
    hub.poll(NOTES);

    pollEvery(Duration.ofSeconds(30), 4);
    assertThat(blocksOf(onlyMessage())).contains("Second thoughts.");
  }

  @Test
  void editOfABodyInTheSameMinuteAsAPollLongAgoIsNotLost() {
    String page = createNote("Note");
    hub.start(NOTES);
    hub.poll(NOTES);
    clock.move(Duration.ofSeconds(20));
    hub.sandbox().notion().replaceBody(page, "Second thoughts.");

    clock.move(Duration.ofHours(20));
    hub.poll(NOTES);
    assertThat(blocksOf(onlyMessage())).contains("Second thoughts.");
  }

  @Test
  void pollThatFailsInTheMiddleLosesNothingAndKeepsItsWatermark() {
    hub.start(NOTES);
    hub.poll(NOTES);
    String watermark = hub.query(WATERMARK);
    clock.move(Duration.ofMinutes(5));
    for (int i = 0; i < 150; i++) {
      createNote("Note " + i);
    }
    // The second page of the answer is refused for good, after the first was handed over.
    String query = "/v1/data_sources/[^/]+/query";
    hub.sandbox()
        .server()
        .faults()
        .add(FaultRule.of(FaultRule.Kind.HANG).on("notion", "POST", query).times(1));
    hub.sandbox().server().faults().add(FaultRule.status(400).on("notion", "POST", query).times(1));
    RunReport failed = hub.poll(NOTES);
    assertThat(failed.state()).isEqualTo("failed");
    assertThat(failed.complete()).isFalse();
    assertThat(failed.createdCount()).isEqualTo(100);
    assertThat(failed.notes()).contains("400");
    assertThat(hub.query(WATERMARK)).isEqualTo(watermark);

    clock.move(Duration.ofMinutes(5));
    RunReport next = hub.poll(NOTES);
    assertThat(next.state()).isEqualTo("done");
    assertThat(next.createdCount()).isEqualTo(50);
    assertThat(hub.sandbox().messages()).hasSize(150);
    assertThat(hub.query(WATERMARK)).isNotEqualTo(watermark);
  }

  @Test
  void linearPollThatFailsInTheMiddleLosesNothingAndKeepsItsWatermark() {
    hub.start(ISSUES);
    hub.poll(ISSUES);
    String watermark = hub.query(WATERMARK);
    clock.move(Duration.ofMinutes(5));
    hub.sandbox().createIssues(120);
    hub.sandbox()
        .server()
        .faults()
        .add(FaultRule.of(FaultRule.Kind.HANG).on("linear", null, null).times(2));
    hub.sandbox()
        .server()
        .faults()
        .add(
            FaultRule.status(200)
                .withBody("{\"errors\":[{\"message\":\"out of order\"}]}")
                .on("linear", null, null)
                .times(1));
    RunReport failed = hub.poll(ISSUES);
    assertThat(failed.state()).isEqualTo("failed");
    assertThat(failed.createdCount()).isEqualTo(100);
    assertThat(failed.notes()).contains("out of order");
    assertThat(hub.query(WATERMARK)).isEqualTo(watermark);

    RunReport next = hub.poll(ISSUES);
    assertThat(next.createdCount()).isEqualTo(20);
    assertThat(hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues())).hasSize(120);
  }

  @Test
  void editsDuringAPollArriveWithTheNext() {
    List<LinearIssue> issues = hub.sandbox().createIssues(60);
    hub.start(ISSUES);
    clock.move(Duration.ofSeconds(30));
    slowly();
    long before = hub.lastRun(ISSUES);
    hub.hub().pollNow(ISSUES);
    await().until(() -> creates() > 10);
    clock.move(Duration.ofMillis(500));
    issues.forEach(
        issue ->
            hub.sandbox().linear().updateIssue(issue.id(), draft -> draft.title("While polling")));
    hub.awaitPoll(ISSUES, before);

    clock.move(Duration.ofMinutes(2));
    hub.poll(ISSUES);
    assertThat(hub.sandbox().notion().counts(hub.sandbox().ids().linearIssues(), "Name"))
        .containsOnlyKeys("While polling")
        .containsValue(60);
  }

  @Test
  void editsOfPagesDuringAPollArriveWithALaterOne() {
    List<String> pages =
        java.util.stream.IntStream.range(0, 40).mapToObj(i -> createNote("Note")).toList();
    hub.start(NOTES);
    slowly();
    long before = hub.lastRun(NOTES);
    hub.hub().pollNow(NOTES);
    await().until(() -> hub.sandbox().messages().size() > 5);
    pages.forEach(page -> hub.sandbox().notion().replaceBody(page, "While polling."));
    hub.awaitPoll(NOTES, before);

    pollEvery(Duration.ofSeconds(45), 3);
    assertThat(hub.sandbox().messages())
        .hasSize(40)
        .allSatisfy(message -> assertThat(blocksOf(message)).contains("While polling."));
  }

  @Test
  void changesThatTheIndexShowsLateAreNotLost() {
    hub.sandbox()
        .server()
        .options(
            hub.sandbox().server().options().toBuilder().indexLag(Duration.ofSeconds(20)).build());
    String first = createNote("First");
    clock.move(Duration.ofMinutes(1));
    hub.start(NOTES);
    hub.poll(NOTES);
    Instant end = clock.instant().plus(Duration.ofMinutes(12));
    int number = 0;
    // Edits at every second of the minute, polls at other seconds of it.
    while (clock.instant().isBefore(end)) {
      clock.move(Duration.ofSeconds(17));
      createNote("Later " + number++);
      rename(first, "First, edit " + number);
      clock.move(Duration.ofSeconds(2));
      if (number % 3 == 0) {
        hub.poll(NOTES);
      }
    }
    pollEvery(Duration.ofSeconds(40), 3);
    assertThat(hub.sandbox().messages()).hasSize(number + 1);
    String last = "First, edit " + number;
    assertThat(hub.sandbox().messages().get(0).text()).contains(last);
  }

  @Test
  void issueThatLinearRefusesToShowCompletelyIsNotTakenInPart() {
    hub.start(ISSUES);
    hub.sandbox().createIssues(3);
    String partial =
        "{\"data\":{\"issues\":{\"nodes\":[],\"pageInfo\":{\"hasNextPage\":false}}},"
            + "\"errors\":[{\"message\":\"a part is missing\"}]}";
    hub.sandbox()
        .server()
        .faults()
        .add(FaultRule.status(200).withBody(partial).on("linear", null, null).times(1));
    assertThat(hub.poll(ISSUES).state()).isEqualTo("failed");
    assertThat(hub.query(WATERMARK)).isNull();
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(3);
  }

  private long creates() {
    return hub.requests().stream().filter(it -> it.equals("POST /v1/pages")).count();
  }

  private void slowly() {
    hub.sandbox()
        .server()
        .options(
            hub.sandbox().server().options().toBuilder().latency(Duration.ofMillis(40)).build());
  }

  private void pollEvery(Duration interval, int times) {
    for (int poll = 0; poll < times; poll++) {
      clock.move(interval);
      hub.poll(NOTES);
    }
  }

  private String createNote(String name) {
    return hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", name).option("Status", "status", "Final").build(),
            "First thoughts.");
  }

  private void rename(String page, String name) {
    hub.sandbox().notion().editProperties(page, ValueBuilder.titled("Name", name).build());
  }

  private String minuteOf(String page) {
    return hub.sandbox().notion().page(page).path("last_edited_time").asText();
  }

  private SlackMessage onlyMessage() {
    assertThat(hub.sandbox().messages()).hasSize(1);
    return hub.sandbox().messages().get(0);
  }

  private static String blocksOf(SlackMessage message) {
    return message.blocks().toString();
  }
}
