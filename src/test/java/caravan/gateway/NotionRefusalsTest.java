package caravan.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.notion.NotionRequest;
import caravan.testing.Notion;
import caravan.testing.TestHub;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who has to wait after a 429 or 529, by the reason that it gives. */
class NotionRefusalsTest {

  private static final String TOKEN = "Bearer " + TestHub.NOTION_TOKEN;
  private static final int WAIT_SECONDS = 4;

  @RegisterExtension
  static final WireMockExtension NOTION = WireMockExtension.newInstance().build();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<Exchange>> waiting = new ArrayList<>();

  private TestHub hub;

  @BeforeEach
  void start(@TempDir Path home) {
    hub =
        TestHub.start(
            home,
            NOTION.baseUrl(),
            Clock.systemUTC(),
            Map.of(
                "NOTION_CONNECTIONS", "sales,docs",
                "NOTION_SALES_TOKEN", "sales-token",
                "NOTION_DOCS_TOKEN", "docs-token"));
    NOTION.stubFor(any(anyUrl()).willReturn(okJson("{\"object\": \"list\"}")));
    warmUp();
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    hub.close();
  }

  @Test
  void anEndpointsOwnLimitHoldsUpThatEndpointOnly() throws Exception {
    refuseOnce(any(urlEqualTo("/v1/data_sources/a/query")), "public_api_endpoint_rate_limit");
    later("notion", query("a"));
    await().until(() -> !requests().isEmpty());

    Future<Exchange> sameEndpoint = later("notion", query("b"));
    answered(later("notion", NotionRequest.get("/v1/data_sources/a")));
    answered(later("sales", query("c")));
    assertThat(sameEndpoint.isDone()).as("waits, for another data source too").isFalse();
    assertThat(requests()).hasSize(3);

    answeredAll();
    assertThat(requests()).hasSize(5);
    assertThat(millisBetween(0, 3)).isGreaterThanOrEqualTo(WAIT_SECONDS * 1000L);
  }

  @Test
  void aReasonThatIsNotKnownHoldsUpTheConnection() throws Exception {
    refuseOnce(any(urlEqualTo("/v1/users")), "collection_router_upstream_429");
    later("notion", NotionRequest.get("/v1/users"));
    await().until(() -> !requests().isEmpty());

    Future<Exchange> same = later("notion", query("b"));
    answered(later("sales", query("b")));
    assertThat(same.isDone()).isFalse();
    answeredAll();
  }

  @Test
  void aWorkspacesLimitHoldsUpEveryConnectionThatMayBeOfIt() throws Exception {
    refuseOnce(any(urlEqualTo("/v1/users")), "public_api_space_request_rate_limit");
    later("notion", NotionRequest.get("/v1/users"));
    await().until(() -> !requests().isEmpty());

    List<Future<Exchange>> others = List.of(later("sales", query("b")), later("docs", query("b")));
    await().during(Duration.ofSeconds(1)).until(() -> others.stream().noneMatch(Future::isDone));
    assertThat(requests()).hasSize(1);
    answeredAll();
  }

  @Test
  void theWorkspacesAreLearntAfterTheFirstSuchRefusalAndThenTheOthersGoOn() throws Exception {
    isOfWorkspace(TOKEN, "w-1");
    isOfWorkspace("Bearer sales-token", "w-2");
    isOfWorkspace("Bearer docs-token", "w-1");
    refuseOnce(any(urlEqualTo("/v1/users")), "public_api_space_request_rate_limit");
    later("notion", NotionRequest.get("/v1/users"));
    await().until(() -> !requests().isEmpty());
    later("sales", query("b"));
    later("docs", query("b"));
    answeredAll();
    answered(later("notion", query("b")));
    assertThat(requests().stream().filter(it -> it.getUrl().equals("/v1/users/me")))
        .as("one request for each connection")
        .hasSize(3);

    NOTION.resetRequests();
    NOTION.resetScenarios();
    later("notion", NotionRequest.get("/v1/users"));
    await().until(() -> !requests().isEmpty());
    Future<Exchange> sameWorkspace = later("docs", query("b"));
    answered(later("sales", query("b")));
    assertThat(sameWorkspace.isDone()).isFalse();
    answeredAll();
    assertThat(requests().stream().filter(it -> it.getUrl().equals("/v1/users/me"))).isEmpty();
  }

