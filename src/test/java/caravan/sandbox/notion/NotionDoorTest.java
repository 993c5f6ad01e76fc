package caravan.sandbox.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.sandbox.FaultRule;
import caravan.sandbox.RequestLog;
import caravan.sandbox.SandboxConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NotionDoorTest extends NotionSandboxBase {

  @Test
  void versionIsRequiredAndOnlyKnownOnesAreTaken() throws Exception {
    String path = "/v1/users/me";
    var none =
        client.send(
            java.net.http.HttpRequest.newBuilder(client.request(path).build().uri())
                .header("Authorization", "Bearer x"));
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.code()).isEqualTo("missing_version");
    assertThat(new NotionClient(sandbox.url() + "/notion", "2022-06-28").get(path).code())
        .isEqualTo("validation_error");
    assertThat(new NotionClient(sandbox.url() + "/notion", "2025-09-03").get(path).status())
        .isEqualTo(200);
    assertThat(client.get(path).json().path("type").asText()).isEqualTo("bot");
  }

  @Test
  void olderVersionAlsoShowsArchivedAndTakesAfter() throws Exception {
    NotionClient old = new NotionClient(sandbox.url() + "/notion", "2025-09-03");
    String id = notion.createPage(tasks, ValueBuilder.titled("Name", "a").build(), "one\nthree");
    assertThat(old.get("/v1/pages/" + id).json().has("archived")).isTrue();
    assertThat(client.get("/v1/pages/" + id).json().has("archived")).isFalse();

    String first = client.get("/v1/blocks/" + id + "/children").json().at("/results/0/id").asText();
    String body =
        "{\"children\":[{\"paragraph\":{\"rich_text\":"
            + text("two")
            + "}}],\"after\":\""
            + first
            + "\"}";
    assertThat(old.patch("/v1/blocks/" + id + "/children", body).status()).isEqualTo(200);
    assertThat(notion.body(id)).isEqualTo("one\ntwo\nthree");
    var refused = client.patch("/v1/blocks/" + id + "/children", body);
    assertThat(refused.message())
        .startsWith("body failed validation: body.after should be not present");
  }

  @Test
  void tokensAreCheckedWhereSomeAreListed() throws Exception {
    var blank = client.send(client.request("/v1/users/me").setHeader("Authorization", "Bearer "));
    assertThat(blank.status()).isEqualTo(401);
    assertThat(blank.code()).isEqualTo("unauthorized");
    sandbox.options(sandbox.options().toBuilder().tokens(Set.of("token-two")).build());
    assertThat(client.get("/v1/users/me").status()).isEqualTo(401);
    sandbox.options(sandbox.options().toBuilder().tokens(Set.of("token-one")).build());
    assertThat(client.get("/v1/users/me").status()).isEqualTo(200);
  }

  @Test
  void unknownPlacesParametersAndFieldsAreRefused() throws Exception {
    String id = page("a");
    assertThat(client.get("/v1/nothing").code()).isEqualTo("invalid_request_url");
    assertThat(client.delete("/v1/pages/" + id).code()).isEqualTo("invalid_request_url");
    assertThat(client.get("/v1/pages/" + id + "?verbose=1").message())
        .isEqualTo(
            "query failed validation: query.verbose should be not present, instead was `\"1\"`.");
    assertThat(client.patch("/v1/pages/" + id, "{\"position\":{\"type\":\"start\"}}").message())
        .startsWith("body failed validation: body.position should be not present, instead was `");
    assertThat(client.post("/v1/data_sources/" + tasks + "/query", "{\"in_trash\":true}").status())
        .isEqualTo(400);
    assertThat(client.post("/v1/pages", "{nonsense").code()).isEqualTo("invalid_json");
  }

  @Test
  void idsAreCheckedInNotionsWords() throws Exception {
    var wrong = client.get("/v1/pages/AAA");
    assertThat(wrong.message())
        .isEqualTo(
            "path failed validation: path.page_id should be a valid uuid, instead was `\"AAA\"`.");
    var unknown = client.get("/v1/data_sources/00da364baaca4b3b94f521db691d804a");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.code()).isEqualTo("object_not_found");
    assertThat(unknown.message())
        .startsWith("Could not find database with ID: 00da364b-aaca-4b3b-94f5-21db691d804a.");
    assertThat(unknown.json().path("request_id").asText())
        .isEqualTo(unknown.raw().headers().firstValue("x-notion-request-id").orElseThrow());
    assertThat(client.get("/v1/pages/" + Ids.plain(page("a"))).status()).isEqualTo(200);
  }

  @Test
  void budgetIsSpentPerFixedWindowAndRetryAfterReachesItsEnd() throws Exception {
    sandbox.options(sandbox.options().toBuilder().budgetRequests(3).build());
    for (int i = 0; i < 3; i++) {
      assertThat(client.get("/v1/users/me").status()).isEqualTo(200);
      clock.advance(Duration.ofSeconds(5));
    }
    var refused = client.get("/v1/users/me");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.raw().headers().firstValue("Retry-After")).hasValue("45");
    assertThat(refused.json().at("/additional_data/rate_limit_reason").asText())
        .isEqualTo("public_api_request_rate_limit");
    assertThat(refused.json().at("/additional_data/retry_after").asText()).isEqualTo("45");
    clock.advance(Duration.ofSeconds(44));
    assertThat(client.get("/v1/users/me").status()).isEqualTo(429);
    clock.advance(Duration.ofSeconds(1));
    assertThat(client.get("/v1/users/me").status()).isEqualTo(200);

    assertThat(sandbox.log().entries("notion")).filteredOn(RequestLog.Entry::refused).hasSize(2);
    assertThat(
            sandbox
                .log()
                .maxInAnyWindow("notion", Duration.ofSeconds(60), entry -> !entry.refused()))
        .isEqualTo(3);
  }

  @Test
  void savedAnswerLostIn503NamesWhatWasSaved() throws Exception {
    sandbox
        .faults()
        .add(FaultRule.of(FaultRule.Kind.COMMITTED_503).on("notion", "POST", "/v1/pages").times(1));
    var lost =
        client.post(
            "/v1/pages",
            "{\"parent\":{\"data_source_id\":\""
                + tasks
                + "\"},\"properties\":{\"Name\":{\"title\":"
                + text("a")
                + "}}}");
    assertThat(lost.status()).isEqualTo(503);
    assertThat(lost.json().at("/additional_data/retry_guidance/1").asText())
        .isEqualTo("Do not repeat the write.");
    String id = lost.json().at("/additional_data/committed_resource_id").asText();
    assertThat(notion.pages(tasks)).containsExactly(id);

    sandbox.faults().add(FaultRule.of(FaultRule.Kind.COMMITTED_503).times(1));
    String two =
        "{\"children\":[{\"divider\":{}},{\"paragraph\":{\"rich_text\":" + text("x") + "}}]}";
    var append = client.patch("/v1/blocks/" + id + "/children", two);
    assertThat(append.json().at("/additional_data/committed_resource_id").asText()).isEqualTo(id);
    assertThat(append.json().at("/additional_data/committed_child_ids")).hasSize(2);
    assertThat(notion.body(id)).isEqualTo("---\nx");
  }

  @Test
  void resetAfterCommitLeavesThePageBehind() {
    sandbox
        .faults()
        .add(FaultRule.of(FaultRule.Kind.RESET_AFTER).on("notion", "POST", "/v1/pages").times(1));
    String body =
        "{\"parent\":{\"data_source_id\":\""
            + tasks
            + "\"},\"properties\":{\"Name\":{\"title\":"
            + text("a")
            + "}}}";
    assertThatThrownBy(() -> client.post("/v1/pages", body)).isInstanceOf(IOException.class);
    assertThat(notion.count(tasks, "Name", "a")).isEqualTo(1);
    assertThat(notion.createdCount()).isEqualTo(1);
  }

  @Test
  void faultsSpeakNotionsWords() throws Exception {
    sandbox.faults().add(FaultRule.status(529).times(1));
    var busy = client.get("/v1/users/me");
    assertThat(busy.code()).isEqualTo("service_overload");
    assertThat(busy.raw().headers().firstValue("Retry-After")).isPresent();
    sandbox.faults().add(FaultRule.status(409).times(1));
    assertThat(client.get("/v1/users/me").code()).isEqualTo("conflict_error");
  }

  @Test
  void overviewListsPagesAndEscapesThem() throws Exception {
    String id =
        notion.createPage(tasks, ValueBuilder.titled("Name", "<b>x</b>").build(), "body & more");
    NotionClient browser = new NotionClient(sandbox.url(), "none");
    var http = java.net.http.HttpClient.newHttpClient();
    var strings = java.net.http.HttpResponse.BodyHandlers.ofString();
    assertThat(http.send(browser.request("/").build(), strings).body())
        .contains("Tasks", "<a href=\"/page/" + id + "\">&lt;b&gt;x&lt;/b&gt;</a>")
        .doesNotContain("<b>x");
    assertThat(http.send(browser.request("/page/" + id).build(), strings).body())
        .contains("body &amp; more", "External ID");
    assertThat(http.send(browser.request("/page/none").build(), strings).statusCode())
        .isEqualTo(404);
  }

  @Test
  void eachTokenHasABudgetOfItsOwnAndANameInTheLog() throws Exception {
    sandbox.options(
        sandbox.options().toBuilder()
            .budgetRequests(1)
            .connections(Map.of("token-two", new SandboxConnection("two", 2)))
            .build());
    assertThat(client.get("/v1/users/me").status()).isEqualTo(200);
    assertThat(client.get("/v1/users/me").status()).isEqualTo(429);
    for (int expected : new int[] {200, 200, 429}) {
      assertThat(asTwo()).isEqualTo(expected);
    }
    assertThat(sandbox.log().entries("notion"))
        .extracting(RequestLog.Entry::caller)
        .containsExactly("", "", "two", "two", "two");
  }

  @Test
  void theConnectionsOfAWorkspaceShareItsBudget() throws Exception {
    sandbox.options(
        sandbox.options().toBuilder()
            .workspaceRequests(3)
            .connections(
                Map.of(
                    "token-two", new SandboxConnection("two", 2),
                    "token-three", new SandboxConnection("three", 9, "another")))
            .build());
    assertThat(client.get("/v1/users/me").status()).isEqualTo(200);
    assertThat(asTwo()).isEqualTo(200);
    assertThat(asTwo()).isEqualTo(200);
    assertThat(reason(client.get("/v1/users/me"))).isEqualTo("public_api_space_request_rate_limit");
    assertThat(
            reason(
                client.send(
                    client.request("/v1/users/me").setHeader("Authorization", "Bearer token-two"))))
        .as("its own budget is spent too")
        .isEqualTo("public_api_request_rate_limit");
    var other =
        client.send(
            client.request("/v1/users/me").setHeader("Authorization", "Bearer token-three"));
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.json().at("/bot/workspace_id").asText()).isEqualTo("another");
  }

  private static String reason(NotionClient.Got answer) {
    assertThat(answer.status()).isEqualTo(429);
    return answer.json().at("/additional_data/rate_limit_reason").asText();
  }

  @Test
  void aFaultCanHitOneConnectionOnly() throws Exception {
    sandbox.options(
        sandbox.options().toBuilder()
            .connections(Map.of("token-two", new SandboxConnection("two", Integer.MAX_VALUE)))
            .build());
    sandbox.faults().add(FaultRule.status(500).from("two"));
    assertThat(client.get("/v1/users/me").status()).isEqualTo(200);
    assertThat(asTwo()).isEqualTo(500);
  }

  private int asTwo() throws Exception {
    return client
        .send(client.request("/v1/users/me").setHeader("Authorization", "Bearer token-two"))
        .status();
  }
}
