package caravan.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.slack.SlackRequest;
import caravan.testing.TestHub;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SlackGatewayTest {

  private static final String POST = "/slack/chat.postMessage";
  private static final String OK = "{\"ok\": true, \"ts\": \"1.1\"}";

  @RegisterExtension static final WireMockExtension SLACK = WireMockExtension.newInstance().build();

  private static TestHub hub;

  @BeforeAll
  static void start(@TempDir Path home) {
    hub = TestHub.start(home, SLACK.baseUrl(), Clock.systemUTC(), Map.of());
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void aCallCarriesTheTokenAndNothingOfTheExchange() {
    SLACK.stubFor(post(POST).willReturn(okJson(OK)));
    Exchange sent = send("WIRE");
    assertThat(sent.getException()).isNull();
    assertThat(sent.getMessage().getHeaders()).isEmpty();
    LoggedRequest request = SLACK.getAllServeEvents().get(0).getRequest();
    assertThat(request.header("Authorization").values())
        .containsExactly("Bearer " + TestHub.SLACK_TOKEN);
    assertThat(request.containsHeader("X-Of-Another-System")).isFalse();
    assertThat(request.getBodyAsString()).isEqualTo("{\"channel\":\"WIRE\"}");
  }

  @Test
  void a200ThatIsNotOkIsAFailureThatSaysWhatToDo() {
    SLACK.stubFor(post(POST).willReturn(okJson("{\"ok\": false, \"error\": \"not_in_channel\"}")));
    assertThat(send("REFUSED").getException())
        .isInstanceOf(ServiceRefused.class)
        .hasMessageContaining("not_in_channel")
        .hasMessageContaining("Invite the bot");
    assertThat(SLACK.getAllServeEvents()).hasSize(1);
  }

  @Test
  void a429WaitsAndIsRepeated() {
    SLACK.stubFor(
        post(POST)
            .inScenario("limit")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("over")
            .willReturn(
                aResponse()
                    .withStatus(429)
                    .withHeader("Retry-After", "2")
                    .withBody("{\"ok\": false, \"error\": \"ratelimited\"}")));
    SLACK.stubFor(
        post(POST).inScenario("limit").whenScenarioStateIs("over").willReturn(okJson(OK)));
    assertThat(send("LIMITED").getException()).isNull();
    List<Long> times = times(SLACK.getAllServeEvents());
    assertThat(times).hasSize(2);
    assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(2000);
  }

  @Test
  void a429OfOneChannelDoesNotHoldUpAnother() throws Exception {
    SLACK.stubFor(
        post(POST)
            .withRequestBody(containing("FULL"))
            .inScenario("full")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("over")
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "4")));
    SLACK.stubFor(
        post(POST)
            .withRequestBody(containing("FULL"))
            .inScenario("full")
            .whenScenarioStateIs("over")
            .willReturn(okJson(OK)));
    SLACK.stubFor(post(POST).withRequestBody(containing("FREE")).willReturn(okJson(OK)));
    CompletableFuture<Exchange> full = CompletableFuture.supplyAsync(() -> send("FULL"));
    await().until(() -> events("FULL").size() == 1);

    assertThat(send("FREE").getException()).isNull();

    assertThat(full).isNotDone();
    assertThat(full.get(30, TimeUnit.SECONDS).getException()).isNull();
    List<Long> times = times(events("FULL"));
    assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(4000);
  }

  @Test
  void aPostWithoutAnswerIsNotRepeatedBecauseItMayHaveArrived() {
    SLACK.stubFor(post(POST).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    assertThat(send("RESET").getException())
        .isInstanceOfSatisfying(
            ServiceRefused.class,
            error -> assertThat(error.kind()).isEqualTo(ServiceRefused.Kind.UNKNOWN));
    assertThat(SLACK.getAllServeEvents()).hasSize(1);
  }

  @Test
  void aChannelGetsOneMessageASecondAndDoesNotHoldUpAnother() throws Exception {
    SLACK.stubFor(post(POST).willReturn(okJson(OK)));
    List<CompletableFuture<Exchange>> all =
        Stream.of("PACE", "PACE", "PACE", "OTHER")
            .map(channel -> CompletableFuture.supplyAsync(() -> send(channel)))
            .toList();
    for (CompletableFuture<Exchange> one : all) {
      assertThat(one.get(30, TimeUnit.SECONDS).getException()).isNull();
    }
    List<Long> paced = times(events("PACE"));
    assertThat(paced).hasSize(3);
    assertThat(paced.get(1) - paced.get(0)).isGreaterThanOrEqualTo(1000);
    assertThat(paced.get(2) - paced.get(1)).isGreaterThanOrEqualTo(1000);
    assertThat(times(events("OTHER")).get(0)).isLessThan(paced.get(2));
  }

  private static List<ServeEvent> events(String channel) {
    return SLACK.getAllServeEvents().stream()
        .filter(event -> event.getRequest().getBodyAsString().contains('"' + channel + '"'))
        .toList();
  }

  private static List<Long> times(List<ServeEvent> events) {
    return events.stream()
        .map(event -> event.getRequest().getLoggedDate().getTime())
        .sorted()
        .toList();
  }

  private static Exchange send(String channel) {
    SlackRequest request =
        new SlackRequest(
            "chat.postMessage",
            channel,
            JsonNodeFactory.instance.objectNode().put("channel", channel));
    return hub.producer()
        .request(
            "direct:slack",
            exchange -> {
              exchange.getMessage().setHeader("X-Of-Another-System", "leak");
              exchange.getMessage().setBody(request);
            });
  }
}