  @Test
  void whatTheSettingsSayOfWorkspacesIsNotAsked(@TempDir Path home) throws Exception {
    hub.close();
    hub =
        TestHub.start(
            home,
            NOTION.baseUrl(),
            Clock.systemUTC(),
            Map.of(
                "NOTION_CONNECTIONS", "sales,docs",
                "NOTION_WORKSPACE", "acme",
                "NOTION_SALES_WORKSPACE", "example",
                "NOTION_DOCS_WORKSPACE", "acme",
                "NOTION_SALES_TOKEN", "sales-token",
                "NOTION_DOCS_TOKEN", "docs-token"));
    warmUp();
    refuseOnce(any(urlEqualTo("/v1/users")), "public_api_space_request_rate_limit");
    later("notion", NotionRequest.get("/v1/users"));
    await().until(() -> !requests().isEmpty());
    Future<Exchange> same = later("docs", query("b"));
    answered(later("sales", query("b")));
    assertThat(same.isDone()).isFalse();
    answeredAll();
    assertThat(requests().stream().filter(it -> it.getUrl().equals("/v1/users/me"))).isEmpty();
  }

  @Test
  void aWaitOfMoreThanAMinuteIsObeyed() {
    NOTION.stubFor(
        any(urlEqualTo("/v1/users"))
            .willReturn(
                Notion.error(529, "service_overload", "Notion is temporarily overloaded.")
                    .withHeader("Retry-After", "500")));
    later("notion", NotionRequest.get("/v1/users"));
    NotionGates gates =
        hub.context().getRegistry().lookupByNameAndType("notionGates", NotionGates.class);
    await().until(() -> !gates.isOpen("notion"));
    assertThat(gates.waitMillis("notion")).isBetween(400_000L, 500_001L);
    assertThat(gates.isOpen("sales")).isTrue();
    assertThat(requests()).hasSize(1);
  }

  private void warmUp() {
    answered(later("notion", query("warm-up")));
    waiting.clear();
    NOTION.resetRequests();
  }

  private static void refuseOnce(MappingBuilder request, String reason) {
    NOTION.stubFor(
        request
            .withHeader("Authorization", equalTo(TOKEN))
            .inScenario("limit")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("over")
            .willReturn(
                Notion.error(
                        429,
                        "rate_limited",
                        "You have been rate limited.",
                        "{\"rate_limit_reason\": \"%s\", \"retry_after\": \"%d\"}"
                            .formatted(reason, WAIT_SECONDS))
                    .withHeader("Retry-After", Integer.toString(WAIT_SECONDS))));
  }

  private static void isOfWorkspace(String authorization, String id) {
    NOTION.stubFor(
        get("/v1/users/me")
            .withHeader("Authorization", equalTo(authorization))
            .willReturn(
                okJson(
                    "{\"object\": \"user\", \"type\": \"bot\", \"bot\": {\"workspace_id\": \"%s\"}}"
                        .formatted(id))));
  }

  private static NotionRequest query(String dataSource) {
    return NotionRequest.query(
        "/v1/data_sources/" + dataSource + "/query", JsonNodeFactory.instance.objectNode());
  }

  private Future<Exchange> later(String connection, NotionRequest request) {
    Future<Exchange> sent =
        threads.submit(
            () ->
                hub.producer()
                    .request(
                        "direct:notion",
                        exchange -> {
                          exchange.setVariable(Connections.VARIABLE, connection);
                          exchange.getMessage().setBody(request);
                        }));
    waiting.add(sent);
    return sent;
  }

  private static void answered(Future<Exchange> sent) {
    try {
      assertThat(sent.get(30, TimeUnit.SECONDS).getException()).isNull();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void answeredAll() {
    waiting.forEach(NotionRefusalsTest::answered);
  }

  private static List<LoggedRequest> requests() {
    return NOTION
        .findAll(com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(anyUrl()))
        .stream()
        .sorted(java.util.Comparator.comparing(LoggedRequest::getLoggedDate))
        .toList();
  }

  private static long millisBetween(int one, int other) {
    return requests().get(other).getLoggedDate().getTime()
        - requests().get(one).getLoggedDate().getTime();
  }
}
