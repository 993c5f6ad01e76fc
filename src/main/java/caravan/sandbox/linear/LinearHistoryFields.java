package caravan.sandbox.linear;

import java.util.List;
import java.util.Objects;

/** What the fields of an issue's history and of its relations are worth. */
final class LinearHistoryFields {
  private final LinearWorkspace workspace;

  LinearHistoryFields(LinearWorkspace workspace) {
    this.workspace = workspace;
  }

  Object relation(LinearRelation relation, String field) {
    return switch (field) {
      case "id" -> relation.id();
      case "type" -> relation.type();
      case "createdAt", "updatedAt" -> relation.createdAt();
      case "issue" -> workspace.issue(relation.issueId()).orElseThrow();
      case "relatedIssue" -> workspace.issue(relation.relatedIssueId()).orElseThrow();
      default -> null;
    };
  }

  Object change(LinearChange change, String field) {
    LinearIssue before = change.before();
    LinearIssue after = change.after();
    return switch (field) {
      case "id" -> change.id();
      case "createdAt", "updatedAt" -> change.createdAt();
      case "issue" -> workspace.issue(after.id()).orElseThrow();
      case "fromAssigneeId" -> change.changed(before.assigneeId(), after.assigneeId(), false);
      case "toAssigneeId" -> change.changed(before.assigneeId(), after.assigneeId(), true);
      case "fromAssignee", "toAssignee" -> user((String) change(change, field + "Id"));
      case "fromStateId" -> change.changed(before.stateId(), after.stateId(), false);
      case "toStateId" -> change.changed(before.stateId(), after.stateId(), true);
      case "fromState", "toState" -> state((String) change(change, field + "Id"));
      case "fromTeamId" -> change.changed(before.teamId(), after.teamId(), false);
      case "toTeamId" -> change.changed(before.teamId(), after.teamId(), true);
      case "fromTeam", "toTeam" -> team((String) change(change, field + "Id"));
      case "fromTitle" -> change.changed(before.title(), after.title(), false);
      case "toTitle" -> change.changed(before.title(), after.title(), true);
      case "addedLabelIds" -> orNull(change.addedLabelIds());
      case "removedLabelIds" -> orNull(change.removedLabelIds());
      case "addedLabels" -> labels(change.addedLabelIds());
      case "removedLabels" -> labels(change.removedLabelIds());
      case "archived" -> differ(before.archivedAt() != null, after.archivedAt() != null);
      case "trashed" -> differ(before.trashed(), after.trashed());
      case "updatedDescription" ->
          Objects.equals(before.description(), after.description()) ? null : true;
      default -> null;
    };
  }

  private static Boolean differ(boolean before, boolean after) {
    return before == after ? null : Boolean.valueOf(after);
  }

  private static List<String> orNull(List<String> ids) {
    return ids.isEmpty() ? null : ids;
  }

  private List<LinearLabel> labels(List<String> ids) {
    return ids.isEmpty()
        ? null
        : ids.stream().map(id -> workspace.labelById(id).orElseThrow()).toList();
  }

  private LinearUser user(String id) {
    return id == null ? null : workspace.user(id).orElseThrow();
  }

  private LinearState state(String id) {
    return id == null ? null : workspace.state(id).orElseThrow();
  }

  private LinearTeam team(String id) {
    return id == null ? null : workspace.teamByIdOrKey(id).orElseThrow();
  }
}
