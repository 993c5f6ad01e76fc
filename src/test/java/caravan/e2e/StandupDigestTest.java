package caravan.e2e;

import static caravan.e2e.StandupDigest.BACKEND;
import static caravan.e2e.StandupDigest.DESIGN;
import static caravan.e2e.StandupDigest.NAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import caravan.store.RunReport;
import caravan.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The integration standup-digest on the sandbox. 2026-11-20 is a Friday. */
class StandupDigestTest {

  private static final String RATE_LIMITED =
      "{\"errors\": [{\"message\": \"Rate limit exceeded\","
          + " \"extensions\": {\"code\": \"RATELIMITED\"}}]}";

  private final SettableClock clock = new SettableClock("2026-11-20T07:00:00Z");

  @TempDir private Path folder;

  private StandupDigest digest;

  @BeforeEach
  void open() {
    digest = new StandupDigest(folder, clock);
  }

  @AfterEach
  void close() {
    digest.close();
  }

  @Test
  void tellsWhatHappenedSinceTheLastOneByPersonOncePerDay() {
    LinearIssue done = digest.create("ENG", "Ship it", "Todo", BACKEND);
    LinearIssue work = digest.create("ENG", "Draw it", "Todo", DESIGN);
    LinearIssue waits = digest.create("ENG", "Wait for it", "Todo", DESIGN);
    LinearIssue quiet = digest.create("ENG", "Leave it", "Todo", DESIGN);
    clock.advance(Duration.ofMinutes(1));
    digest.start();
    assertThat(digest.messages()).as("nothing is due yet").isEmpty();

    clock.set("2026-11-20T07:30:00Z");
    digest.linear().updateIssue(done.id(), draft -> draft.state("Done"));
    digest.linear().updateIssue(work.id(), draft -> draft.state("In Progress"));
    digest.linear().block(work.id(), waits.id());
    digest.create("ENG", "New <here> & now", "Backlog", BACKEND);
    digest.create("ENG", "Nobody's", "In Progress", null);
    digest.linear().updateIssue(quiet.id(), draft -> draft.priority(1));
    clock.set("2026-11-20T08:00:30Z");
    RunReport run = digest.look();
    assertThat(run.createdCount()).isEqualTo(1);
    assertThat(digest.text())
        .isEqualTo(
            """
            Stand-up digest: Engineering, Fri 20 Nov 2026
            Since Fri 20 Nov, 08:01 (Europe/Berlin)  |  1 finished, 1 blocked, 2 started, 1 newly assigned
            *Backend Engineer*
            _Finished_
            • <https://linear.app/example/issue/ENG-1|ENG-1> Ship it
            _Newly assigned_
            • <https://linear.app/example/issue/ENG-5|ENG-5> New &lt;here&gt; &amp; now
            *Product Designer*
            _Blocked_
            • <https://linear.app/example/issue/ENG-3|ENG-3> Wait for it (by ENG-2)
            _Started_
            • <https://linear.app/example/issue/ENG-2|ENG-2> Draw it
            *Nobody assigned*
            _Started_
            • <https://linear.app/example/issue/ENG-6|ENG-6> Nobody's""");

    clock.advance(Duration.ofMinutes(1));
    assertThat(digest.look().readCount()).as("made already").isZero();
    digest.stop();
    clock.advance(Duration.ofHours(1));
    assertThat(digest.start().readCount()).as("also for the next hub").isZero();
    assertThat(digest.messages()).hasSize(1);
  }

  @Test
  void mondayCoversTheWeekendAndADayWithoutChangesSaysSo() {
    LinearIssue issue = digest.create("ENG", "Weekend work", "In Progress", BACKEND);
    clock.advance(Duration.ofMinutes(5));
    digest.start();
    clock.set("2026-11-20T08:00:30Z");
    digest.look();
    assertThat(digest.text()).contains("Nothing has changed since then.");
    clock.set("2026-11-21T11:00:00Z");
    digest.linear().updateIssue(issue.id(), draft -> draft.state("Done"));
    digest.look();
    assertThat(digest.messages()).as("no digest on a Saturday").hasSize(1);
    clock.set("2026-11-23T08:00:30Z");
    digest.look();
    assertThat(digest.messages()).hasSize(2);
    assertThat(
            StandupDigest.text(digest.messages().get(1))
                + StandupDigest.text(digest.messages().get(0)))
        .contains("Since Fri 20 Nov, 08:59", "Weekend work");
  }

