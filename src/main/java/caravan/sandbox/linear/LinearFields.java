package caravan.sandbox.linear;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What each field of the GraphQL types is worth for a node of the workspace; both answers and
 * filters read it. Null for a field the sandbox holds nothing for; where the schema forbids null
 * the answer has the type's empty value instead (see {@link LinearSchema}).
 */
final class LinearFields {
  private final LinearWorkspace workspace;
  private final LinearHistoryFields history;

  LinearFields(LinearWorkspace workspace) {
    this.workspace = workspace;
    this.history = new LinearHistoryFields(workspace);
  }

  /** The value of a field: a scalar, a node, a collection of nodes, or null. */
  Object value(Object node, String field) {
    if (node instanceof LinearIssue issue) {
      return issue(issue, field);
    }
    if (node instanceof LinearUser user) {
      return user(user, field);
    }
    if (node instanceof LinearTeam team) {
      return team(team, field);
    }
    if (node instanceof LinearState state) {
      return state(state, field);
    }
    if (node instanceof LinearLabel label) {
      return label(label, field);
    }
    if (node instanceof LinearChange change) {
      return history.change(change, field);
    }
    if (node instanceof LinearRelation relation) {
      return history.relation(relation, field);
    }
    if (node instanceof Map<?, ?> map) {
      return map.get(field);
    }
    throw new IllegalArgumentException("not a node of the workspace: " + node);
  }

  /** True for a node that lists leave out unless asked: archived or trashed. */
  boolean archived(Object node) {
    return node instanceof LinearIssue issue && issue.archivedAt() != null;
  }

  private Object issue(LinearIssue issue, String field) {
    return switch (field) {
      case "id" -> issue.id();
      case "identifier" -> issue.identifier();
      case "number" -> (double) issue.number();
      case "title" -> issue.title();
      case "description" -> issue.description();
      case "priority" -> (double) issue.priority();
      case "priorityLabel" -> issue.priorityLabel();
      case "estimate" -> issue.estimate();
      case "dueDate" -> issue.dueDate();
      case "url" -> "https://linear.app/example/issue/" + issue.identifier();
      case "branchName" -> issue.branchName();
      case "createdAt" -> issue.createdAt();
      case "updatedAt" -> issue.updatedAt();
      case "startedAt" -> issue.startedAt();
      case "completedAt" -> issue.completedAt();
      case "canceledAt" -> issue.canceledAt();
      case "archivedAt" -> issue.archivedAt();
      case "trashed" -> issue.trashed() ? Boolean.TRUE : null;
      case "team" -> workspace.teamByIdOrKey(issue.teamId()).orElseThrow();
      case "state" -> workspace.state(issue.stateId()).orElseThrow();
      case "assignee" -> person(issue.assigneeId());
      case "creator" -> person(issue.creatorId());
      case "parent" ->
          issue.parentId() == null ? null : workspace.issue(issue.parentId()).orElse(null);
      case "children" -> workspace.children(issue.id());
      case "labels" -> labels(issue);
      case "labelIds" -> issue.labelIds();
      case "boardOrder", "sortOrder", "prioritySortOrder" -> (double) -issue.number();
      case "subIssueSortOrder" -> issue.parentId() == null ? null : (double) issue.number();
      case "previousIdentifiers" ->
          workspace.history(issue.id()).stream()
              .map(LinearIssue::identifier)
              .filter(identifier -> !identifier.equals(issue.identifier()))
              .distinct()
              .toList();
      case "history" -> LinearChange.of(workspace.history(issue.id()));
      case "relations" -> workspace.relations(it -> it.issueId().equals(issue.id()));
      case "inverseRelations" -> workspace.relations(it -> it.relatedIssueId().equals(issue.id()));
      case "hasBlockingRelations" -> !workspace.blockedBy(issue.id()).isEmpty();
      case "hasBlockedByRelations" -> !workspace.blockersOf(issue.id()).isEmpty();
      case "sharedAccess" -> Map.of();
      default -> null;
    };
  }

  private Object user(LinearUser user, String field) {
    return switch (field) {
      case "id" -> user.id();
      case "name", "displayName" -> user.name();
      case "email" -> user.email();
      case "active" -> user.active();
      case "createdAt" -> user.createdAt();
      case "updatedAt" -> user.updatedAt();
      case "isMe" -> workspace.users().get(0).equals(user);
      case "admin", "owner" -> workspace.users().get(0).equals(user);
      case "canAccessAnyPublicTeam", "isAssignable", "isMentionable" -> true;
      case "avatarBackgroundColor" -> "#5e6ad2";
      case "initials" -> user.name().substring(0, 1);
      case "createdIssueCount" -> issues(issue -> user.id().equals(issue.creatorId())).size();
      case "assignedIssues" -> issues(issue -> user.id().equals(issue.assigneeId()));
      case "url" -> "https://linear.app/example/profiles/" + user.id();
      default -> null;
    };
  }

  private Object team(LinearTeam team, String field) {
    return switch (field) {
      case "id" -> team.id();
      case "key" -> team.key();
      case "name", "displayName" -> team.name();
      case "createdAt" -> team.createdAt();
      case "updatedAt" -> team.updatedAt();
      case "states" -> workspace.states(team.id());
      case "labels" -> workspace.labels();
      case "members" -> workspace.members(team.id());
      case "issues" -> issues(issue -> team.id().equals(issue.teamId()));
      case "issueCount" ->
          issues(issue -> team.id().equals(issue.teamId()) && !archived(issue)).size();
      case "defaultIssueState" ->
          workspace.states(team.id()).stream()
              .filter(state -> state.type().equals("backlog"))
              .findFirst()
              .orElse(null);
      case "issueEstimationType" -> "fibonacci";
      case "triageEnabled" -> true;
      default -> null;
    };
  }

  private Object state(LinearState state, String field) {
    return switch (field) {
      case "id" -> state.id();
      case "name" -> state.name();
      case "type" -> state.type();
      case "position" -> state.position();
      case "color" -> "#bec2c8";
      case "createdAt", "updatedAt" -> state.createdAt();
      case "team" -> workspace.teamByIdOrKey(state.teamId()).orElseThrow();
      case "issues" -> issues(issue -> state.id().equals(issue.stateId()));
      default -> null;
    };
  }

  private Object label(LinearLabel label, String field) {
    return switch (field) {
      case "id" -> label.id();
      case "name" -> label.name();
      case "color" -> label.color();
      case "createdAt" -> label.createdAt();
      case "updatedAt" -> label.updatedAt();
      case "issues" -> issues(issue -> issue.labelIds().contains(label.id()));
      default -> null;
    };
  }

  private LinearUser person(String id) {
    return id == null ? null : workspace.user(id).orElseThrow();
  }

  private List<LinearLabel> labels(LinearIssue issue) {
    return issue.labelIds().stream().map(id -> workspace.labelById(id).orElseThrow()).toList();
  }

  private List<LinearIssue> issues(Predicate<LinearIssue> which) {
    return workspace.issues().stream().filter(which).toList();
  }
}
