package caravan.sandbox.linear;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * One version of an issue; a change makes a new one.
 *
 * @param id UUID, never changes
 * @param number counts within the team
 * @param identifier team key and number, such as ENG-12
 * @param description Markdown; null if there is none
 * @param priority 0 (none), 1 (urgent) to 4 (low)
 * @param estimate points; null if there are none
 * @param dueDate null if there is none
 * @param assigneeId null if nobody is assigned
 * @param creatorId null if an integration made it
 * @param parentId null unless this is a sub-issue
 * @param updatedAt with milliseconds; Linear does not floor it
 * @param archivedAt null while the issue is visible
 * @param trashed true while it lies in the trash, from where Linear removes it after 30 days
 */
public record LinearIssue(
    String id,
    String teamId,
    int number,
    String identifier,
    String title,
    String description,
    int priority,
    Double estimate,
    LocalDate dueDate,
    String stateId,
    String assigneeId,
    String creatorId,
    String parentId,
    List<String> labelIds,
    Instant createdAt,
    Instant updatedAt,
    Instant startedAt,
    Instant completedAt,
    Instant canceledAt,
    Instant archivedAt,
    boolean trashed) {

  private static final List<String> PRIORITIES =
      List.of("No priority", "Urgent", "High", "Medium", "Low");

  public LinearIssue {
    if (priority < 0 || priority >= PRIORITIES.size()) {
      throw new IllegalArgumentException("priority is 0 to 4, not " + priority);
    }
    labelIds = List.copyOf(labelIds);
  }

  /** The priority in words, as Linear shows it. */
  public String priorityLabel() {
    return PRIORITIES.get(priority);
  }

  /** The branch name that Linear proposes: the identifier and the title in small letters. */
  public String branchName() {
    String slug = title.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return identifier.toLowerCase(java.util.Locale.ROOT)
        + "-"
        + slug.substring(0, Math.min(slug.length(), 60));
  }
}
