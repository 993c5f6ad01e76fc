package caravan.digest;

import static caravan.digest.IssueHistory.moment;
import static caravan.digest.IssueHistory.saysBlocked;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a digest says of an issue: one thing, the first that fits of finished, blocked, started and
 * newly assigned.
 *
 * @param teamId the id of the team that has it now
 * @param person who has it now
 * @param blockers the identifiers of the open issues that block it; empty unless it is blocked
 */
record IssueChange(
    Kind kind,
    String teamId,
    Person person,
    String identifier,
    String title,
    String url,
    List<String> blockers) {

  private static final Set<String> CLOSED = Set.of("completed", "canceled", "duplicate");

  /** What happened, in the order in which people read it. */
  enum Kind {
    FINISHED,
    BLOCKED,
    STARTED,
    ASSIGNED;

    /** Its name in an item. */
    String field() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What happened to an issue, as Linear's GraphQL gives it, in the window; empty if nothing that
   * matters did, or if it is in the trash.
   */
  static Optional<IssueChange> of(JsonNode issue, DigestWindow window) {
    if (issue.path("trashed").asBoolean()) {
      return Optional.empty();
    }
    IssueHistory history = new IssueHistory(issue, window);
    List<String> blockers = blockers(issue);
    return kind(issue, window, history, !blockers.isEmpty())
        .map(
            kind ->
                new IssueChange(
                    kind,
                    issue.at("/team/id").asText(),
                    person(issue.path("assignee")),
                    issue.path("identifier").asText(),
                    issue.path("title").asText(),
                    issue.path("url").asText(),
                    kind == Kind.BLOCKED ? blockers : List.of()));
  }

  private static Optional<Kind> kind(
      JsonNode issue, DigestWindow window, IssueHistory history, boolean hasBlocker) {
    String state = issue.at("/state/type").asText();
    if (state.equals("completed") && window.contains(moment(issue, "completedAt"))) {
      return Optional.of(Kind.FINISHED);
    }
    if (CLOSED.contains(state)) {
      return Optional.empty();
    }
    boolean blocked =
        hasBlocker && isNewlyBlocked(issue, window)
            || saysBlocked(issue.at("/state/name").asText()) && history.enteredBlockedState()
            || hasBlockedLabel(issue) && history.gotBlockedLabel();
    if (blocked) {
      return Optional.of(Kind.BLOCKED);
    }
    boolean started =
        state.equals("started")
            && (window.contains(moment(issue, "startedAt")) || history.entered("started"));
    if (started) {
      return Optional.of(Kind.STARTED);
    }
    String assignee = issue.at("/assignee/id").asText("");
    boolean created = window.contains(moment(issue, "createdAt"));
    return !assignee.isEmpty() && history.newlyAssigned(assignee, created)
        ? Optional.of(Kind.ASSIGNED)
        : Optional.empty();
  }

  /** Whether an issue that is open blocks it since some moment of the window. */
  private static boolean isNewlyBlocked(JsonNode issue, DigestWindow window) {
    for (JsonNode relation : issue.at("/inverseRelations/nodes")) {
      if (isOpenBlocker(relation) && window.contains(moment(relation, "createdAt"))) {
        return true;
      }
    }
    return false;
  }

  private static List<String> blockers(JsonNode issue) {
    List<String> blockers = new ArrayList<>();
    for (JsonNode relation : issue.at("/inverseRelations/nodes")) {
      if (isOpenBlocker(relation)) {
        blockers.add(relation.at("/issue/identifier").asText());
      }
    }
    return blockers;
  }

  private static boolean isOpenBlocker(JsonNode relation) {
    return relation.path("type").asText().equals("blocks")
        && !CLOSED.contains(relation.at("/issue/state/type").asText());
  }

  private static boolean hasBlockedLabel(JsonNode issue) {
    for (JsonNode label : issue.at("/labels/nodes")) {
      if (saysBlocked(label.path("name").asText())) {
        return true;
      }
    }
    return false;
  }

  private static Person person(JsonNode assignee) {
    return assignee.path("id").asText("").isEmpty()
        ? Person.NOBODY
        : new Person(assignee.path("name").asText(), assignee.path("email").asText());
  }
}
