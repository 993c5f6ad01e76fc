package caravan.demo.seed;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * An issue to put into Linear.
 *
 * @param id UUID
 * @param description Markdown; null for none
 * @param priority 0 to 4
 * @param estimate null for none
 * @param dueDate null for none
 * @param state name of a workflow state
 * @param assignee address; null for nobody
 * @param labels names
 * @param parentId UUID of an issue that comes earlier in the list; null for none
 */
public record SeedIssue(
    String id,
    String title,
    String description,
    int priority,
    Double estimate,
    LocalDate dueDate,
    String state,
    String assignee,
    List<String> labels,
    String parentId,
    Instant createdAt,
    Instant updatedAt) {
  public SeedIssue {
    labels = List.copyOf(labels);
  }
}
