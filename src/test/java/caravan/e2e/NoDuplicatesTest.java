package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.MovableClock;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 2: one External ID, one page, whatever becomes of the answers to its create. */
class NoDuplicatesTest {

  private static final String CREATE = "/v1/pages";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void createThatWasSavedAlthoughItAnswered503IsNotSentAgain() {
    startWithLag();
    fail(FaultRule.of(FaultRule.Kind.COMMITTED_503), 10);
    List<LinearIssue> issues = hub.sandbox().createIssues(30);
    RunReport run = hub.poll(ISSUES);
    assertThat(run.createdCount()).as("the 503 names the page").isEqualTo(30);
    assertThat(run.failedCount()).isZero();
    assertThat(hub.requests()).filteredOn(it -> it.equals("POST " + CREATE)).hasSize(30);
    assertOnePageEach(issues);
  }

  @Test
  void createWhoseAnswerWasLostIsLookedUp() {
    startWithLag();
    fail(FaultRule.of(FaultRule.Kind.RESET_AFTER), 10);
    List<LinearIssue> issues = hub.sandbox().createIssues(30);
    RunReport run = hub.poll(ISSUES);
    assertThat(run.createdCount()).isEqualTo(20);
    assertThat(run.failedCount()).isEqualTo(10);
    awaitNoFailures();
    assertOnePageEach(issues);
    assertThat(hub.requests()).filteredOn(it -> it.equals("POST " + CREATE)).hasSize(30);
  }

