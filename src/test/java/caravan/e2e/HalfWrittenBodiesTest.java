package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.notion.BodyEditor;
import caravan.store.RunReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A body of several requests of which some fail or lose their answers: it is finished, whole and
 * once, and what stands half written is never taken for a person's edit.
 */
class HalfWrittenBodiesTest {

  private static final String APPEND = "/v1/blocks/[^/]+/children";
  private static final List<FaultRule.Kind> KINDS =
      List.of(
          FaultRule.Kind.COMMITTED_503,
          FaultRule.Kind.RESET_AFTER,
          FaultRule.Kind.RESET_BEFORE,
          FaultRule.Kind.HANG_AFTER,
          FaultRule.Kind.TRUNCATED);

  @TempDir private Path folder;

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"diff", "replace", "append"})
  void aBodyWhoseRequestsFailedIsFinishedWholeAndOnce(String mode) {
    start(mode);
    List<String> before = lines("line", 230);
    failAppends();
    List<LinearIssue> issues =
        IntStream.range(0, 2 * KINDS.size()).mapToObj(i -> create(before)).toList();
    RunReport created = hub.poll(ISSUES);
    assertThat(created.failedCount()).as("appends of which nobody knows").isPositive();
    awaitNoFailures();
    assertBodies(issues, before);

    List<String> after = new ArrayList<>(before);
    if (!mode.equals("append")) {
      after.set(3, "changed");
      after.subList(20, 30).clear();
      after.addAll(50, lines("new", 120));
    }
    after.addAll(lines("last", 110));
    failAppends();
    issues.forEach(
        issue ->
            hub.sandbox()
                .linear()
                .updateIssue(issue.id(), draft -> draft.description(text(after)).title("New")));
    assertThat(hub.poll(ISSUES).failedCount()).isPositive();
    awaitNoFailures();
    assertBodies(issues, after);
    assertNobodyWasBlamed();
  }

  @Test
  void aBodyWhoseCreateWasBrokenOffIsFinishedAlsoWhereBodiesAreLeft() {
    start("leave");
    failAppends();
    List<LinearIssue> issues =
        IntStream.range(0, KINDS.size()).mapToObj(i -> create(lines("line", 230))).toList();
    assertThat(hub.poll(ISSUES).failedCount()).isPositive();
    awaitNoFailures();
    assertBodies(issues, lines("line", 230));
    assertNobodyWasBlamed();
  }

  @Test
  void anAppendOfWhichNobodyKnowsIsNotSentAgainBeforeThePageWasRead() {
    start("diff");
    hub.sandbox()
        .server()
        .faults()
        .add(FaultRule.of(FaultRule.Kind.RESET_AFTER).on("notion", "PATCH", APPEND).times(1));
    LinearIssue issue = create(lines("line", 150));
    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(1);
    hub.forgetRequests();
    awaitNoFailures();
    String page = hub.sandbox().pageOf(issue);
    assertThat(hub.requests())
        .as("the append had been saved")
        .containsOnly("GET /v1/blocks/" + page + "/children");
    assertBodies(List.of(issue), lines("line", 150));
  }

  @Test
  void aPersonsEditOfAHalfWrittenBodyStays() {
    start("diff");
    hub.sandbox()
        .server()
        .faults()
        .add(FaultRule.of(FaultRule.Kind.RESET_BEFORE).on("notion", "PATCH", APPEND).times(1));
    LinearIssue issue = create(lines("line", 150));
    assertThat(hub.poll(ISSUES).failedCount()).isEqualTo(1);
    String page = hub.sandbox().pageOf(issue);
    BodyEditor editor = hub.sandbox().notion().bodyEditor();
    editor.setText(editor.find(page, "line 7"), "mine");
    awaitNoFailures();
    assertThat(texts(page)).hasSize(100).contains("mine");
    assertThat(hub.query("SELECT COUNT(*) FROM body_conflicts")).isEqualTo("1");

    editor.setText(editor.find(page, "mine"), "line 7");
    hub.sandbox()
        .linear()
        .updateIssue(issue.id(), draft -> draft.description(text(lines("line", 151))));
    hub.poll(ISSUES);
    assertBodies(List.of(issue), lines("line", 151));
  }

  private void start(String mode) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    CaravanHome.withNotionTimeout(hub.home(), 700);
    hub.set("NOTION_BODY_UPDATE", mode).set("NOTION_INDEX_LAG", "1s").start(ISSUES);
  }

  private void failAppends() {
    for (FaultRule.Kind kind : KINDS) {
      hub.sandbox()
          .server()
          .faults()
          .add(
              FaultRule.of(kind)
                  .on("notion", "PATCH", APPEND)
                  .lasting(Duration.ofMillis(1_500))
                  .withProbability(0.5)
                  .times(3));
    }
  }

  private void awaitNoFailures() {
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              hub.execute(
                  "UPDATE failures SET next_at = first_at WHERE kind <> 'CreateOutcomeUnknown'");
              return hub.failures(ISSUES) == 0;
            });
  }

  private void assertBodies(List<LinearIssue> issues, List<String> lines) {
    for (LinearIssue issue : issues) {
      assertThat(texts(hub.sandbox().pageOf(issue))).isEqualTo(lines);
    }
    assertThat(hub.query("SELECT COUNT(*) FROM written_bodies WHERE NOT whole")).isEqualTo("0");
  }

  private void assertNobodyWasBlamed() {
    assertThat(hub.query("SELECT COUNT(*) FROM body_conflicts")).isEqualTo("0");
    assertThat(hub.runs(ISSUES)).noneMatch(run -> run.notes().contains("people edited"));
  }

  private List<String> texts(String page) {
    return hub.sandbox().notion().bodyEditor().lines(page).stream()
        .map(BodyEditor.Line::text)
        .toList();
  }

  private LinearIssue create(List<String> lines) {
    return hub.sandbox()
        .linear()
        .createIssue(
            hub.sandbox().ids().linearTeam(),
            draft -> draft.title("Issue").description(text(lines)));
  }

  private static List<String> lines(String what, int count) {
    return IntStream.range(0, count).mapToObj(i -> what + " " + i).toList();
  }

  private static String text(List<String> lines) {
    return String.join("\n\n", lines);
  }
}
