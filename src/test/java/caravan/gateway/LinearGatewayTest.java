package caravan.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.testing.TestHub;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LinearGatewayTest {

  private static final String DATA = "{\"data\": {\"viewer\": {\"id\": \"1\"}}}";

  @RegisterExtension
  static final WireMockExtension LINEAR = WireMockExtension.newInstance().build();

  private static TestHub hub;

  @BeforeAll
  static void start(@TempDir Path home) {
    hub = TestHub.start(home, LINEAR.baseUrl(), Clock.systemUTC(), Map.of());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void theAnswersDataIsTheBodyAndOnlyTheKeyTravels() {
    LINEAR.stubFor(post("/graphql").willReturn(okJson(DATA)));

    Exchange sent = send();

    assertThat(sent.getMessage().getBody(JsonNode.class).at("/viewer/id").asText()).isEqualTo("1");
    assertThat(sent.getMessage().getHeaders()).isEmpty();
    LoggedRequest request = LINEAR.getAllServeEvents().get(0).getRequest();
    assertThat(request.header("Authorization").values()).containsExactly(TestHub.LINEAR_TOKEN);
    assertThat(request.getBodyAsString()).isEqualTo("{\"query\": \"{viewer{id}}\"}");
    assertThat(request.containsHeader("X-Of-Another-System")).isFalse();
  }

  @Test
  void overTheHourlyLimitItWaitsUntilTheReset() {
    Instant reset = Instant.now().plusMillis(2500);
    first(
        limited()
            .withHeader("X-RateLimit-Requests-Remaining", "0")
            .withHeader("X-RateLimit-Requests-Reset", Long.toString(reset.toEpochMilli())));

    Exchange sent = send();

    assertThat(sent.getException()).isNull();
    assertThat(LINEAR.getAllServeEvents()).hasSize(2);
    assertThat(LINEAR.getAllServeEvents().get(0).getRequest().getLoggedDate().toInstant())
        .isAfterOrEqualTo(reset);
  }

  @Test
  void aResetFarAwayIsNotWaitedForButTold() {
    Instant reset = Instant.now().plus(Duration.ofMinutes(30));
    LINEAR.stubFor(
        post("/graphql")
            .willReturn(
                limited()
                    .withHeader("X-RateLimit-Complexity-Remaining", "0")
                    .withHeader(
                        "X-RateLimit-Complexity-Reset", Long.toString(reset.toEpochMilli()))));
    try (TestHub own = separateHub()) {
      Exchange sent = send(own);
      assertThat(sent.getException())
          .isInstanceOfSatisfying(
              ServiceRefused.class,
              error -> {
                assertThat(error.kind()).isEqualTo(ServiceRefused.Kind.LATER);
                assertThat(error.retryAt()).isBetween(reset.minusSeconds(5), reset.plusSeconds(5));
              });
      assertThat(LINEAR.getAllServeEvents()).hasSize(1);
    }
  }

  @TempDir Path another;

  private TestHub separateHub() {
    return TestHub.start(another, LINEAR.baseUrl(), Clock.systemUTC(), Map.of());
  }

  @Test
  void errorsBesidePartialDataAreAFailure() {
    LINEAR.stubFor(
        post("/graphql")
            .willReturn(
                okJson("{\"data\": {\"issues\": {}}, \"errors\": [{\"message\": \"no team\"}]}")));
    assertThat(send().getException())
        .isInstanceOf(ServiceRefused.class)
        .hasMessage("Linear answered 200: no team");
    assertThat(LINEAR.getAllServeEvents()).as("it would be refused again").hasSize(1);
  }

  @Test
  void anAnswerThatWasCutOffIsAskedForAgain() {
    first(okJson("{\"data\": {\"iss"));
    assertThat(send().getException()).isNull();
    LINEAR.resetScenarios();
    first(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(send().getException()).isNull();
    assertThat(LINEAR.getAllServeEvents()).hasSize(4);
  }

  private static ResponseDefinitionBuilder limited() {
    return aResponse()
        .withStatus(400)
        .withHeader("Content-Type", "application/json")
        .withBody(
            "{\"errors\": [{\"message\": \"Rate limit\", \"extensions\": {\"code\": \"RATELIMITED\"}}]}");
  }

  /** The first request is answered like this, the second one well. */
  private static void first(ResponseDefinitionBuilder answer) {
    LINEAR.stubFor(
        post("/graphql")
            .inScenario("trouble")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("over")
            .willReturn(answer));
    LINEAR.stubFor(
        post("/graphql")
            .inScenario("trouble")
            .whenScenarioStateIs("over")
            .willReturn(okJson(DATA)));
  }

  private static Exchange send() {
    return send(hub);
  }

  private static Exchange send(TestHub to) {
    return to.producer()
        .request(
            "direct:linear",
            exchange -> {
              exchange.getMessage().setHeader("X-Of-Another-System", "leak");
              exchange.getMessage().setBody("{\"query\": \"{viewer{id}}\"}");
            });
  }
}
