package caravan.digest;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.digest.IssueChange.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IssueChangeTest {

  private static final String BEFORE = "2026-11-18T10:00:00.000Z";
  private static final String WITHIN = "2026-11-19T10:00:00.000Z";
  private static final String WITHIN_LATER = "2026-11-19T15:00:00.000Z";
  private static final String AFTER = "2026-11-20T10:00:00.000Z";
  private static final DigestWindow WINDOW =
      new DigestWindow(
          Instant.parse("2026-11-20T08:00:00Z"),
          Instant.parse("2026-11-19T07:59:00Z"),
          Instant.parse("2026-11-20T07:59:00Z"));

  private final ObjectNode issue =
      (ObjectNode)
          json(
              """
      {"id": "1", "identifier": "ENG-1", "title": "Title", "url": "https://linear.app/x/issue/ENG-1",
       "createdAt": "2026-11-01T10:00:00.000Z", "startedAt": null, "completedAt": null, "trashed": null,
       "team": {"id": "T"}, "state": {"name": "Todo", "type": "unstarted"}, "assignee": null,
       "labels": {"nodes": []}, "history": {"nodes": []}, "inverseRelations": {"nodes": []}}
      """);

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<Kind> kind() {
    return IssueChange.of(issue, WINDOW).map(IssueChange::kind);
  }

  private IssueChangeTest state(String name, String type) {
    issue.putObject("state").put("name", name).put("type", type);
    return this;
  }

  private IssueChangeTest history(String... entries) {
    issue.putObject("history").set("nodes", json("[" + String.join(",", entries) + "]"));
    return this;
  }

  private IssueChangeTest assignee(String id) {
    issue.putObject("assignee").put("id", id).put("name", id).put("email", id + "@example.com");
    return this;
  }

  private static String assigned(String at, String from, String to) {
    return "{\"createdAt\": \"%s\", \"fromAssigneeId\": %s, \"toAssigneeId\": %s}"
        .formatted(at, quoted(from), quoted(to));
  }

  private static String quoted(String id) {
    return id == null ? "null" : "\"" + id + "\"";
  }

  private static String moved(String at, String from, String fromType, String to, String toType) {
    return """
        {"createdAt": "%s", "fromAssigneeId": null, "toAssigneeId": null,
         "fromState": {"name": "%s", "type": "%s"}, "toState": {"name": "%s", "type": "%s"}}
        """
        .formatted(at, from, fromType, to, toType);
  }

  private void blockedBy(String since, String stateType) {
    issue
        .putObject("inverseRelations")
        .set(
            "nodes",
            json(
                """
                [{"type": "blocks", "createdAt": "%s",
                  "issue": {"identifier": "ENG-9", "state": {"type": "%s"}}}]
                """
                    .formatted(since, stateType)));
  }

  @Test
  void nothingThatMattersIsNotTold() {
    assertThat(kind()).isEmpty();
  }

  @Test
  void finishedInTheWindowIsTold() {
    state("Done", "completed");
    issue.put("completedAt", WITHIN);
    assertThat(kind()).hasValue(Kind.FINISHED);
    issue.put("completedAt", BEFORE);
    assertThat(kind()).isEmpty();
    issue.put("completedAt", AFTER);
    assertThat(kind()).as("the next digest's").isEmpty();
  }

  @Test
  void windowsTouchWithoutGapOrOverlap() {
    state("Done", "completed");
    issue.put("completedAt", WINDOW.from().toString());
    assertThat(kind()).hasValue(Kind.FINISHED);
    issue.put("completedAt", WINDOW.until().toString());
    assertThat(kind()).isEmpty();
  }

  @Test
  void trashedOrCanceledIsNotTold() {
    state("Canceled", "canceled").assignee("a").history(assigned(WITHIN, null, "a"));
    assertThat(kind()).isEmpty();
    state("Done", "completed");
    issue.put("completedAt", WITHIN).put("trashed", true);
    assertThat(kind()).isEmpty();
  }

  @Test
  void startedIsToldOnceAndAgainWhenItStartsAgain() {
    state("In Progress", "started");
    issue.put("startedAt", WITHIN);
    assertThat(kind()).hasValue(Kind.STARTED);
    issue.put("startedAt", BEFORE);
    assertThat(kind()).isEmpty();
    history(moved(WITHIN, "In Progress", "started", "In Review", "started"));
    assertThat(kind()).as("from one state of work to the next").isEmpty();
    history(moved(WITHIN, "Todo", "unstarted", "In Progress", "started"));
    assertThat(kind()).as("taken up again").hasValue(Kind.STARTED);
  }

  @Test
  void newlyAssignedIsWhoHasItNowAndHadItNot() {
    assignee("a").history(assigned(WITHIN, null, "a"));
    assertThat(kind()).hasValue(Kind.ASSIGNED);
    history(assigned(BEFORE, null, "a"));
    assertThat(kind()).as("before the window").isEmpty();
    history(assigned(WITHIN_LATER, "b", "a"), assigned(WITHIN, "a", "b"));
    assertThat(kind()).as("given away and taken back, in whatever order it is listed").isEmpty();
    history(assigned(AFTER, null, "a"));
    assertThat(kind()).as("after the window").isEmpty();
  }

  @Test
  void createdWithAnAssigneeIsNewlyAssigned() {
    assignee("a");
    issue.put("createdAt", WITHIN);
    assertThat(kind()).hasValue(Kind.ASSIGNED);
    issue.put("createdAt", AFTER);
    assertThat(kind()).isEmpty();
  }

  @Test
  void blockedByAnOpenIssueIsToldWithItsName() {
    blockedBy(WITHIN, "started");
    IssueChange change = IssueChange.of(issue, WINDOW).orElseThrow();
    assertThat(change.kind()).isEqualTo(Kind.BLOCKED);
    assertThat(change.blockers()).containsExactly("ENG-9");
    blockedBy(WITHIN, "completed");
    assertThat(kind()).as("its blocker is done").isEmpty();
    blockedBy(BEFORE, "started");
    assertThat(kind()).as("told before").isEmpty();
  }

  @Test
  void stateOrLabelThatSaysBlockedCounts() {
    state("Blocked", "started").history(moved(WITHIN, "Todo", "unstarted", "Blocked", "started"));
    assertThat(kind()).hasValue(Kind.BLOCKED);
    state("Todo", "unstarted")
        .history("{\"createdAt\": \"" + WITHIN + "\", \"addedLabels\": [{\"name\": \"blocked\"}]}");
    assertThat(kind()).as("the label is gone again").isEmpty();
    issue.putObject("labels").putArray("nodes").addObject().put("name", "blocked");
    assertThat(kind()).hasValue(Kind.BLOCKED);
  }

  @Test
  void unblockedLabelDoesNotCount() {
    issue.putObject("labels").putArray("nodes").addObject().put("name", "Unblocked");
    history("{\"createdAt\": \"" + WITHIN + "\", \"addedLabels\": [{\"name\": \"Unblocked\"}]}");
    assertThat(kind()).isEmpty();
  }
}
