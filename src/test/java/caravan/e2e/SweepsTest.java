package caravan.e2e;

import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.sandbox.slack.SlackMessage;
import caravan.store.RunReport;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 6: deletes need evidence. What vanishes from a Notion source is noticed and told. */
class SweepsTest {

  private static final String NIGHTLY = "0 30 3 * * ?";

  private final MovableClock clock = new MovableClock("2026-11-22T10:00:30Z");

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void trashedPageIsWithdrawnAndRestoredOneIsFinalAgain() {
    start();
    String page = posted("Planning");
    notion().trash(page);
    assertThat(poll().readCount()).as("no poll can see it").isZero();

    RunReport sweep = sweep();

    assertThat(sweep.deletedCount()).isEqualTo(1);
    assertThat(sweep.notes()).isEqualTo("rows that are in the trash: 1");
    assertWithdrawn("Planning", "in Notion's trash");
    assertThat(sweep().readCount()).as("known to be gone: not read again").isZero();

    notion().restore(page);
    RunReport back = poll();
    assertThat(back.updatedCount()).isEqualTo(1);
    assertThat(back.notes()).contains("rows that are back: 1");
    assertThat(onlyMessage().text()).isEqualTo("Meeting notes: Planning");
  }

  @Test
  void archivedPageIsWithdrawnUntilItIsBack() {
    start();
    String page = posted("Planning");
    notion().archive(page, true);

    assertThat(sweep().notes()).isEqualTo("rows that are archived: 1");
    assertWithdrawn("Planning", "was archived");

    notion().archive(page, false);
    assertThat(poll().updatedCount()).isEqualTo(1);
    assertThat(onlyMessage().text()).isEqualTo("Meeting notes: Planning");
  }

  @Test
  void movedPageIsWithdrawnUnderItsTitleUntilItIsBack() {
    start();
    String page = posted("Planning");
    String other = notion().createDataSource("Other", SchemaBuilder.titled("Topic").build());
    notion().move(page, other);

    assertThat(sweep().notes()).isEqualTo("rows that were moved out of the data source: 1");
    assertWithdrawn("Planning", "was moved elsewhere");

    notion().move(page, hub.sandbox().ids().meetingNotes());
    notion()
        .editProperties(page, ValueBuilder.values().option("Status", "status", "Final").build());
    assertThat(poll().updatedCount()).isEqualTo(1);
    assertThat(onlyMessage().text()).isEqualTo("Meeting notes: Planning");
  }

  @Test
  void unsharedPageIsWithdrawnAndOneThatIsSharedAgainIsFoundByTheNextSweep() {
    start();
    String page = posted("Planning");
    notion().unshare(page, TestSandbox.NOTION_TOKEN);

    RunReport sweep = sweep();
    assertThat(sweep.deletedCount()).isEqualTo(1);
    assertThat(sweep.notes())
        .isEqualTo("rows that were deleted for good or are no longer shared: 1");
    assertWithdrawn("Planning", "no longer shared");

    notion().share(page, TestSandbox.NOTION_TOKEN);
    assertThat(poll().readCount()).as("its last edit did not move").isZero();
    RunReport back = sweep();
    assertThat(back.updatedCount()).isEqualTo(1);
    assertThat(back.notes()).contains("rows that are back: 1");
    assertThat(onlyMessage().text()).isEqualTo("Meeting notes: Planning");
    assertThat(blocks(onlyMessage())).as("its body was read").contains("The summary.");
  }

  @Test
  void pageThatWasDeletedForGoodIsWithdrawn() {
    start();
    String page = posted("Planning");
    notion().deleteForEver(page);

    RunReport sweep = sweep();
    assertThat(sweep.deletedCount()).isEqualTo(1);
    assertThat(sweep.requests()).as("the list, and one read of the page").isEqualTo(2);
    assertWithdrawn("Planning", "was deleted");
  }

  @Test
  void pageThatWasNeverPostedIsNotPostedAsWithdrawn() {
    start();
    String draft = create("Draft", "Draft");
    poll();
    notion().trash(draft);

    RunReport sweep = sweep();
    assertThat(sweep.skippedCount()).isEqualTo(1);
    assertThat(hub.sandbox().messages()).isEmpty();
  }

  @Test
  void rowThatPollsMissedIsFoundAndHandedOver() {
    start();
    posted("Planning");
    String missed = create("Missed", "Final");
    hub.execute(
        "UPDATE watermarks SET position = TIMESTAMP WITH TIME ZONE '2026-11-22 11:00:00+00:00'");
    clock.move(Duration.ofHours(2));

    assertThat(poll().readCount()).isZero();
    RunReport sweep = sweep();

    assertThat(sweep.createdCount()).isEqualTo(1);
    assertThat(sweep.unchangedCount()).isEqualTo(1);
    assertThat(sweep.requests()).as("the list, the row, its body").isEqualTo(3);
    assertThat(hub.sandbox().messages())
        .extracting(SlackMessage::text)
        .contains("Meeting notes: Missed");
    assertThat(hub.query("SELECT state FROM known_items WHERE item_id = '" + missed + "'"))
        .isEqualTo("PRESENT");
  }