  @Test
  void quietTeamIsToldNothingIfItIsSetSo() {
    digest.hub().set("STANDUP_DIGEST_QUIET", "silent");
    digest.start();
    clock.set("2026-11-20T08:00:30Z");
    assertThat(digest.look().skippedCount()).isEqualTo(1);
    assertThat(digest.messages()).isEmpty();
  }

  @Test
  void missedOneIsMadeUpForOnTheSameDayAndNotOnTheNext() {
    digest.start();
    clock.set("2026-11-20T07:30:00Z");
    digest.create("ENG", "Friday's", "In Progress", BACKEND);
    digest.stop();
    clock.set("2026-11-20T12:00:00Z");
    assertThat(digest.start().createdCount()).as("four hours late").isEqualTo(1);
    assertThat(digest.text()).contains("Fri 20 Nov 2026", "Friday's");

    digest.stop();
    clock.set("2026-11-23T09:30:00Z");
    digest.create("ENG", "Monday's", "In Progress", BACKEND);
    clock.set("2026-11-23T14:30:00Z");
    assertThat(digest.start().readCount()).as("six and a half hours late").isZero();
    clock.set("2026-11-24T07:00:00Z");
    digest.look();
    assertThat(digest.messages()).hasSize(1);
    clock.set("2026-11-24T08:00:00Z");
    digest.look();
    assertThat(digest.messages())
        .extracting(StandupDigest::text)
        .anySatisfy(
            text -> assertThat(text).contains("Tue 24 Nov", "Since Fri 20 Nov, 08:59", "Monday's"));
  }

  @Test
  void everyTeamHasItsOwnAndEditedPagesStandWithTheTeamOfTheirEditor() {
    digest.linear().addUser("Editor One", "editor.one@example.com");
    digest.linear().addTeam("OPS", "Operations");
    digest.linear().addMember("OPS", "editor.one@example.com");
    digest.linear().addMember("ENG", BACKEND);
    String pages =
        digest
            .hub()
            .sandbox()
            .notion()
            .createDataSource("Pages", SchemaBuilder.titled("Name").build());
    String page =
        digest
            .hub()
            .sandbox()
            .notion()
            .createPage(pages, ValueBuilder.titled("Name", "Runbook").build(), "Text.");
    digest
        .hub()
        .sandbox()
        .notion()
        .createPage(pages, ValueBuilder.titled("Name", "Old").build(), "Text.");
    digest.hub().set("LINEAR_TEAM", "").set("STANDUP_DIGEST_DATA_SOURCE", pages);
    clock.advance(Duration.ofMinutes(5));
    digest.start();
    clock.set("2026-11-20T07:30:00Z");
    digest.hub().sandbox().notion().replaceBody(page, "Another text.");
    digest.create("ENG", "Engineers' work", "In Progress", BACKEND);
    clock.set("2026-11-20T08:00:30Z");
    assertThat(digest.look().createdCount()).isEqualTo(2);
    assertThat(digest.messages())
        .extracting(StandupDigest::text)
        .satisfiesExactlyInAnyOrder(
            text ->
                assertThat(text)
                    .contains("Engineering,", "Engineers' work")
                    .doesNotContain("Runbook"),
            text ->
                assertThat(text)
                    .contains("Operations,", "*Editor One*\n_Page", "|Runbook>")
                    .doesNotContain("Engineers' work", "Old"));
  }

  @Test
  void editAfterTheDigestsEndIsTheNextOnes() {
    digest.start();
    clock.set("2026-11-20T07:59:30Z");
    digest.create("ENG", "In the last minute", "In Progress", BACKEND);
    clock.set("2026-11-20T08:00:30Z");
    digest.look();
    assertThat(digest.text()).doesNotContain("In the last minute");
    clock.set("2026-11-23T08:00:30Z");
    digest.look();
    assertThat(digest.messages())
        .extracting(StandupDigest::text)
        .anyMatch(it -> it.contains("In the last minute"));
  }

