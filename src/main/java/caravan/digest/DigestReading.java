package caravan.digest;

import caravan.notion.NotionRequest;
import caravan.notion.RowListing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what a digest is made of, request by request: Linear's teams with their members, the issues
 * that changed and those that are blocked, and, if there is a knowledge base, its pages that were
 * edited and the names of Notion's people. The route sends {@link #next} and gives the answer to
 * {@link #accept}.
 */
public final class DigestReading {

  /** Linear prices a query by what it may give; these stay below its 10,000 points. */
  private static final int TEAMS = 50;

  private static final int ISSUES = 20;

  private enum Step {
    TEAMS,
    ISSUES,
    PAGES,
    PEOPLE,
    DONE
  }

  private final DigestWindow window;
  private final ZoneId zone;
  private final String teamKey;
  private final Map<String, String> queries;
  private final RowListing listing;
  private final Map<String, Team> teams = new LinkedHashMap<>();
  private final Map<String, IssueChange> issues = new LinkedHashMap<>();
  private final List<PageChange> pages = new ArrayList<>();
  private final Map<String, Person> editors = new HashMap<>();
  private int cutHistories;
  private Step step = Step.TEAMS;
  private String cursor;

  /**
   * A reading that has not begun.
   *
   * @param teamKey the key of the only team that is told; blank for all
   * @param dataSource the id of the knowledge base; blank for none
   * @param teamQuery the GraphQL query for teams
   * @param issueQuery the GraphQL query for issues
   */
  DigestReading(
      DigestWindow window,
      ZoneId zone,
      String teamKey,
      String dataSource,
      String teamQuery,
      String issueQuery) {
    this.window = window;
    this.zone = zone;
    this.teamKey = teamKey;
    this.queries = Map.of("teams", teamQuery, "issues", issueQuery);
    this.listing =
        dataSource.isBlank() ? null : new RowListing(dataSource, window.from(), List.of());
  }

  /** What is read. */
  public DigestWindow window() {
    return window;
  }

  /** Whether another request is needed. */
  public boolean isUnfinished() {
    return step != Step.DONE;
  }

  /** Whether the next request goes to Notion and not to Linear. */
  public boolean isAskingNotion() {
    return step == Step.PAGES || step == Step.PEOPLE;
  }

  /** Whether the next request is for the names of Notion's people, without which it also goes. */
  public boolean isAskingForNames() {
    return step == Step.PEOPLE;
  }

  /** The issues whose history Linear gave only in part. */
  int cutHistories() {
    return cutHistories;
  }

  /** The next request: a {@link NotionRequest}, or GraphQL as JSON text. */
  public Object next() {
    return switch (step) {
      case TEAMS -> graphql("teams", TEAMS, teamFilter());
      case ISSUES -> graphql("issues", ISSUES, issueFilter());
      case PAGES -> listing.next();
      case PEOPLE -> NotionRequest.get("/v1/users?page_size=100" + from());
      case DONE -> throw new IllegalStateException("nothing is left to read");
    };
  }

  /** Takes the answer to the request that {@link #next} gave. */
  public void accept(JsonNode answer) {
    switch (step) {
      case TEAMS -> {
        page(answer, "teams").forEach(team -> add(Team.of(team)));
        turn(answer.at("/teams/pageInfo"), Step.ISSUES);
      }
      case ISSUES -> {
        page(answer, "issues").forEach(this::add);
        turn(answer.at("/issues/pageInfo"), listing == null ? Step.DONE : Step.PAGES);
      }
      case PAGES -> {
        listing.accept(answer).forEach(row -> PageChange.of(row, window).ifPresent(pages::add));
        if (!listing.isUnfinished()) {
          step = pages.isEmpty() ? Step.DONE : Step.PEOPLE;
        }
      }
      case PEOPLE -> {
        answer.path("results").forEach(this::addEditor);
        boolean more = answer.path("has_more").asBoolean();
        cursor = more ? answer.path("next_cursor").asText(null) : null;
        step = cursor == null ? Step.DONE : Step.PEOPLE;
      }
      default -> throw new IllegalStateException("nothing was asked for");
    }
  }

  /** Notion does not name its people: their pages stand together under no name. */
  public void namesRefused() {
    step = Step.DONE;
  }

  /** One item for each team, in the order of their names. */
  List<ObjectNode> items(boolean quiet, Instant madeAt) {
    Map<String, TeamDigest> digests = new LinkedHashMap<>();
    teams.values().stream()
        .sorted(Comparator.comparing(Team::name).thenComparing(Team::key))
        .forEach(team -> digests.put(team.id(), new TeamDigest(team, window, zone)));
    for (IssueChange change : issues.values()) {
      if (digests.containsKey(change.teamId())) {
        digests.get(change.teamId()).add(change);
      }
    }
    for (PageChange change : pages) {
      Person editor = editors.getOrDefault(change.editor(), Person.UNKNOWN);
      digests.values().forEach(digest -> digest.add(change, editor, teams.values()));
    }
    return digests.values().stream().map(digest -> digest.item(quiet, madeAt)).toList();
  }

  private void add(Team team) {
    teams.put(team.id(), team);
  }

  private void add(JsonNode issue) {
    IssueChange.of(issue, window)
        .ifPresent(change -> issues.put(issue.path("id").asText(), change));
    if (issue.at("/history/pageInfo/hasNextPage").asBoolean()
        || issue.at("/inverseRelations/pageInfo/hasNextPage").asBoolean()) {
      cutHistories++;
    }
  }

  private void addEditor(JsonNode user) {
    editors.put(
        user.path("id").asText(),
        new Person(user.path("name").asText(""), user.at("/person/email").asText("")));
  }

  private static JsonNode page(JsonNode data, String what) {
    JsonNode page = data.path(what);
    if (!page.path("nodes").isArray() || !page.path("pageInfo").has("hasNextPage")) {
      throw new IllegalStateException(
          "Linear's answer has no %s in it; no digest was made, the next look asks again."
              .formatted(what));
    }
    return page.path("nodes");
  }

  private void turn(JsonNode info, Step then) {
    boolean more = info.path("hasNextPage").asBoolean();
    String next = info.path("endCursor").asText(null);
    if (more && (next == null || next.equals(cursor))) {
      throw new IllegalStateException(
          "Linear says that there is more but gives no new cursor; no digest was made, the next"
              + " look asks again.");
    }
    cursor = more ? next : null;
    step = more ? step : then;
  }

  private String from() {
    return cursor == null
        ? ""
        : "&start_cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
  }

  private String graphql(String query, int first, ObjectNode filter) {
    ObjectNode request = JsonNodeFactory.instance.objectNode().put("query", queries.get(query));
    ObjectNode variables = request.putObject("variables").put("first", first);
    if (cursor != null) {
      variables.put("after", cursor);
    }
    variables.set("filter", filter);
    return request.toString();
  }

  private ObjectNode teamFilter() {
    ObjectNode filter = JsonNodeFactory.instance.objectNode();
    if (!teamKey.isBlank()) {
      filter.putObject("key").put("eq", teamKey);
    }
    return filter;
  }

  /**
   * What was updated since the window began, and what is blocked: whether Linear counts it as an
   * update of an issue that another one blocks it from now on, it does not say.
   */
  private ObjectNode issueFilter() {
    ObjectNode filter = JsonNodeFactory.instance.objectNode();
    if (!teamKey.isBlank()) {
      filter.set("team", teamFilter());
    }
    ArrayNode either = filter.putArray("or");
    either.addObject().putObject("updatedAt").put("gte", window.from().toString());
    ObjectNode blocked = either.addObject();
    blocked.putObject("hasBlockedByRelations").put("eq", true);
    blocked
        .putObject("state")
        .putObject("type")
        .putArray("nin")
        .add("completed")
        .add("canceled")
        .add("duplicate");
    return filter;
  }
}
