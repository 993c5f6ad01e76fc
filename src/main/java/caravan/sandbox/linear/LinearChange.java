package caravan.sandbox.linear;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** An entry of an issue's history: two versions that follow each other. */
record LinearChange(LinearIssue before, LinearIssue after) {

  /** The entries of an issue's history, oldest first; none for its creation. */
  static List<LinearChange> of(List<LinearIssue> versions) {
    List<LinearChange> changes = new ArrayList<>();
    for (int i = 1; i < versions.size(); i++) {
      changes.add(new LinearChange(versions.get(i - 1), versions.get(i)));
    }
    return changes;
  }

  /** The same for every reading of the same change. */
  String id() {
    return LinearWorkspace.uuid(
        "history", after.id() + "/" + after.updatedAt() + "/" + after.hashCode());
  }

  Instant createdAt() {
    return after.updatedAt();
  }

  /** What changed from one value to another; null if it did not. */
  String changed(String from, String to, boolean wanted) {
    return Objects.equals(from, to) ? null : wanted ? to : from;
  }

  /** The ids of the labels that came with the change. */
  List<String> addedLabelIds() {
    return only(after.labelIds(), before.labelIds());
  }

  /** The ids of the labels that went with it. */
  List<String> removedLabelIds() {
    return only(before.labelIds(), after.labelIds());
  }

  private static List<String> only(List<String> these, List<String> others) {
    return these.stream().filter(id -> !others.contains(id)).toList();
  }
}
