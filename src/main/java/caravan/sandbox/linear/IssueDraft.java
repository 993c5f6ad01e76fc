package caravan.sandbox.linear;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What the next version of an issue shall be, in the words people use: the state's and labels'
 * names, the assignee's address. Starts from the present version, so only what changes is set.
 */
public final class IssueDraft {
  String id;
  String title = "Untitled";
  String description;
  int priority;
  Double estimate;
  LocalDate dueDate;
  String state = "Backlog";
  String assigneeEmail;
  String creatorEmail;
  String parentId;
  List<String> labels = List.of();
  Instant createdAt;
  Instant updatedAt;
  Instant archivedAt;
  boolean trashed;

  IssueDraft() {}

  /** The UUID to create the issue with; ignored by an update. */
  public IssueDraft id(String value) {
    id = value;
    return this;
  }

  public IssueDraft title(String value) {
    title = value;
    return this;
  }

  /** The title as it stands. */
  public String title() {
    return title;
  }

  /** Markdown; null for none. */
  public IssueDraft description(String value) {
    description = value;
    return this;
  }

  /** The description as it stands; null if there is none. */
  public String description() {
    return description;
  }

  /** 0 (none), 1 (urgent) to 4 (low). */
  public IssueDraft priority(int value) {
    priority = value;
    return this;
  }

  /** Points; null for none. */
  public IssueDraft estimate(Double value) {
    estimate = value;
    return this;
  }

  /** Null for none. */
  public IssueDraft dueDate(LocalDate value) {
    dueDate = value;
    return this;
  }

  /** The name of a state of the issue's team. */
  public IssueDraft state(String value) {
    state = value;
    return this;
  }

  /** The address of a user of the workspace; null for nobody. */
  public IssueDraft assignee(String email) {
    assigneeEmail = email;
    return this;
  }

  /** The address of the user who made it; null for an integration. */
  public IssueDraft creator(String email) {
    creatorEmail = email;
    return this;
  }

  /** The UUID of the parent issue; null for none. */
  public IssueDraft parent(String issueId) {
    parentId = issueId;
    return this;
  }

  /** Names of labels; a name that is new becomes a label. */
  public IssueDraft labels(List<String> names) {
    labels = List.copyOf(names);
    return this;
  }

  public IssueDraft createdAt(Instant value) {
    createdAt = value;
    return this;
  }

  /** The moment of this change; by default the clock's. */
  public IssueDraft updatedAt(Instant value) {
    updatedAt = value;
    return this;
  }
}
