package caravan.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.notion.ConnectionBlocked;
import caravan.notion.NotionError;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.testing.Notion;
import caravan.testing.TestHub;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotionGatewayTest {

  private static final ObjectNode BODY = JsonNodeFactory.instance.objectNode().put("a", "ü");

  @RegisterExtension
  static final WireMockExtension NOTION = WireMockExtension.newInstance().build();

  private static TestHub hub;

  @BeforeAll
  static void start(@TempDir Path home) {
    hub = TestHub.start(home, NOTION.baseUrl(), Clock.systemUTC(), Map.of());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void aRequestCarriesTheTokenTheVersionAndItsLaneAndNothingOfTheExchange() {
    answers(okJson("{\"object\": \"list\"}"));

    Exchange sent = send(NotionRequest.query("/v1/data_sources/x/query", BODY), "background");

    assertThat(sent.getException()).isNull();
    assertThat(sent.getMessage().getBody(JsonNode.class).path("object").asText()).isEqualTo("list");
    assertThat(sent.getMessage().getHeaders()).as("nothing travels on to another system").isEmpty();
    LoggedRequest request = single();
    assertThat(request.getMethod().getName()).isEqualTo("POST");
    assertThat(request.getUrl()).isEqualTo("/v1/data_sources/x/query");
    assertThat(request.getBodyAsString()).isEqualTo("{\"a\":\"ü\"}");
    assertThat(request.header("Authorization").values())
        .containsExactly("Bearer " + TestHub.NOTION_TOKEN);
    assertThat(request.header("Notion-Version").values()).containsExactly("2026-03-11");
    assertThat(request.header("Content-Type").firstValue()).startsWith("application/json");
    assertThat(request.header("User-Agent").firstValue()).matches("caravan/\\S+ \\(background\\)");
    TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(request.getHeaders().keys());
    assertThat(names)
        .containsExactly(
            "Accept-Encoding",
            "Authorization",
            "Connection",
            "Content-Length",
            "Content-Type",
            "Host",
            "Notion-Version",
            "User-Agent");
  }

  @Test
  void aReadHasNoBodyAndTheInteractiveLaneIsTold() {
    answers(okJson("{}"));
    send(NotionRequest.get("/v1/users?page_size=100&start_cursor=a%2Bb"), "interactive");
    LoggedRequest request = single();
    assertThat(request.getMethod().getName()).isEqualTo("GET");
    assertThat(request.getUrl()).isEqualTo("/v1/users?page_size=100&start_cursor=a%2Bb");
    assertThat(request.getBody()).isEmpty();
    assertThat(request.header("User-Agent").firstValue()).endsWith("(interactive)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/pages/p/properties/NVv%5E",
        "/v1/pages/p/properties/%3A%2Fx%25",
        "/v1/data_sources/x/query?filter_properties=e%253Ax"
      })
  void propertyIdsArriveAsTheyAre(String path) {
    answers(okJson("{}"));
    send(NotionRequest.get(path), "background");
    assertThat(single().getUrl()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 529})
  void aRefusalClosesTheGateForBothLanesAndIsRepeated(int status) throws Exception {
    NOTION.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    NOTION.stubFor(
        any(urlEqualTo("/v1/pages"))
            .inScenario("limit")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("over")
            .willReturn(
                Notion.error(status, "rate_limited", "You have been rate limited.")
                    .withHeader("Retry-After", "2")));

    CompletableFuture<Exchange> create =
        CompletableFuture.supplyAsync(
            () -> send(NotionRequest.adding("POST", "/v1/pages", BODY), "background"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !gates().isOpen("notion"));
    send(NotionRequest.get("/v1/users/me"), "interactive");
    assertThat(create.get(20, TimeUnit.SECONDS).getException()).isNull();

    List<ServeEvent> events = inOrder();
    assertThat(events).hasSize(3);
    long refused = events.get(0).getRequest().getLoggedDate().getTime();
    assertThat(events.subList(1, 3))
        .as("nothing is sent before Retry-After has passed")
        .allSatisfy(
            event ->
                assertThat(event.getRequest().getLoggedDate().getTime())
                    .isGreaterThanOrEqualTo(refused + 2000));
  }

  @Test
  void aBlockedConnectionIsNotTriedAgainUntilSomebodyHasActed() {
    answers(
        Notion.error(
            429,
            "rate_limited",
            "API access is restricted",
            "{\"rate_limit_reason\": \"public_api_request_blocked\"}"));
    for (int i = 0; i < 3; i++) {
      NotionException error = error(send(NotionRequest.get("/v1/users/me"), "background"));
      assertThat(error).isInstanceOf(ConnectionBlocked.class);
      assertThat(error.kind()).isEqualTo(NotionError.Kind.BLOCKED);
      assertThat(error).hasMessageContaining("API access is restricted");
    }
    assertThat(NOTION.getAllServeEvents()).hasSize(1);
    assertThat(gates().isOpen("notion")).isTrue();

    answers(okJson("{\"object\": \"user\"}"));
    bean("blockedConnections", BlockedConnections.class).tryNow("notion");
    for (int i = 0; i < 2; i++) {
      assertThat(send(NotionRequest.get("/v1/users/me"), "background").getException()).isNull();
    }
    assertThat(NOTION.getAllServeEvents()).hasSize(3);
  }

  @Test
  void anAnswerThatIsTooLargeIsNotAskedForAgain() {
    answers(ok("[" + "1,".repeat(17 << 20) + "1]"));
    NotionException read = error(send(NotionRequest.get("/v1/users"), "background"));
    assertThat(read.kind()).isEqualTo(NotionError.Kind.TOO_LARGE);
    assertThat(read.isAmbiguous()).isFalse();
    NotionException write =
        error(send(NotionRequest.adding("POST", "/v1/pages", BODY), "background"));
    assertThat(write.isAmbiguous()).isTrue();
    assertThat(NOTION.getAllServeEvents()).hasSize(2);
    NOTION.resetAll();
  }

  static List<ResponseDefinitionBuilder> unknownOutcomes() {
    return List.of(
        Notion.error(503, "service_unavailable", "Notion is unavailable"),
        aResponse().withStatus(502).withBody("<html><h1>Bad Gateway</h1></html>"),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
        aResponse().withFault(Fault.EMPTY_RESPONSE),
        aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
        okJson("{\"object\": \"page\", \"id\": \"1"),
        okJson(""),
        okJson("[]"));
  }

  @ParameterizedTest
  @MethodSource("unknownOutcomes")
  void whatIsHarmlessToRepeatIsRepeatedAfterAnUnknownOutcome(ResponseDefinitionBuilder first) {
    NOTION.stubFor(
        any(anyUrl())
            .inScenario("trouble")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("over")
            .willReturn(first));
    NOTION.stubFor(
        any(anyUrl())
            .inScenario("trouble")
            .whenScenarioStateIs("over")
            .willReturn(okJson("{\"object\": \"page\"}")));

    Exchange sent = send(NotionRequest.setting("/v1/pages/p", BODY), "background");

    assertThat(sent.getException()).isNull();
    assertThat(sent.getMessage().getBody(JsonNode.class).path("object").asText()).isEqualTo("page");
    assertThat(NOTION.getAllServeEvents()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("unknownOutcomes")
  void whatAddsIsNotRepeatedAfterAnUnknownOutcome(ResponseDefinitionBuilder answer) {
    answers(answer);
    NotionException error =
        error(send(NotionRequest.adding("POST", "/v1/pages", BODY), "background"));
    assertThat(error.isAmbiguous()).isTrue();
    assertThat(NOTION.getAllServeEvents()).hasSize(1);
  }

  @Test
  void aCreateThatWasRefusedByTheLimitAndThenFellSilentIsNotRepeated() {
    NOTION.stubFor(
        any(anyUrl())
            .inScenario("trouble")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("silence")
            .willReturn(
                Notion.error(429, "rate_limited", "You have been rate limited.")
                    .withHeader("Retry-After", "0")));
    NOTION.stubFor(
        any(anyUrl())
            .inScenario("trouble")
            .whenScenarioStateIs("silence")
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

    NotionException error =
        error(send(NotionRequest.adding("POST", "/v1/pages", BODY), "background"));

    assertThat(error.isAmbiguous()).isTrue();
    assertThat(NOTION.getAllServeEvents()).hasSize(2);
  }

  @Test
  void anErrorCarriesWhatNotionSaid() {
    answers(
        Notion.error(
            400,
            "validation_error",
            "body failed validation",
            "{\"one\": \"1\", \"many\": [\"2\", \"3\"]}"));
    NotionException error =
        error(send(NotionRequest.adding("POST", "/v1/pages", BODY), "background"));
    assertThat(error.error().status()).isEqualTo(400);
    assertThat(error.error().code()).isEqualTo("validation_error");
    assertThat(error.error().message()).isEqualTo("body failed validation");
    assertThat(error.error().requestId()).isEqualTo("req-1");
    assertThat(error.error().additionalData())
        .isEqualTo(Map.of("one", List.of("1"), "many", List.of("2", "3")));
    assertThat(error).hasMessageContaining("POST /v1/pages").hasMessageContaining("req-1");
    assertThat(NOTION.getAllServeEvents()).hasSize(1);
  }

  @Test
  void aWebPageInsteadOfAnAnswerIsToldAsText() {
    answers(
        aResponse()
            .withStatus(502)
            .withHeader("cf-ray", "8f-FRA")
            .withBody("<html><script>x()</script><h1>Bad   Gateway</h1></html>"));
    NotionException error =
        error(send(NotionRequest.adding("POST", "/v1/pages", BODY), "background"));
    assertThat(error.error().status()).isEqualTo(502);
    assertThat(error.error().message()).isEqualTo("Bad Gateway");
    assertThat(error.error().requestId()).isEqualTo("cf-ray 8f-FRA");
  }

  @Test
  void aConflictIsRepeatedAndARedirectIsNotFollowed() {
    NOTION.stubFor(
        any(anyUrl())
            .inScenario("conflict")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("redirect")
            .willReturn(Notion.error(409, "conflict_error", "Conflict occurred while saving.")));
    NOTION.stubFor(
        any(anyUrl())
            .inScenario("conflict")
            .whenScenarioStateIs("redirect")
            .willReturn(
                aResponse().withStatus(302).withHeader("Location", NOTION.url("/elsewhere"))));
    NotionException error =
        error(send(NotionRequest.adding("POST", "/v1/pages", BODY), "background"));
    assertThat(error.error().status()).isEqualTo(302);
    assertThat(inOrder())
        .extracting(event -> event.getRequest().getUrl())
        .containsExactly("/v1/pages", "/v1/pages");
  }

  private static Gates gates() {
    return bean("gates", Gates.class);
  }

  private static void answers(ResponseDefinitionBuilder answer) {
    NOTION.stubFor(any(anyUrl()).willReturn(answer));
  }

  private static <T> T bean(String name, Class<T> type) {
    return hub.context().getRegistry().lookupByNameAndType(name, type);
  }

  private static Exchange send(NotionRequest request, String lane) {
    return hub.producer()
        .request(
            "direct:notion",
            exchange -> {
              exchange.setVariable("lane", lane);
              exchange.getMessage().setHeader("X-Of-Another-System", "leak");
              exchange.getMessage().setHeader("Authorization", "leak");
              exchange.getMessage().setBody(request);
            });
  }

  private static NotionException error(Exchange sent) {
    assertThat(sent.getException()).isInstanceOf(NotionException.class);
    return (NotionException) sent.getException();
  }

  private static LoggedRequest single() {
    assertThat(NOTION.getAllServeEvents()).hasSize(1);
    return NOTION.getAllServeEvents().get(0).getRequest();
  }

  private static List<ServeEvent> inOrder() {
    return NOTION.getAllServeEvents().stream()
        .sorted(Comparator.comparing(event -> event.getRequest().getLoggedDate()))
        .toList();
  }
}
