package caravan.digest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The changes of an issue as Linear's history tells them, oldest first. */
final class IssueHistory {

  private final List<JsonNode> entries = new ArrayList<>();
  private final DigestWindow window;

  IssueHistory(JsonNode issue, DigestWindow window) {
    this.window = window;
    issue.at("/history/nodes").forEach(entries::add);
    entries.sort(Comparator.comparing(entry -> moment(entry, "createdAt")));
  }

  /** A moment of an object; null if it has none. */
  static Instant moment(JsonNode node, String field) {
    String text = node.path(field).asText("");
    return text.isEmpty() || text.equals("null") ? null : OffsetDateTime.parse(text).toInstant();
  }

  /** Whether the issue came into a state of that type, from one of another type, in the window. */
  boolean entered(String stateType) {
    return within().stream()
        .anyMatch(
            entry ->
                stateType.equals(entry.at("/toState/type").asText())
                    && !stateType.equals(entry.at("/fromState/type").asText()));
  }

  /** Whether the issue came into a state whose name says that it is blocked, in the window. */
  boolean enteredBlockedState() {
    return within().stream()
        .anyMatch(
            entry ->
                saysBlocked(entry.at("/toState/name").asText())
                    && !saysBlocked(entry.at("/fromState/name").asText()));
  }

  /** Whether the issue got a label that says that it is blocked, in the window. */
  boolean gotBlockedLabel() {
    return within().stream()
        .anyMatch(
            entry -> {
              for (JsonNode label : entry.path("addedLabels")) {
                if (saysBlocked(label.path("name").asText())) {
                  return true;
                }
              }
              return false;
            });
  }

  /** Whether a state's or label's name says that work cannot go on. */
  static boolean saysBlocked(String name) {
    return name.strip().toLowerCase(java.util.Locale.ROOT).matches("(is )?blocked.*|on hold");
  }

  /**
   * Whether the present assignee has the issue since some moment of the window.
   *
   * @param assignee the present assignee's id
   * @param created whether the issue itself was made in the window
   */
  boolean newlyAssigned(String assignee, boolean created) {
    String before = created ? null : assignee;
    boolean changed = false;
    for (JsonNode entry : entries) {
      if (!isAssignment(entry)) {
        continue;
      }
      Instant at = moment(entry, "createdAt");
      if (!at.isBefore(window.until())) {
        return false; // who has it since then is the next digest's matter
      }
      if (window.contains(at) && !changed) {
        before = created ? null : entry.path("fromAssigneeId").asText(null);
        changed = true;
      }
    }
    return !Objects.equals(before, assignee);
  }

  private static boolean isAssignment(JsonNode entry) {
    return entry.path("fromAssigneeId").isTextual() || entry.path("toAssigneeId").isTextual();
  }

  private List<JsonNode> within() {
    return entries.stream().filter(it -> window.contains(moment(it, "createdAt"))).toList();
  }
}
