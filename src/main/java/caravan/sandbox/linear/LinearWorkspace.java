package caravan.sandbox.linear;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Teams, people, labels and issues in memory, with every version an issue ever had. Safe for use by
 * several threads; ids are the same in every run that makes the same calls.
 */
public final class LinearWorkspace {
  private final Clock clock;
  private final Changes changes;
  private final Map<String, LinearUser> users = new LinkedHashMap<>();
  private final Map<String, LinearTeam> teams = new LinkedHashMap<>();
  private final Map<String, LinearState> states = new LinkedHashMap<>();
  private final Map<String, LinearLabel> labels = new LinkedHashMap<>();
  private final Map<String, LinearIssue> issues = new LinkedHashMap<>();
  private final Map<String, List<LinearIssue>> versions = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, LinearRelation> relations = new LinkedHashMap<>();
  private final Map<String, List<String>> members = new HashMap<>();
  private final Instant foundedAt;

  /** Is told of every change to an issue. */
  interface Changes {

    /**
     * @param action create, update or remove
     */
    void issue(String action, LinearIssue issue, String teamKey);
  }

  public LinearWorkspace(Clock clock) {
    this(clock, (action, issue, team) -> {});
  }

  LinearWorkspace(Clock clock, Changes changes) {
    this.clock = clock;
    this.changes = changes;
    this.foundedAt = now();
  }

  /** When the workspace was made. */
  public Instant foundedAt() {
    return foundedAt;
  }

  /** Adds a member. The first one is the owner of every API key ("viewer"). */
  public synchronized LinearUser addUser(String name, String email) {
    LinearUser user = new LinearUser(uuid("user", email), name, email, true, now(), now());
    users.put(user.id(), user);
    return user;
  }

  /**
   * Gives the member with that address another name; no issue is changed by it.
   *
   * @throws NoSuchElementException if no member has the address
   */
  public synchronized LinearUser renameUser(String email, String name) {
    LinearUser old = users.get(userId(email));
    LinearUser user =
        new LinearUser(old.id(), name, old.email(), old.active(), old.createdAt(), now());
    users.put(user.id(), user);
    return user;
  }

  /** Adds a team with Linear's usual workflow: Triage, Backlog, Todo, In Progress and so on. */
  public synchronized LinearTeam addTeam(String key, String name) {
    LinearTeam team = new LinearTeam(uuid("team", key), key, name, now(), now());
    teams.put(team.id(), team);
    LinearState.USUAL.forEach(step -> addState(key, step.name(), step.type()));
    return team;
  }

  /** Makes somebody a member of a team; a team without any has everybody for a member. */
  public synchronized void addMember(String teamKey, String email) {
    members.computeIfAbsent(team(teamKey).id(), id -> new ArrayList<>()).add(userId(email));
  }

  synchronized List<LinearUser> members(String teamId) {
    List<String> named = members.get(teamId);
    return users.values().stream()
        .filter(user -> named == null || named.contains(user.id()))
        .toList();
  }

  /** Adds a step at the end of the team's workflow. */
  public synchronized LinearState addState(String teamKey, String name, String type) {
    LinearTeam team = team(teamKey);
    double position = states(team.id()).size();
    LinearState state =
        new LinearState(uuid("state", teamKey + name), team.id(), name, type, position, now());
    states.put(state.id(), state);
    return state;
  }

  /** The label of that name, made if it is new. */
  public synchronized LinearLabel label(String name) {
    return labels.values().stream()
        .filter(label -> label.name().equals(name))
        .findFirst()
        .orElseGet(
            () -> {
              String color = String.format("#%06x", name.hashCode() & 0xffffff);
              LinearLabel label = new LinearLabel(uuid("label", name), name, color, now(), now());
              labels.put(label.id(), label);
              return label;
            });
  }

  /**
   * Creates an issue in the team with that key.
   *
   * @throws NoSuchElementException if a state, person or parent is unknown
   */
  public synchronized LinearIssue createIssue(String teamKey, Consumer<IssueDraft> fill) {
    LinearTeam team = team(teamKey);
    IssueDraft draft = new IssueDraft();
    fill.accept(draft);
    int number = numbers.merge(teamKey, 1, Integer::sum);
    String id = draft.id == null ? uuid("issue", teamKey + number) : draft.id;
    if (issues.containsKey(id)) {
      throw new IllegalArgumentException("an issue with the id " + id + " exists already");
    }
    Instant createdAt = moment(draft.createdAt);
    Instant updatedAt = draft.updatedAt == null ? createdAt : moment(draft.updatedAt);
    return store(build(id, team, number, draft, createdAt, updatedAt, null));
  }

