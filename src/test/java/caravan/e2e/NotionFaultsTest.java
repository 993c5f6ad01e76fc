package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.gateway.Connections;
import caravan.notion.NotionError.Kind;
import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the gateway makes of each thing that can go wrong, for each kind of request. */
class NotionFaultsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration HANG = Duration.ofMillis(2_600);
  private static final int TIMEOUT_MS = 1_500;
  private static final int ATTEMPTS = 7;

  private static HubOnSandbox hub;
  private static ProducerTemplate producer;
  private static String page;

  @BeforeAll
  static void start(@TempDir Path folder) {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    CaravanHome.withNotionTimeout(hub.home(), TIMEOUT_MS);
    CaravanHome.withNotionRepeatsAtOnce(hub.home());
    hub.set("NOTION_CONNECTIONS", "nowhere")
        .set("NOTION_NOWHERE_URL", "http://127.0.0.1:1") // nothing listens there
        .set("NOTION_NOWHERE_TOKEN", "any")
        .start(HubOnSandbox.ISSUES);
    producer = hub.hub().context().createProducerTemplate();
    page =
        hub.sandbox()
            .notion()
            .createPage(
                hub.sandbox().ids().meetingNotes(),
                ValueBuilder.titled("Name", "Note").build(),
                "One line.");
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @AfterEach
  void calm() {
    hub.sandbox().server().faults().clear();
    hub.forgetRequests();
  }

  /** Nothing was carried out, and Notion says so: everything is sent again. */
  static List<FaultRule> refusals() {
    return List.of(
        FaultRule.status(429).withHeaders(Map.of("Retry-After", "0")),
        FaultRule.status(529).withHeaders(Map.of("Retry-After", "0")),
        FaultRule.status(409));
  }

  /** The request may or may not have been carried out. */
  static List<FaultRule> unknownOutcomes() {
    return List.of(
        FaultRule.status(500),
        FaultRule.status(502).withBody("<html><h1>Bad Gateway</h1></html>"),
        FaultRule.status(503),
        FaultRule.status(504),
        FaultRule.status(408).withBody("<html>Request Timeout</html>"),
        FaultRule.status(200).withBody("<html>Sign in to the hotel's network</html>"),
        FaultRule.of(FaultRule.Kind.RESET_BEFORE),
        FaultRule.of(FaultRule.Kind.RESET_AFTER),
        FaultRule.of(FaultRule.Kind.HANG).lasting(HANG),
        FaultRule.of(FaultRule.Kind.HANG_AFTER).lasting(HANG),
        FaultRule.of(FaultRule.Kind.TRUNCATED));
  }

  private static Stream<Arguments> each(List<FaultRule> faults, List<NotionRequest> requests) {
    return faults.stream()
        .flatMap(fault -> requests.stream().map(request -> Arguments.of(fault, request)));
  }

  static Stream<Arguments> refusalsOfAll() {
    return each(refusals(), Stream.concat(safe().stream(), unsafe().stream()).toList());
  }

  static Stream<Arguments> unknownOutcomesOfSafe() {
    return each(unknownOutcomes(), safe());
  }

  static Stream<Arguments> unknownOutcomesOfUnsafe() {
    return each(unknownOutcomes(), unsafe());
  }

  private static List<NotionRequest> safe() {
    ObjectNode retitled = JSON.createObjectNode();
    retitled
        .putObject("properties")
        .putObject("Name")
        .putArray("title")
        .addObject()
        .putObject("text")
        .put("content", "Note");
    ObjectNode nothing = JSON.createObjectNode();
    return List.of(
        NotionRequest.get("/v1/users/me"),
        NotionRequest.query(
            "/v1/data_sources/" + hub.sandbox().ids().meetingNotes() + "/query", nothing),
        NotionRequest.setting("/v1/pages/" + page, retitled));
  }

  private static List<NotionRequest> unsafe() {
    ObjectNode created = JSON.createObjectNode();
    created
        .putObject("parent")
        .put("type", "data_source_id")
        .put("data_source_id", hub.sandbox().ids().meetingNotes());
    created.putObject("properties");
    ObjectNode appended = JSON.createObjectNode();
    appended.putArray("children").addObject().putObject("divider");
    return List.of(
        NotionRequest.adding("POST", "/v1/pages", created),
        NotionRequest.adding("PATCH", "/v1/blocks/" + page + "/children", appended));
  }

  @ParameterizedTest
  @MethodSource("refusalsOfAll")
  void whatWasNotCarriedOutIsSentAgain(FaultRule fault, NotionRequest request) {
    strikeOnce(fault);
    Exchange sent = send(request);
    assertThat(sent.getException()).isNull();
    assertThat(hub.requests()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("unknownOutcomesOfSafe")
  void whatIsHarmlessToRepeatIsSentAgain(FaultRule fault, NotionRequest request) {
    strikeOnce(fault);
    Exchange sent = send(request);
    assertThat(sent.getException()).isNull();
    assertThat(sent.getMessage().getBody(JsonNode.class).has("object")).isTrue();
    assertThat(hub.requests()).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("unknownOutcomesOfUnsafe")
  void whatAddsIsAmbiguousAndNotSentAgain(FaultRule fault, NotionRequest request) {
    strikeOnce(fault);
    NotionException error = error(send(request));
    assertThat(error.isAmbiguous()).isTrue();
    assertThat(error.isRepeatable()).isFalse();
    assertThat(error.kind()).isIn(Kind.UNAVAILABLE, Kind.NO_ANSWER);
    assertThat(hub.requests()).hasSize(1);
  }

  @Test
  void aWriteThatWasSavedAlthoughItFailedIsNeverRepeatedAndSaysWhatItSaved() {
    for (NotionRequest request : List.of(safe().get(2), unsafe().get(0), unsafe().get(1))) {
      hub.forgetRequests();
      strikeOnce(FaultRule.of(FaultRule.Kind.COMMITTED_503));
      NotionException error = error(send(request));
      assertThat(error.kind()).isEqualTo(Kind.SAVED);
      assertThat(error.isAmbiguous()).isTrue();
      assertThat(hub.requests()).hasSize(1);
      if (request.repeat() == NotionRequest.Repeat.UNSAFE) {
        assertThat(error.error().committedResourceId()).isNotBlank();
      }
    }
  }

  @Test
  void aSlowDripIsReadToItsEnd() {
    strikeOnce(FaultRule.of(FaultRule.Kind.DRIP).lasting(Duration.ofSeconds(2)));
    assertThat(send(safe().get(1)).getException()).isNull();
    assertThat(hub.requests()).hasSize(1);
  }

  @Test
  void whatIsWrongIsNotSentAgain() {
    for (int status : new int[] {400, 401, 403, 404}) {
      hub.forgetRequests();
      strikeOnce(FaultRule.status(status));
      NotionException error = error(send(safe().get(0)));
      assertThat(error.isRepeatable()).isFalse();
      assertThat(error.isAmbiguous()).isFalse();
      assertThat(hub.requests()).hasSize(1);
    }
  }

  @Test
  void whatFailsForEverIsGivenUp() {
    hub.sandbox().server().faults().add(FaultRule.status(500).on("notion", null, null));
    assertThat(error(send(safe().get(0))).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(hub.requests()).hasSize(ATTEMPTS);
  }

  @Test
  void whatWasNeverSentIsRepeatedWhateverItIsAndIsNotAmbiguous() {
    NotionException error = error(send(unsafe().get(0), "nowhere"));
    assertThat(error.kind()).isEqualTo(Kind.NOT_SENT);
    assertThat(error.isRepeatable()).isTrue();
    assertThat(error.isAmbiguous()).isFalse();
    assertThat(hub.requests()).isEmpty();
  }

  private static void strikeOnce(FaultRule fault) {
    hub.sandbox().server().faults().add(fault.on("notion", null, null).times(1));
  }

  private static Exchange send(NotionRequest request) {
    return send(request, "notion");
  }

  private static Exchange send(NotionRequest request, String connection) {
    return producer.request(
        "direct:notion",
        exchange -> {
          exchange.setVariable(Connections.VARIABLE, connection);
          exchange.getMessage().setBody(request);
        });
  }

  private static NotionException error(Exchange sent) {
    assertThat(sent.getException()).isInstanceOf(NotionException.class);
    return (NotionException) sent.getException();
  }
}