  @Test
  void aFirstStartFromNowIsNotUndoneByASweep() {
    on();
    create("Old", "Final");
    clock.move(Duration.ofDays(2));
    hub.set("MEETING_NOTES_SINCE", "now").set("SYNC_SWEEP_CRON", NIGHTLY).start(NOTES);
    poll();
    posted("New");

    RunReport sweep = sweep();

    assertThat(sweep.readCount()).as("only what the first start took").isEqualTo(1);
    assertThat(onlyMessage().text()).isEqualTo("Meeting notes: New");
  }

  @Test
  void sweepOfManyRowsCostsARequestPerHundredAndOnePerMissingRow() {
    start();
    List<String> pages = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      pages.add(create("Note " + i, "Draft"));
    }
    poll();
    settle();
    notion().trash(pages.get(7));
    notion().trash(pages.get(180));

    hub.forgetRequests();
    RunReport sweep = sweep();

    assertThat(sweep.requests()).isEqualTo(3 + 2);
    assertThat(hub.requests()).as("and the poll before it").hasSize(1 + 3 + 2);
    assertThat(sweep.readCount()).isEqualTo(250);
    assertThat(sweep.unchangedCount()).isEqualTo(248);
  }

  @Test
  void moreMissingRowsThanAllowedAreNotTakenForGoneUntilPeopleSaySo() {
    start();
    List<String> pages = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      pages.add(create("Note " + i, "Final"));
    }
    poll();
    settle();
    pages.subList(0, 6).forEach(page -> notion().unshare(page, TestSandbox.NOTION_TOKEN));

    RunReport asked = sweep();

    assertThat(asked.state()).isEqualTo("asks");
    assertThat(asked.complete()).isFalse();
    assertThat(asked.deletedCount()).isZero();
    assertThat(asked.requests()).as("the list; no missing row is read").isEqualTo(1);
    assertThat(asked.notes())
        .startsWith(
            "meeting-notes: 6 of 10 known items are missing from the source;"
                + " sync.max-deletes=10% allows 5. Nothing was taken for gone.")
        .contains("set sync.max-deletes (SYNC_MAX_DELETES) to 6 or more and start the hub again");
    assertThat(withdrawn()).isZero();
    assertThat(health()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(poll().state()).as("polls go on").isEqualTo("done");
    assertThat(health()).as("and the question stands").isEqualTo(HealthCheck.State.DOWN);
    assertThat(shown("State")).isEqualTo("asks");
    assertThat(shown("Notes")).isEqualTo(asked.notes());
    assertThat(sweep().state()).as("so does the next night's").isEqualTo("asks");

    hub.stop();
    hub.set("SYNC_MAX_DELETES", "6").start(NOTES);
    clock.move(Duration.ofSeconds(70));
    RunReport allowed = hub.pollAndAwait(NOTES, "sweep");
    assertThat(allowed.state()).as(allowed.notes()).isEqualTo("done");
    assertThat(allowed.deletedCount()).isEqualTo(6);
    assertThat(withdrawn()).isEqualTo(6);
    assertThat(health()).isEqualTo(HealthCheck.State.UP);
  }

  @Test
  void nightThatWasMissedIsMadeUpForAfterTheRestart() {
    start();
    String page = posted("Planning");
    notion().trash(page);
    hub.stop();
    clock.move(Duration.ofDays(3));
    hub.start(NOTES);

    assertThat(hub.pollAndAwait(NOTES, "sweep").deletedCount()).isEqualTo(1);
    poll();
    assertThat(hub.runs(NOTES).stream().filter(run -> run.cause().equals("sweep")))
        .as("once, however many nights there were")
        .hasSize(1);
  }

  @Test
  void sourceThatIsNotReadableEndsThePollAndNoSweepFollows() {
    start();
    posted("Planning");
    notion().unshare(hub.sandbox().ids().meetingNotes(), TestSandbox.NOTION_TOKEN);
    clock.move(Duration.ofDays(1));

    RunReport poll = hub.poll(NOTES);

    assertThat(poll.state()).isEqualTo("paused");
    assertThat(poll.notes()).contains("Notion does not show the data source");
    assertThat(hub.runs(NOTES)).noneMatch(run -> run.cause().equals("sweep"));
    assertThat(onlyMessage().text()).isEqualTo("Meeting notes: Planning");
  }

  @Test
  void rowsBeyondTheCapOfAQueryAreNotTakenForMissing() {
    SandboxOptions capped = SandboxOptions.unlimited().toBuilder().clock(clock).rowCap(50).build();
    hub = new HubOnSandbox(folder, capped);
    hub.set("SYNC_SWEEP_CRON", NIGHTLY).start(NOTES);
    List<String> pages = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      pages.add(create("Note " + i, "Draft"));
      clock.move(Duration.ofSeconds(20));
    }
    poll();
    settle();
    notion().trash(pages.get(100));

    RunReport sweep = sweep();

    assertThat(sweep.state()).as(sweep.notes()).isEqualTo("done");
    assertThat(sweep.readCount()).isEqualTo(130);
    assertThat(sweep.unchangedCount()).isEqualTo(129);
    assertThat(sweep.notes()).isEqualTo("rows that are in the trash: 1");
  }

  @Test
  void reconcileFindsValuesThatChangedWithoutATrace() {
    on().set("MEETING_NOTES_RECONCILE_CRON", "0 0 5 ? * *");
    hub.set("SYNC_SWEEP_CRON", "off").start(NOTES);
    String page = posted("Planning");
    posted("Other");
    settle();
    notion()
        .fixValue(
            page,
            "Date",
            JsonNodeFactory.instance
                .objectNode()
                .put("start", "2026-12-24")
                .putNull("end")
                .putNull("time_zone"));
    assertThat(poll().readCount()).isZero();

    clock.move(Duration.ofDays(1));
    hub.forgetRequests();
    RunReport reconcile = hub.pollAndAwait(NOTES, "reconcile");

    assertThat(reconcile.updatedCount()).as(reconcile.notes()).isEqualTo(1);
    assertThat(reconcile.unchangedCount()).isEqualTo(1);
    assertThat(reconcile.requests()).as("the rows, and the body of the one").isEqualTo(2);
    assertThat(hub.sandbox().messages().toString()).contains("2026-12-24");
  }

  @Test
  void reconcileIsASweepToo() {
    on().set("MEETING_NOTES_RECONCILE_CRON", "0 0 3 ? * *");
    hub.set("SYNC_SWEEP_CRON", NIGHTLY).start(NOTES);
    notion().trash(posted("Planning"));
    clock.move(Duration.ofDays(1));

    RunReport reconcile = hub.pollAndAwait(NOTES, "reconcile");
    poll();

    assertThat(reconcile.deletedCount()).isEqualTo(1);
    assertWithdrawn("Planning", "in Notion's trash");
    assertThat(hub.runs(NOTES)).noneMatch(run -> run.cause().equals("sweep"));
  }

  @Test
  void countsOfSweepsAddUpAndTheirRequestsEqualTheSandboxesLog() {
    start();
    List<String> pages = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      pages.add(create("Note " + i, i % 2 == 0 ? "Final" : "Draft"));
    }
    poll();
    settle();
    notion().trash(pages.get(0));
    notion().trash(pages.get(1));
    notion().archive(pages.get(2), true);
    notion().deleteForEver(pages.get(4));
    sweep();

    List<RunReport> runs = hub.runs(NOTES);
    assertThat(runs)
        .allSatisfy(
            run ->
                assertThat(run.readCount())
                    .isEqualTo(
                        run.createdCount()
                            + run.updatedCount()
                            + run.unchangedCount()
                            + run.deletedCount()
                            + run.skippedCount()
                            + run.failedCount()));
    assertThat(runs.get(0).cause()).isEqualTo("sweep");
    assertThat(runs.get(0).readCount()).isEqualTo(12);
    assertThat(runs.get(0).deletedCount()).isEqualTo(3);
    assertThat(runs.get(0).skippedCount()).isEqualTo(1);
    assertThat(runs.stream().mapToInt(RunReport::requests).sum()).isEqualTo(hub.requests().size());
  }

  private HubOnSandbox on() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited().toBuilder().clock(clock).build());
    return hub;
  }

  private void start() {
    on().set("SYNC_SWEEP_CRON", NIGHTLY).start(NOTES);
  }

  private caravan.sandbox.notion.NotionSandbox notion() {
    return hub.sandbox().notion();
  }

  private RunReport poll() {
    clock.move(Duration.ofSeconds(70));
    return hub.poll(NOTES);
  }

  /** A day later: one poll, and the sweep that follows it. */
  private RunReport sweep() {
    clock.move(Duration.ofDays(1));
    return hub.pollAndAwait(NOTES, "sweep");
  }

  /** Polls until nothing is left to confirm. */
  private void settle() {
    for (int i = 0; i < 4; i++) {
      poll();
    }
  }

  private String posted(String name) {
    String page = create(name, "Final");
    poll();
    settle();
    return page;
  }

  private String create(String name, String status) {
    return notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", name).option("Status", "status", status).build(),
            "The summary.\n- [ ] Do this");
  }

  private static String shown(String attribute) {
    try {
      ObjectName name = new ObjectName("caravan:type=Integration,name=meeting-notes");
      return ManagementFactory.getPlatformMBeanServer().getAttribute(name, attribute).toString();
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private HealthCheck.State health() {
    return HealthCheckRegistry.get(hub.hub().context())
        .getCheck("meeting-notes")
        .orElseThrow()
        .call()
        .getState();
  }

  private void assertWithdrawn(String title, String reason) {
    assertThat(onlyMessage().text()).isEqualTo("Withdrawn: " + title);
    assertThat(blocks(onlyMessage())).contains(reason).doesNotContain("The summary.");
  }

  private long withdrawn() {
    return hub.sandbox().messages().stream()
        .filter(message -> message.text().startsWith("Withdrawn: "))
        .count();
  }

  private SlackMessage onlyMessage() {
    assertThat(hub.sandbox().messages()).hasSize(1);
    return hub.sandbox().messages().get(0);
  }

  private static String blocks(SlackMessage message) {
    return message.blocks().toString();
  }
}
