package caravan.sandbox.linear;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.MovableClock;
import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.Wire;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinearSandboxTest {
  private static final String CHANGED =
      """
      query Changed($first: Int, $after: String, $filter: IssueFilter, $archived: Boolean) {
        issues(first: $first, after: $after, orderBy: updatedAt, filter: $filter,
            includeArchived: $archived) {
          nodes {
            id identifier title description priority priorityLabel estimate dueDate url
            createdAt updatedAt archivedAt canceledAt completedAt trashed
            state { name type } assignee { email name } parent { id } team { key }
            labels(first: 20) { nodes { name } }
          }
          pageInfo { hasNextPage endCursor }
        }
      }
      """;

  private final MovableClock clock = new MovableClock("2026-11-20T10:00:00.123Z");
  private final LinearSandbox linear = new LinearSandbox(clock);
  private final LinearWorkspace workspace = linear.workspace();
  private final Wire wire = new Wire();
  private Sandbox sandbox;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxOptions.unlimited(), linear);
    workspace.addUser("Backend Engineer", "backend@example.com");
    workspace.addTeam("ENG", "Engineering");
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private Wire.Reply ask(String query, Map<String, Object> variables) throws Exception {
    return wire.postJson(
        sandbox.url() + "/linear/graphql",
        Map.of("query", query, "variables", variables),
        "lin_api_test");
  }

  private JsonNode changed(Map<String, Object> variables) throws Exception {
    Wire.Reply reply = ask(CHANGED, variables);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    assertThat(reply.body().has("errors")).as(reply.body().toString()).isFalse();
    return reply.body().at("/data/issues");
  }

  private LinearIssue create(String title) {
    return workspace.createIssue("ENG", draft -> draft.title(title));
  }

  private static List<String> titles(JsonNode issues) {
    List<String> titles = new ArrayList<>();
    issues.path("nodes").forEach(node -> titles.add(node.path("title").asText()));
    return titles;
  }

  @Test
  void everyFieldTheHubReadsIsAnswered() throws Exception {
    LinearIssue parent = create("Parent");
    workspace.createIssue(
        "ENG",
        draft ->
            draft
                .title("Child")
                .description("# Why\n\n- because")
                .priority(2)
                .estimate(3.0)
                .dueDate(LocalDate.parse("2026-12-01"))
                .state("In Progress")
                .assignee("backend@example.com")
                .labels(List.of("Bug", "API"))
                .parent(parent.id()));

    JsonNode child =
        changed(Map.of("filter", Map.of("title", Map.of("eq", "Child")))).at("/nodes/0");

    assertThat(child.path("identifier").asText()).isEqualTo("ENG-2");
    assertThat(child.path("description").asText()).isEqualTo("# Why\n\n- because");
    assertThat(child.path("priority").asDouble()).isEqualTo(2.0);
    assertThat(child.path("priorityLabel").asText()).isEqualTo("High");
    assertThat(child.path("estimate").asDouble()).isEqualTo(3.0);
    assertThat(child.path("dueDate").asText()).isEqualTo("2026-12-01");
    assertThat(child.path("updatedAt").asText()).isEqualTo("2026-11-20T10:00:00.123Z");
    assertThat(child.at("/state/type").asText()).isEqualTo("started");
    assertThat(child.at("/assignee/email").asText()).isEqualTo("backend@example.com");
    assertThat(child.at("/parent/id").asText()).isEqualTo(parent.id());
    assertThat(child.at("/team/key").asText()).isEqualTo("ENG");
    assertThat(child.at("/labels/nodes").findValuesAsText("name"))
        .containsExactlyInAnyOrder("Bug", "API");
    assertThat(child.path("trashed").isNull()).isTrue();
    assertThat(child.path("completedAt").isNull()).isTrue();
  }

  @Test
  void pagesFollowEachOtherNewestFirstUntilThereIsNoMore() throws Exception {
    for (int i = 0; i < 5; i++) {
      clock.move(Duration.ofSeconds(1));
      create("Issue " + i);
    }
    List<String> all = new ArrayList<>();
    Map<String, Object> variables = new HashMap<>(Map.of("first", 2));
    JsonNode page;
    do {
      page = changed(variables);
      all.addAll(titles(page));
      variables.put("after", page.at("/pageInfo/endCursor").asText());
    } while (page.at("/pageInfo/hasNextPage").asBoolean());

    assertThat(all).containsExactly("Issue 4", "Issue 3", "Issue 2", "Issue 1", "Issue 0");
  }

  @Test
  void anIssueChangedBetweenTwoPagesNeitherRepeatsNorHidesOthers() throws Exception {
    for (int i = 0; i < 4; i++) {
      clock.move(Duration.ofSeconds(1));
      create("Issue " + i);
    }
    JsonNode first = changed(Map.of("first", 2));
    clock.move(Duration.ofSeconds(1));
    workspace.updateIssue(
        first.at("/nodes/1/id").asText(), draft -> draft.title("Changed meanwhile"));

    JsonNode second =
        changed(Map.of("first", 2, "after", first.at("/pageInfo/endCursor").asText()));

    assertThat(titles(second)).containsExactly("Issue 1", "Issue 0");
  }

  @Test
  void aPageHoldsFiftyIssuesUnlessToldOtherwiseAndNeverMoreThan250() throws Exception {
    for (int i = 0; i < 60; i++) {
      create("Issue " + i);
    }
    assertThat(changed(Map.of()).path("nodes")).hasSize(50);
    Wire.Reply tooMany = ask("{ issues(first: 251) { nodes { id } } }", Map.of());
    assertThat(tooMany.status()).isEqualTo(200);
    assertThat(tooMany.body().at("/errors/0/extensions/code").asText()).isEqualTo("INPUT_ERROR");
  }

  @Test
  void theLastPageIsReadBackwards() throws Exception {
    for (int i = 0; i < 5; i++) {
      clock.move(Duration.ofSeconds(1));
      create("Issue " + i);
    }
    String query =
        "query($before: String) { issues(last: 2, before: $before) "
            + "{ nodes { title } pageInfo { hasPreviousPage startCursor } } }";
    JsonNode last = ask(query, Map.of()).body().at("/data/issues");
    JsonNode before =
        ask(query, Map.of("before", last.at("/pageInfo/startCursor").asText()))
            .body()
            .at("/data/issues");

    assertThat(titles(last)).containsExactly("Issue 1", "Issue 0");
    assertThat(titles(before)).containsExactly("Issue 3", "Issue 2");
    assertThat(before.at("/pageInfo/hasPreviousPage").asBoolean()).isTrue();
  }

  @Test
  void filtersOnTimeTeamStateIdLabelAndAssigneeCombine() throws Exception {
    workspace.addTeam("OPS", "Operations");
    LinearIssue old = create("Old");
    clock.move(Duration.ofMillis(1));
    LinearIssue fresh =
        workspace.createIssue(
            "ENG",
            draft ->
                draft
                    .title("Fresh")
                    .state("Done")
                    .labels(List.of("Bug"))
                    .assignee("backend@example.com"));
    workspace.createIssue("OPS", draft -> draft.title("Elsewhere"));

    String moment = "2026-11-20T10:00:00.124Z";
    assertThat(found(Map.of("updatedAt", Map.of("gte", moment))))
        .containsOnly("Fresh", "Elsewhere");
    assertThat(found(Map.of("updatedAt", Map.of("lt", moment)))).containsExactly("Old");
    assertThat(found(Map.of("updatedAt", Map.of("gt", moment)))).isEmpty();
    assertThat(found(Map.of("team", Map.of("key", Map.of("eq", "ENG")))))
        .containsExactly("Fresh", "Old");
    assertThat(found(Map.of("id", Map.of("in", List.of(old.id(), fresh.id())))))
        .containsOnly("Fresh", "Old");
    assertThat(found(Map.of("state", Map.of("type", Map.of("neq", "completed")))))
        .containsOnly("Old", "Elsewhere");
    assertThat(found(Map.of("labels", Map.of("some", Map.of("name", Map.of("eq", "Bug"))))))
        .containsExactly("Fresh");
    assertThat(found(Map.of("labels", Map.of("length", Map.of("eq", 0)))))
        .containsOnly("Old", "Elsewhere");
    assertThat(found(Map.of("assignee", Map.of("null", true)))).containsOnly("Old", "Elsewhere");
    assertThat(found(Map.of("assignee", Map.of("email", Map.of("endsWith", "@example.com")))))
        .containsExactly("Fresh");
    assertThat(
            found(
                Map.of(
                    "or",
                    List.of(
                        Map.of("title", Map.of("containsIgnoreCase", "OLD")),
                        Map.of("team", Map.of("key", Map.of("eq", "OPS")))))))
        .containsOnly("Old", "Elsewhere");
    assertThat(
            found(
                Map.of(
                    "and",
                    List.of(
                        Map.of("updatedAt", Map.of("gte", moment)),
                        Map.of("team", Map.of("key", Map.of("eq", "ENG")))))))
        .containsExactly("Fresh");
  }

  private List<String> found(Map<String, Object> filter) throws Exception {
    return titles(changed(Map.of("filter", filter)));
  }

  @Test
  void durationsInFiltersCountFromNow() throws Exception {
    create("Two days old");
    clock.move(Duration.ofDays(2));
    create("New");

    assertThat(found(Map.of("updatedAt", Map.of("gte", "-P1D")))).containsExactly("New");
    assertThat(found(Map.of("updatedAt", Map.of("gte", "-P1W")))).hasSize(2);
  }

  @Test
  void archivedAndDeletedIssuesShowOnlyOnRequestAndPurgedOnesNever() throws Exception {
    LinearIssue archived = create("Archived");
    LinearIssue deleted = create("Deleted");
    LinearIssue purged = create("Purged");
    create("Present");
    clock.move(Duration.ofMinutes(1));
    workspace.archiveIssue(archived.id());
    workspace.deleteIssue(deleted.id());
    workspace.purgeIssue(purged.id());

    assertThat(titles(changed(Map.of()))).containsExactly("Present");
    JsonNode all = changed(Map.of("archived", true));
    assertThat(titles(all)).containsOnly("Present", "Archived", "Deleted");
    assertThat(all.at("/nodes/0/archivedAt").asText()).isEqualTo("2026-11-20T10:01:00.123Z");
    Wire.Reply one =
        ask("query($id: String!) { issue(id: $id) { trashed } }", Map.of("id", deleted.id()));
    assertThat(one.body().at("/data/issue/trashed").asBoolean()).isTrue();
    assertThat(workspace.history(deleted.id())).hasSize(2);
  }

  @Test
  void aCanceledIssueTellsWhenAndReopeningForgetsIt() throws Exception {
    LinearIssue issue = create("Task");
    clock.move(Duration.ofMinutes(1));
    workspace.cancelIssue(issue.id());
    assertThat(changed(Map.of()).at("/nodes/0/canceledAt").asText())
        .isEqualTo("2026-11-20T10:01:00.123Z");
    workspace.updateIssue(issue.id(), draft -> draft.state("Todo"));
    assertThat(changed(Map.of()).at("/nodes/0/canceledAt").isNull()).isTrue();
  }

  @Test
  void anIssueThatMovesTeamKeepsItsIdAndGetsANewIdentifier() throws Exception {
    workspace.addTeam("OPS", "Operations");
    LinearIssue issue = create("Wandering");
    workspace.moveIssue(issue.id(), "OPS");

    JsonNode found =
        ask(
                "query($id: String!) { issue(id: $id) { identifier previousIdentifiers } }",
                Map.of("id", issue.id()))
            .body()
            .at("/data/issue");

    assertThat(found.path("identifier").asText()).isEqualTo("OPS-1");
    assertThat(found.at("/previousIdentifiers/0").asText()).isEqualTo("ENG-1");
  }

  @Test
  void anUnknownIssueIsAnErrorBesideTheDataThatCouldBeRead() throws Exception {
    Wire.Reply reply = ask("{ viewer { email } issue(id: \"nope\") { id } }", Map.of());

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().at("/errors/0/message").asText()).isEqualTo("Entity not found: Issue");
    assertThat(reply.body().at("/errors/0/path/0").asText()).isEqualTo("issue");
  }

  @Test
  void aFieldThatDoesNotExistIsRefused() throws Exception {
    Wire.Reply reply = ask("{ issues { nodes { colour } } }", Map.of());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().at("/errors/0/extensions/code").asText())
        .isEqualTo("GRAPHQL_VALIDATION_FAILED");
  }

  @Test
  void aQueryOverTenThousandPointsIsRefused() throws Exception {
    String query = "{ issues(first: 250) { nodes { id labels { nodes { name } } } } }";
    Wire.Reply reply = ask(query, Map.of());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().at("/errors/0/message").asText()).isEqualTo("Query too complex");
    assertThat(reply.body().at("/errors/0/extensions/code").asText()).isEqualTo("INPUT_ERROR");
    assertThat(ask("{ issues(first: 250) { nodes { id title } } }", Map.of()).status())
        .isEqualTo(200);
  }

  @Test
  void withoutAKeyNothingIsAnswered() throws Exception {
    String url = sandbox.url() + "/linear/graphql";
    Map<String, Object> query = Map.of("query", "{ viewer { id } }");
    for (String blank : List.of("", "Bearer ")) {
      Wire.Reply reply = wire.postJson(url, query, blank);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.body().at("/errors/0/extensions/code").asText())
          .isEqualTo("AUTHENTICATION_ERROR");
    }
    assertThat(wire.postJson(url, query, "Bearer lin_oauth_test").status()).isEqualTo(200);
    linear.options(LinearOptions.defaults().withKeys(Set.of("lin_api_right")));
    assertThat(wire.postJson(url, query, "lin_api_wrong").status()).isEqualTo(401);
    assertThat(wire.postJson(url, query, "lin_api_right").status()).isEqualTo(200);
  }

  @Test
  void aSpentHourIsHttp400UntilTheReset() throws Exception {
    linear.options(LinearOptions.defaults().withRequests(2));
    String query = "{ viewer { id } }";
    Wire.Reply first = ask(query, Map.of());
    assertThat(first.headers().firstValue("X-RateLimit-Requests-Limit")).hasValue("2");
    assertThat(first.headers().firstValue("X-RateLimit-Requests-Remaining")).hasValue("1");
    assertThat(first.headers().firstValue("X-RateLimit-Complexity-Remaining")).hasValue("2999998");
    ask(query, Map.of());

    Wire.Reply third = ask(query, Map.of());

    assertThat(third.status()).isEqualTo(400);
    assertThat(third.body().at("/errors/0/extensions/code").asText()).isEqualTo("RATELIMITED");
    long reset = third.headers().firstValueAsLong("X-RateLimit-Requests-Reset").orElseThrow();
    assertThat(reset).isEqualTo(clock.instant().plus(Duration.ofHours(1)).toEpochMilli());
    clock.move(Duration.ofHours(1));
    assertThat(ask(query, Map.of()).status()).isEqualTo(200);
  }

  @Test
  void aBodyThatIsNotAQueryIsRefused() throws Exception {
    Wire.Reply reply =
        wire.post(
            sandbox.url() + "/linear/graphql", "not json", Map.of("Authorization", "lin_api_test"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body().at("/errors/0/extensions/code").asText()).isEqualTo("INPUT_ERROR");
  }
}