  /** Something on the way answers 200 with JSON of its own for longer than the index lags. */
  @Test
  void aLookUpWhoseAnswerHasNoListConcludesNothing() {
    startWithLag();
    fail(FaultRule.of(FaultRule.Kind.RESET_AFTER), 3);
    hub.sandbox().createIssues(1); // learns the links
    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(1);
    FaultRule noList = FaultRule.status(200).withBody("{\"ok\": true}");
    hub.sandbox().server().faults().clear();
    hub.sandbox().server().faults().add(noList.on("notion", "POST", ".*/query"));
    int creates = created();
    java.time.Instant until = java.time.Instant.now().plus(Duration.ofSeconds(6));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              hub.execute("UPDATE failures SET next_at = first_at");
              return java.time.Instant.now().isAfter(until);
            });
    assertThat(created()).as("nothing is created on such an answer").isEqualTo(creates);

    hub.sandbox().server().faults().clear();
    awaitNoFailures();
    assertOnePageEach(hub.sandbox().linear().issues());
  }

  private int created() {
    return (int) hub.requests().stream().filter(it -> it.equals("POST " + CREATE)).count();
  }

  @Test
  void createThatNeverArrivedIsSentAgainOnceTheIndexMustHaveShownIt() {
    startWithLag();
    fail(FaultRule.of(FaultRule.Kind.RESET_BEFORE), 10);
    List<LinearIssue> issues = hub.sandbox().createIssues(30);
    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(10);
    awaitNoFailures();
    assertOnePageEach(issues);
  }

  @Test
  void createThatTimedOutIsLookedUp() {
    hub = new HubOnSandbox(folder, options(Duration.ofSeconds(2)));
    CaravanHome.withNotionTimeout(hub.home(), 700);
    hub.set("NOTION_INDEX_LAG", "3s").start(ISSUES);
    fail(FaultRule.of(FaultRule.Kind.HANG_AFTER).lasting(Duration.ofMillis(1_500)), 6);
    List<LinearIssue> issues = hub.sandbox().createIssues(20);
    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(6);
    awaitNoFailures();
    assertOnePageEach(issues);
  }

  @Test
  void createThatArrivesOnlyAfterItTimedOutIsLookedUp() {
    hub = new HubOnSandbox(folder, options(Duration.ofSeconds(1)));
    CaravanHome.withNotionTimeout(hub.home(), 700);
    hub.set("NOTION_INDEX_LAG", "4s").start(ISSUES);
    fail(FaultRule.of(FaultRule.Kind.HANG).lasting(Duration.ofMillis(1_200)), 6);
    List<LinearIssue> issues = hub.sandbox().createIssues(20);
    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(6);
    awaitNoFailures();
    assertOnePageEach(issues);
  }

  @Test
  void createWhoseAnswerWasLostAfterA429IsNotSentAgainEither() {
    startWithLag();
    fail(FaultRule.status(429).withHeaders(Map.of("Retry-After", "1")), 1);
    fail(FaultRule.of(FaultRule.Kind.RESET_AFTER), 1);
    List<LinearIssue> issues = hub.sandbox().createIssues(1);
    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(1);
    awaitNoFailures();
    assertThat(hub.requests()).filteredOn(it -> it.equals("POST " + CREATE)).hasSize(2);
    assertOnePageEach(issues);
  }

  @Test
  void everyKindOfFaultAtOnceLeavesOnePageEach() {
    hub = new HubOnSandbox(folder, options(Duration.ofSeconds(2)));
    CaravanHome.withNotionTimeout(hub.home(), 700);
    hub.set("NOTION_INDEX_LAG", "3s").start(ISSUES);
    for (FaultRule.Kind kind :
        List.of(
            FaultRule.Kind.COMMITTED_503,
            FaultRule.Kind.RESET_AFTER,
            FaultRule.Kind.RESET_BEFORE,
            FaultRule.Kind.HANG_AFTER,
            FaultRule.Kind.TRUNCATED)) {
      hub.sandbox()
          .server()
          .faults()
          .add(
              FaultRule.of(kind)
                  .on("notion", null, "/v1/(pages|blocks|data_sources).*")
                  .withProbability(0.1)
                  .lasting(Duration.ofMillis(1_500))
                  .times(4));
    }
    for (int status : new int[] {429, 500, 503, 529}) {
      hub.sandbox()
          .server()
          .faults()
          .add(
              FaultRule.status(status)
                  .on("notion", null, null)
                  .withHeaders(status % 100 == 29 ? Map.of("Retry-After", "1") : Map.of())
                  .withProbability(0.05)
                  .times(3));
    }
    List<LinearIssue> issues = hub.sandbox().createIssues(25);
    // Bodies of more than one request, so that faults meet every step.
    for (int i = 0; i < 5; i++) {
      issues = new java.util.ArrayList<>(issues);
      issues.add(
          hub.sandbox()
              .linear()
              .createIssue(
                  hub.sandbox().ids().linearTeam(),
                  draft -> draft.title("Long").description("One line.\n\n".repeat(230))));
    }
    RunReport run = hub.poll(ISSUES);
    if (!run.state().equals("done")) {
      run = hub.poll(ISSUES);
    }
    assertThat(run.state()).isEqualTo("done");
    awaitNoFailures();
    assertOnePageEach(issues);
    for (LinearIssue issue : issues.subList(25, 30)) {
      String page = hub.sandbox().pageOf(issue);
      assertThat(hub.sandbox().notion().plainText(page).lines().count())
          .as(() -> "lines of a body that is written whole, once; requests " + requestsOf(page))
          .isEqualTo(230);
    }
  }

  @Test
  void createThatTookLongIsLookedForAsLongAsAnyOther() {
    MovableClock clock = new MovableClock("2026-11-22T10:00:10Z");
    hub =
        new HubOnSandbox(folder, options(Duration.ofSeconds(25)).toBuilder().clock(clock).build());
    hub.set("NOTION_INDEX_LAG", "30s").start(ISSUES);
    fail(FaultRule.of(FaultRule.Kind.RESET_AFTER), 1);
    List<LinearIssue> issues = hub.sandbox().createIssues(1);
    hub.sandbox()
        .server()
        .options(
            hub.sandbox().server().options().toBuilder().latency(Duration.ofMillis(500)).build());
    long before = hub.lastRun(ISSUES);
    hub.hub().pollNow(ISSUES);
    await().until(() -> hub.requests().contains("POST " + CREATE));
    clock.move(Duration.ofSeconds(40)); // longer than the lag, before Notion saved the page
    assertThat(hub.awaitPoll(ISSUES, before).failedCount()).isEqualTo(1);
    hub.sandbox()
        .server()
        .options(hub.sandbox().server().options().toBuilder().latency(Duration.ZERO).build());

    for (int retry = 0; retry < 12; retry++) {
      long last = hub.lastRun(ISSUES);
      clock.move(Duration.ofSeconds(4));
      if (hub.failures(ISSUES) > 0 && due(clock)) {
        await().atMost(PATIENCE).until(() -> hub.lastRun(ISSUES) > last);
      }
    }
    assertThat(hub.failures(ISSUES)).isZero();
    assertOnePageEach(issues);
  }

  @Test
  void emptyStoreLearnsThePagesThatExist() {
    startWithLag();
    List<LinearIssue> issues = hub.sandbox().createIssues(130);
    assertThat(hub.poll(ISSUES).createdCount()).isEqualTo(130);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> hub.query("SELECT COUNT(*) FROM links WHERE state = 'LINKED'").equals("130"));
    awaitIndexed(issues.size());
    hub.stop();
    hub.loseStore();
    hub.start(ISSUES);
    hub.forgetRequests();
    LinearIssue added = hub.sandbox().createIssues(1).get(0);
    RunReport run = hub.poll(ISSUES);
    assertThat(run.createdCount()).isEqualTo(1);
    assertThat(run.updatedCount()).isEqualTo(130);
    assertThat(hub.requests()).filteredOn(it -> it.endsWith("/query")).hasSize(2);
    assertOnePageEach(issues);
    assertThat(hub.sandbox().pageOf(added)).isNotBlank();
  }

  @Test
  void restartWithItsStoreCreatesNothingTwice() {
    startWithLag();
    List<LinearIssue> issues = hub.sandbox().createIssues(20);
    hub.poll(ISSUES);
    hub.stop();
    hub.start(ISSUES);
    hub.forgetRequests();
    hub.execute("DELETE FROM watermarks");
    assertThat(hub.poll(ISSUES).unchangedCount()).isEqualTo(20);
    assertThat(hub.requests()).isEmpty();
    assertOnePageEach(issues);
  }

  private List<String> requestsOf(String page) {
    return hub.sandbox().server().log().entries(it -> it.path().contains(page)).stream()
        .map(it -> "%s %s %s %d".formatted(it.time(), it.method(), it.path(), it.status()))
        .toList();
  }

  private boolean due(MovableClock clock) {
    return !hub.hub().beans().failureStore().due(ISSUES, clock.instant(), 1).isEmpty();
  }

  /** The sandbox's index lags by two seconds; the hub expects three. */
  private void startWithLag() {
    hub = new HubOnSandbox(folder, options(Duration.ofSeconds(2)));
    hub.set("NOTION_INDEX_LAG", "3s").start(ISSUES);
  }

  private static SandboxOptions options(Duration lag) {
    return SandboxOptions.unlimited().toBuilder().indexLag(lag).build();
  }

  private void fail(FaultRule rule, int times) {
    hub.sandbox().server().faults().add(rule.on("notion", "POST", CREATE).times(times));
  }

  private void awaitNoFailures() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              // Backoff is another matter, but for the creates that have to wait for the index.
              hub.execute(
                  "UPDATE failures SET next_at = first_at WHERE kind <> 'CreateOutcomeUnknown'");
              return hub.failures(ISSUES) == 0;
            });
  }

  /** Waits until queries show the last page that was created. */
  private void awaitIndexed(int pages) {
    Duration lag = hub.sandbox().server().options().indexLag();
    java.time.Instant written = java.time.Instant.now();
    await().until(() -> java.time.Instant.now().isAfter(written.plus(lag)));
    assertThat(hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues())).hasSize(pages);
  }

  private void assertOnePageEach(List<LinearIssue> issues) {
    Map<String, Integer> pages =
        hub.sandbox().notion().counts(hub.sandbox().ids().linearIssues(), "External ID");
    assertThat(issues.stream().filter(issue -> pages.getOrDefault(issue.id(), 0) != 1))
        .as("issues with no page, or with more than one")
        .extracting(issue -> issue.identifier() + ": " + pages.get(issue.id()))
        .isEmpty();
    assertThat(hub.query("SELECT COUNT(*) FROM links WHERE state = 'PENDING'")).isEqualTo("0");
  }
}