  /** Changes an issue; its `updatedAt` becomes the draft's, by default the clock's. */
  public synchronized LinearIssue updateIssue(String id, Consumer<IssueDraft> change) {
    LinearIssue present = requireIssue(id);
    IssueDraft draft = draftOf(present);
    change.accept(draft);
    LinearTeam team = teams.get(present.teamId());
    return store(
        build(
            id,
            team,
            present.number(),
            draft,
            present.createdAt(),
            moment(draft.updatedAt),
            present));
  }

  /** Moves an issue to another team: it gets a new identifier there and keeps its id. */
  public synchronized LinearIssue moveIssue(String id, String teamKey) {
    LinearIssue present = requireIssue(id);
    LinearTeam team = team(teamKey);
    int number = numbers.merge(teamKey, 1, Integer::sum);
    return store(build(id, team, number, draftOf(present), present.createdAt(), now(), present));
  }

  /** Sets the state to "Canceled". */
  public LinearIssue cancelIssue(String id) {
    return updateIssue(id, draft -> draft.state("Canceled"));
  }

  /** Archives an issue: answers leave it out unless `includeArchived` is set. */
  public LinearIssue archiveIssue(String id) {
    return updateIssue(id, draft -> draft.archivedAt = now());
  }

  /** Moves an issue to the trash, as deleting does in Linear: archived and marked `trashed`. */
  public LinearIssue deleteIssue(String id) {
    return updateIssue(
        id,
        draft -> {
          draft.archivedAt = now();
          draft.trashed = true;
        });
  }

  /** Brings an issue back from the archive or the trash. */
  public LinearIssue restoreIssue(String id) {
    return updateIssue(
        id,
        draft -> {
          draft.archivedAt = null;
          draft.trashed = false;
        });
  }

  /** Removes an issue for good, as Linear does 30 days after its deletion: no answer knows it. */
  public synchronized void purgeIssue(String id) {
    LinearIssue gone = requireIssue(id);
    issues.remove(id);
    tell("remove", gone);
  }

  /**
   * One issue blocks another from now on; whether the service touches the issues' updatedAt then is
   * not documented, so it stays.
   *
   * @param blocker the id of the issue that blocks
   * @param blocked the id of the one that waits for it
   */
  public synchronized LinearRelation block(String blocker, String blocked) {
    LinearRelation relation =
        new LinearRelation(
            uuid("relation", blocker + blocked),
            requireIssue(blocker).id(),
            requireIssue(blocked).id(),
            "blocks",
            now());
    relations.put(relation.id(), relation);
    return relation;
  }

  /** Takes a relation back. */
  public synchronized void unrelate(String relationId) {
    relations.remove(relationId);
  }

  /** The relations between issues that there still are. */
  synchronized List<LinearRelation> relations(Predicate<LinearRelation> which) {
    return relations.values().stream()
        .filter(it -> issues.containsKey(it.issueId()) && issues.containsKey(it.relatedIssueId()))
        .filter(which)
        .toList();
  }

  List<LinearRelation> blockersOf(String issueId) {
    return relations(it -> it.type().equals("blocks") && it.relatedIssueId().equals(issueId));
  }

  List<LinearRelation> blockedBy(String issueId) {
    return relations(it -> it.type().equals("blocks") && it.issueId().equals(issueId));
  }

  /** The issue with that UUID or identifier. */
  public synchronized Optional<LinearIssue> issue(String idOrIdentifier) {
    LinearIssue byId = issues.get(idOrIdentifier);
    if (byId != null) {
      return Optional.of(byId);
    }
    return issues.values().stream()
        .filter(issue -> issue.identifier().equals(idOrIdentifier))
        .findFirst();
  }

  /** Every version of an issue, oldest first; also of a purged one. */
  public synchronized List<LinearIssue> history(String id) {
    return List.copyOf(versions.getOrDefault(id, List.of()));
  }

  /** All issues, archived and trashed ones included. */
  public synchronized List<LinearIssue> issues() {
    return List.copyOf(issues.values());
  }

  public synchronized List<LinearUser> users() {
    return List.copyOf(users.values());
  }

  public synchronized List<LinearTeam> teams() {
    return List.copyOf(teams.values());
  }

  public synchronized List<LinearLabel> labels() {
    return List.copyOf(labels.values());
  }

  /** The workflow states of all teams. */
  public synchronized List<LinearState> states() {
    return List.copyOf(states.values());
  }

  synchronized List<LinearState> states(String teamId) {
    return states.values().stream().filter(state -> state.teamId().equals(teamId)).toList();
  }

