package caravan.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.search.OpenSearchRequest;
import caravan.testing.TestHub;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire to OpenSearch, and what its answers mean. */
class OpenSearchGatewayTest {

  private static final String LINES = "{\"delete\":{\"_id\":\"é\"}}\n";

  @RegisterExtension
  static final WireMockExtension SEARCH = WireMockExtension.newInstance().build();

  private static TestHub hub;

  @BeforeAll
  static void start(@TempDir Path home) {
    hub =
        TestHub.start(
            home,
            SEARCH.baseUrl(),
            Clock.systemUTC(),
            Map.of(
                "OPENSEARCH_URL", SEARCH.baseUrl() + "/search/",
                "OPENSEARCH_USER", "hub",
                "OPENSEARCH_PASSWORD", "verySecretSearchPassword"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void aRequestCarriesUserAndPasswordAndNothingOfTheExchange() {
    SEARCH.stubFor(any(anyUrl()).willReturn(okJson("{\"errors\": false, \"items\": []}")));
    Exchange sent = send(OpenSearchRequest.bulk("kb", LINES));
    assertThat(sent.getException()).isNull();
    assertThat(sent.getMessage().getBody(JsonNode.class).has("items")).isTrue();
    assertThat(sent.getMessage().getHeaders()).isEmpty();
    LoggedRequest request = only();
    String pair = "hub:verySecretSearchPassword";
    assertThat(request.header("Authorization").firstValue())
        .isEqualTo(
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    assertThat(request.header("Content-Type").firstValue()).startsWith("application/x-ndjson");
    assertThat(request.containsHeader("X-Of-Another-System")).isFalse();
    assertThat(request.getMethod().getName()).isEqualTo("POST");
    assertThat(request.getUrl()).isEqualTo("/search/kb/_bulk");
    assertThat(new String(request.getBody(), StandardCharsets.UTF_8)).isEqualTo(LINES);
  }

  @Test
  void namesAreEncodedInPaths() {
    SEARCH.stubFor(any(anyUrl()).willReturn(okJson("{\"found\": true}")));
    assertThat(send(OpenSearchRequest.document("kb", "a/b c?d")).getException()).isNull();
    assertThat(only().getUrl()).isEqualTo("/search/kb/_doc/a%2Fb%20c%3Fd");
    assertThat(only().getBody()).isEmpty();
  }

  @Test
  void whatIsNotThereIsAnAnswerToALook() {
    answer(
        aResponse()
            .withStatus(404)
            .withBody("{\"error\":{\"type\":\"index_not_found_exception\"},\"status\":404}"));
    Exchange sent = send(OpenSearchRequest.lookAt("kb"));
    assertThat(sent.getException()).isNull();
    assertThat(sent.getMessage().getBody(JsonNode.class).path("status").asInt()).isEqualTo(404);
    assertThat(only().getUrl()).startsWith("/search/kb/_mapping?filter_path=");
  }

  @Test
  void refusalSaysWhyAndIsNotRepeated() {
    answer(
        aResponse()
            .withStatus(400)
            .withBody(
                "{\"error\":{\"type\":\"parse_exception\",\"reason\":\"request body is"
                    + " required\"},\"status\":400}"));
    assertThat(send(OpenSearchRequest.bulk("kb", LINES)).getException())
        .isInstanceOfSatisfying(
            ServiceRefused.class,
            error -> assertThat(error.kind()).isEqualTo(ServiceRefused.Kind.REFUSED))
        .hasMessageContaining("400: parse_exception request body is required");
    assertThat(requests()).hasSize(1);
  }

  @Test
  void refusedUserConcernsTheWholeIntegration() {
    answer(aResponse().withStatus(401).withBody("Unauthorized"));
    assertThat(send(OpenSearchRequest.bulk("kb", LINES)).getException())
        .isInstanceOf(OpenSearchAccess.class)
        .hasMessageContaining("OPENSEARCH_PASSWORD")
        .hasMessageNotContaining("verySecret");
    assertThat(requests()).hasSize(1);
  }

  @Test
  void indexThatIsBlockedIsNoMatterOfRights() {
    answer(
        aResponse()
            .withStatus(403)
            .withBody(
                "{\"error\":{\"type\":\"cluster_block_exception\",\"reason\":\"index [kb] blocked"
                    + " by: [FORBIDDEN/8/index write (api)];\"},\"status\":403}"));
    assertThat(send(OpenSearchRequest.bulk("kb", LINES)).getException())
        .isInstanceOf(ServiceRefused.class)
        .hasMessageContaining("blocked by");
  }

  @Test
  void a429WaitsAsLongAsItSaysAndIsRepeated() {
    first(aResponse().withStatus(429).withHeader("Retry-After", "2").withBody("{}"));
    assertThat(send(OpenSearchRequest.bulk("kb", LINES)).getException()).isNull();
    List<Long> times =
        requests().stream().map(it -> it.getLoggedDate().getTime()).sorted().toList();
    assertThat(times).hasSize(2);
    assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(2000);
  }

  @Test
  void proxyThatAnswersInHtmlIsAskedAgain() {
    first(aResponse().withStatus(502).withBody("<html>Bad Gateway</html>"));
    assertThat(send(OpenSearchRequest.bulk("kb", LINES)).getException()).isNull();
    assertThat(requests()).hasSize(2);
  }

  /** A write carries its version, so that sending it twice changes nothing. */
  @Test
  void writeWithoutAnswerIsRepeated() {
    first(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(send(OpenSearchRequest.bulk("kb", LINES)).getException()).isNull();
    assertThat(requests()).hasSize(2);
  }

  @Test
  void answerThatIsNotJsonIsNoSuccess() {
    answer(aResponse().withStatus(200).withBody("<html>Log in</html>"));
    assertThat(send(OpenSearchRequest.bulk("kb", LINES)).getException())
        .isInstanceOf(ServiceRefused.class)
        .hasMessageContaining("not JSON");
  }

  private static void answer(ResponseDefinitionBuilder response) {
    SEARCH.stubFor(any(anyUrl()).willReturn(response));
  }

  /** Answers so once, and well from then on. */
  private static void first(ResponseDefinitionBuilder response) {
    SEARCH.stubFor(
        any(anyUrl())
            .inScenario("first")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("then")
            .willReturn(response));
    SEARCH.stubFor(
        any(anyUrl())
            .inScenario("first")
            .whenScenarioStateIs("then")
            .willReturn(okJson("{\"items\": []}")));
  }

  private static LoggedRequest only() {
    assertThat(requests()).hasSize(1);
    return requests().get(0);
  }

  private static List<LoggedRequest> requests() {
    return SEARCH.getAllServeEvents().stream().map(it -> it.getRequest()).toList();
  }

  private static Exchange send(OpenSearchRequest request) {
    return hub.producer()
        .request(
            "direct:opensearch",
            exchange -> {
              exchange.getMessage().setHeader("X-Of-Another-System", "leak");
              exchange.getMessage().setBody(request);
            });
  }
}