  @Test
  void whileSlackIsAwayItIsKeptAndPostedOnceLater() {
    digest.start();
    clock.set("2026-11-20T08:00:30Z");
    slackFails(FaultRule.status(200).withBody("{\"ok\":false,\"error\":\"not_in_channel\"}"));
    assertThat(digest.look().failedCount()).isEqualTo(1);
    assertThat(digest.messages()).isEmpty();
    assertThat(digest.look().readCount()).as("it is not made a second time").isZero();
    clock.advance(Duration.ofSeconds(10));
    await().atMost(Duration.ofSeconds(30)).until(() -> digest.hub().failures(NAME) == 0);
    assertThat(digest.messages()).hasSize(1);
  }

  @Test
  void postWhoseAnswerWasLostIsFoundAndNotRepeated() {
    digest.start();
    clock.set("2026-11-20T08:00:30Z");
    slackFails(FaultRule.of(FaultRule.Kind.RESET_AFTER));
    assertThat(digest.look().failedCount()).isEqualTo(1);
    digest.stop();
    clock.advance(Duration.ofSeconds(10));
    digest.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> digest.hub().failures(NAME) == 0);
    assertThat(digest.messages()).hasSize(1);
  }

  @Test
  void overLinearsLimitNothingIsPostedUntilAWholeDigestIsThere() {
    digest.start();
    digest.create("ENG", "Work", "In Progress", BACKEND);
    clock.set("2026-11-20T08:00:30Z");
    digest
        .hub()
        .sandbox()
        .server()
        .faults()
        .add(
            FaultRule.status(400)
                .withBody(RATE_LIMITED)
                .withHeaders(
                    Map.of(
                        "X-RateLimit-Requests-Remaining",
                        "0",
                        "X-RateLimit-Requests-Reset",
                        Long.toString(Instant.parse("2026-11-20T08:00:31Z").toEpochMilli())))
                .times(5)
                .on("linear", null, null));
    RunReport run = digest.look();
    assertThat(run.state()).isEqualTo("failed");
    assertThat(digest.messages()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(digest.look().createdCount()).isEqualTo(1);
    assertThat(digest.text()).contains("Work");
  }

  @Test
  void operatorHasTheDaysDigestMadeAgainFromADateInTheSameMessage() {
    digest.create("ENG", "Before the first start", "In Progress", BACKEND);
    clock.advance(Duration.ofMinutes(5));
    digest.start();
    clock.set("2026-11-20T08:00:30Z");
    digest.look();
    assertThat(digest.text()).doesNotContain("Before the first start");
    clock.advance(Duration.ofMinutes(5));
    digest
        .hub()
        .execute(
            "INSERT INTO resyncs (integration, from_at, asked_at) VALUES ('standup-digest',"
                + " TIMESTAMP WITH TIME ZONE '2026-11-19 08:00:00+00:00',"
                + " TIMESTAMP WITH TIME ZONE '2026-11-20 08:05:00+00:00')");
    assertThat(digest.look().updatedCount()).isEqualTo(1);
    assertThat(digest.text()).contains("Before the first start", "Since Thu 19 Nov, 09:00");
  }

  @Test
  void notionThatDoesNotNameItsPeopleCostsOnlyTheNames() {
    String pages =
        digest
            .hub()
            .sandbox()
            .notion()
            .createDataSource("Pages", SchemaBuilder.titled("Name").build());
    digest.hub().set("STANDUP_DIGEST_DATA_SOURCE", pages);
    digest.start();
    clock.set("2026-11-20T07:30:00Z");
    digest
        .hub()
        .sandbox()
        .notion()
        .createPage(pages, ValueBuilder.titled("Name", "Runbook").build(), "Text.");
    digest
        .hub()
        .sandbox()
        .server()
        .faults()
        .add(
            FaultRule.status(403)
                .withBody(
                    "{\"object\":\"error\",\"status\":403,\"code\":\"restricted_resource\","
                        + "\"message\":\"Insufficient permissions for this endpoint.\"}")
                .on("notion", "GET", "/v1/users"));
    clock.set("2026-11-20T08:00:30Z");
    RunReport run = digest.look();
    assertThat(run.createdCount()).isEqualTo(1);
    assertThat(run.requests()).isEqualTo(2);
    assertThat(digest.text()).contains("*Edited in Notion*", "|Runbook>");
  }

  private void slackFails(FaultRule fault) {
    digest
        .hub()
        .sandbox()
        .server()
        .faults()
        .add(fault.times(1).on("slack", "POST", "/api/chat.postMessage"));
  }
}