  synchronized Optional<LinearUser> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  synchronized Optional<LinearState> state(String id) {
    return Optional.ofNullable(states.get(id));
  }

  synchronized Optional<LinearLabel> labelById(String id) {
    return Optional.ofNullable(labels.get(id));
  }

  synchronized Optional<LinearTeam> teamByIdOrKey(String idOrKey) {
    LinearTeam byId = teams.get(idOrKey);
    return byId != null
        ? Optional.of(byId)
        : teams.values().stream().filter(team -> team.key().equals(idOrKey)).findFirst();
  }

  private LinearTeam team(String key) {
    return teamByIdOrKey(key)
        .orElseThrow(() -> new NoSuchElementException("no team has the key " + key));
  }

  private LinearIssue requireIssue(String id) {
    LinearIssue issue = issues.get(id);
    if (issue == null) {
      throw new NoSuchElementException("no issue has the id " + id);
    }
    return issue;
  }

  private LinearIssue build(
      String id,
      LinearTeam team,
      int number,
      IssueDraft draft,
      Instant createdAt,
      Instant updatedAt,
      LinearIssue before) {
    if (draft.parentId != null) {
      requireIssue(draft.parentId);
    }
    LinearState state = stateNamed(team, draft.state);
    Instant started = before == null ? null : before.startedAt();
    boolean begun = List.of("started", "completed").contains(state.type());
    return new LinearIssue(
        id,
        team.id(),
        number,
        team.key() + "-" + number,
        draft.title,
        draft.description,
        draft.priority,
        draft.estimate,
        draft.dueDate,
        state.id(),
        userId(draft.assigneeEmail),
        userId(draft.creatorEmail),
        draft.parentId,
        draft.labels.stream().map(name -> label(name).id()).toList(),
        createdAt,
        updatedAt,
        started == null && begun ? updatedAt : started,
        since(state, "completed", before == null ? null : before.completedAt(), updatedAt),
        since(state, "canceled", before == null ? null : before.canceledAt(), updatedAt),
        draft.archivedAt,
        draft.trashed);
  }

  private static Instant since(LinearState state, String type, Instant before, Instant now) {
    if (!state.type().equals(type)) {
      return null;
    }
    return before == null ? now : before;
  }

  private IssueDraft draftOf(LinearIssue issue) {
    IssueDraft draft = new IssueDraft();
    draft.title = issue.title();
    draft.description = issue.description();
    draft.priority = issue.priority();
    draft.estimate = issue.estimate();
    draft.dueDate = issue.dueDate();
    draft.state = states.get(issue.stateId()).name();
    draft.assigneeEmail = email(issue.assigneeId());
    draft.creatorEmail = email(issue.creatorId());
    draft.parentId = issue.parentId();
    draft.labels = issue.labelIds().stream().map(id -> labels.get(id).name()).toList();
    draft.archivedAt = issue.archivedAt();
    draft.trashed = issue.trashed();
    return draft;
  }

  private LinearState stateNamed(LinearTeam team, String name) {
    return states(team.id()).stream()
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new NoSuchElementException("team " + team.key() + " has no state " + name));
  }

  private String userId(String email) {
    if (email == null) {
      return null;
    }
    return users.values().stream()
        .filter(user -> user.email().equals(email))
        .findFirst()
        .map(LinearUser::id)
        .orElseThrow(() -> new NoSuchElementException("no user has the address " + email));
  }

  private String email(String userId) {
    return userId == null ? null : users.get(userId).email();
  }

  private LinearIssue store(LinearIssue issue) {
    LinearIssue before = issues.put(issue.id(), issue);
    versions.computeIfAbsent(issue.id(), key -> new ArrayList<>()).add(issue);
    boolean trashed = issue.trashed() && before != null && !before.trashed();
    tell(before == null ? "create" : trashed ? "remove" : "update", issue);
    return issue;
  }

  private void tell(String action, LinearIssue issue) {
    changes.issue(action, issue, teams.get(issue.teamId()).key());
  }

  private Instant now() {
    return moment(null);
  }

  private Instant moment(Instant given) {
    return (given == null ? clock.instant() : given).truncatedTo(ChronoUnit.MILLIS);
  }

  static String uuid(String kind, String name) {
    byte[] seed = ("linear/" + kind + "/" + name).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(seed).toString();
  }

  /** Sub-issues of an issue, archived ones included. */
  synchronized Collection<LinearIssue> children(String issueId) {
    return issues.values().stream().filter(issue -> issueId.equals(issue.parentId())).toList();
  }
}
