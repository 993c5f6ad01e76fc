package caravan.sandbox.linear;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates, changes, archives and deletes issues on behalf of the key's owner. */
final class LinearMutations {
  private final LinearWorkspace workspace;

  LinearMutations(LinearWorkspace workspace) {
    this.workspace = workspace;
  }

  Map<String, DataFetcher<?>> fetchers() {
    return Map.of(
        "issueCreate", this::create,
        "issueUpdate", this::update,
        "issueArchive",
            env ->
                archived(
                    Boolean.TRUE.equals(env.getArgument("trash"))
                        ? workspace.deleteIssue(issue(env).id())
                        : workspace.archiveIssue(issue(env).id())),
        "issueUnarchive", env -> archived(workspace.restoreIssue(issue(env).id())),
        "issueDelete", this::delete);
  }

  private Map<String, Object> create(DataFetchingEnvironment env) {
    Map<String, Object> input = env.getArgument("input");
    LinearTeam team = found("Team", workspace.teamByIdOrKey((String) input.get("teamId")));
    String viewer = workspace.users().get(0).email();
    LinearIssue issue =
        workspace.createIssue(
            team.key(),
            draft -> {
              draft.id((String) input.get("id")).creator(viewer);
              fill(draft, input);
            });
    return Map.of("success", true, "issue", issue);
  }

  private Map<String, Object> update(DataFetchingEnvironment env) {
    Map<String, Object> input = env.getArgument("input");
    LinearIssue issue = issue(env);
    if (input.get("teamId") instanceof String teamId && !teamId.equals(issue.teamId())) {
      workspace.moveIssue(issue.id(), found("Team", workspace.teamByIdOrKey(teamId)).key());
    }
    LinearIssue changed = workspace.updateIssue(issue.id(), draft -> fill(draft, input));
    return Map.of("success", true, "issue", changed);
  }

  private Map<String, Object> delete(DataFetchingEnvironment env) {
    LinearIssue issue = issue(env);
    if (Boolean.TRUE.equals(env.getArgument("permanentlyDelete"))) {
      workspace.purgeIssue(issue.id());
      return Map.of("success", true);
    }
    return archived(workspace.deleteIssue(issue.id()));
  }

  private static Map<String, Object> archived(LinearIssue issue) {
    return Map.of("success", true, "entity", issue);
  }

  private LinearIssue issue(DataFetchingEnvironment env) {
    return found("Issue", workspace.issue(env.getArgument("id")));
  }

  /** Sets what the input names; a null clears, an absent key leaves alone. */
  private void fill(IssueDraft draft, Map<String, Object> input) {
    input.forEach((field, value) -> set(draft, field, value));
  }

  private void set(IssueDraft draft, String field, Object value) {
    switch (field) {
      case "title" -> draft.title((String) value);
      case "description" -> draft.description((String) value);
      case "priority" -> draft.priority(priority(value));
      case "estimate" -> draft.estimate(value == null ? null : ((Number) value).doubleValue());
      case "dueDate" -> draft.dueDate(date((String) value));
      case "stateId" -> draft.state(found("WorkflowState", workspace.state((String) value)).name());
      case "assigneeId" ->
          draft.assignee(
              value == null ? null : found("User", workspace.user((String) value)).email());
      case "parentId" ->
          draft.parent(value == null ? null : found("Issue", workspace.issue((String) value)).id());
      case "labelIds" -> draft.labels(labels((List<?>) value));
      default -> {
        // id and teamId are settled by the caller.
      }
    }
  }

  private static int priority(Object value) {
    int priority = value == null ? 0 : (Integer) value;
    if (priority < 0 || priority > 4) {
      throw new LinearInputException("Argument Validation Error: priority is 0 to 4");
    }
    return priority;
  }

  private static LocalDate date(String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new LinearInputException("Argument Validation Error: dueDate is no date", e);
    }
  }

  private List<String> labels(List<?> ids) {
    return ids == null
        ? List.of()
        : ids.stream()
            .map(id -> found("IssueLabel", workspace.labelById((String) id)).name())
            .toList();
  }

  private static <T> T found(String type, Optional<T> found) {
    return found.orElseThrow(() -> new LinearInputException("Entity not found: " + type));
  }
}
