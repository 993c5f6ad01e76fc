package caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxCoreTest {

  /** A system whose only state is a count of writes. */
  private static final class Counting implements SandboxSystem {
    private final AtomicInteger writes = new AtomicInteger();

    @Override
    public String name() {
      return "counting";
    }

    @Override
    public void mount(Router router) {
      router
          .post("/add")
          .handler(
              ctx -> {
                int now = writes.incrementAndGet();
                Answer.json(200, "{\"writes\":" + now + "}", Map.of())
                    .saving("id-" + now, List.of())
                    .send(ctx);
              });
      router.get("/slow").blockingHandler(ctx -> Answer.json(200, "{}", Map.of()).send(ctx), false);
      router.get("/broken").handler(ctx -> ctx.fail(new IllegalStateException("broken")));
    }

    @Override
    public Answer savedButUnavailable(Answer saved) {
      return Answer.json(503, "{\"committed\":\"" + saved.saved().id() + "\"}", Map.of());
    }
  }

  private final Counting system = new Counting();
  private final HttpClient client = HttpClient.newHttpClient();
  private Sandbox sandbox;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxOptions.unlimited(), system);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(sandbox.url() + path))
            .header("User-Agent", "test/1 (interactive)")
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void everyRequestIsLoggedBeforeItsAnswerArrives() throws Exception {
    send("POST", "/counting/add?x=1", "");
    send("GET", "/counting/slow", "");

    List<RequestLog.Entry> entries = sandbox.log().entries("counting");
    assertThat(entries).extracting(RequestLog.Entry::path).containsExactly("/add", "/slow");
    assertThat(entries.get(0).query()).isEqualTo("x=1");
    assertThat(entries.get(0).status()).isEqualTo(200);
    assertThat(entries.get(0).userAgent()).isEqualTo("test/1 (interactive)");
    assertThat(sandbox.log().count("counting")).isEqualTo(2);
    assertThat(sandbox.log().maxInAnyWindow("counting", Duration.ofSeconds(10), e -> true))
        .isEqualTo(2);
  }

  @Test
  void unknownPathsAndCrashesAnswerInTheSystemsWords() throws Exception {
    assertThat(send("GET", "/counting/nothing", "").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/counting/broken", "").statusCode()).isEqualTo(500);
    assertThat(sandbox.log().entries("counting"))
        .extracting(RequestLog.Entry::status)
        .containsExactly(404, 500);
  }

  @Test
  void statusFaultAppliesNothingAndEndsAfterItsCount() throws Exception {
    sandbox
        .faults()
        .add(
            FaultRule.status(502)
                .on("counting", "POST", "/a.*")
                .times(1)
                .withBody("<html>Bad Gateway</html>"));

    HttpResponse<String> refused = send("POST", "/counting/add", "");
    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(refused.headers().firstValue("Content-Type"))
        .hasValueSatisfying(t -> assertThat(t).startsWith("text/html"));
    assertThat(system.writes).hasValue(0);
    assertThat(send("POST", "/counting/add", "").statusCode()).isEqualTo(200);
  }

  @Test
  void savedButUnavailableAppliesAndSaysSo() throws Exception {
    sandbox.faults().add(FaultRule.of(FaultRule.Kind.COMMITTED_503).times(1));

    HttpResponse<String> answer = send("POST", "/counting/add", "");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"committed\":\"id-1\"}");
    assertThat(system.writes).hasValue(1);
  }

  @Test
  void committedStatusAppliesAndDoesNotSaySo() throws Exception {
    sandbox.faults().add(FaultRule.committed(504).times(1).withBody("<html>Timeout</html>"));

    HttpResponse<String> answer = send("POST", "/counting/add", "");

    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).isEqualTo("<html>Timeout</html>");
    assertThat(system.writes).hasValue(1);
  }

  @Test
  void theLogNamesTheFaultAndKeepsWhatWasSaidIfAsked() throws Exception {
    send("POST", "/counting/add", "unasked");
    sandbox.options(sandbox.options().toBuilder().logBodies(true).build());
    sandbox.faults().add(FaultRule.of(FaultRule.Kind.HANG).times(1));
    send("POST", "/counting/add", "asked");

    assertThat(sandbox.log().entries("counting"))
        .extracting(RequestLog.Entry::body, RequestLog.Entry::fault)
        .containsExactly(tuple("", null), tuple("asked", FaultRule.Kind.HANG));
  }

  @Test
  void resetsCloseTheConnectionBeforeOrAfterTheWrite() {
    sandbox.faults().add(FaultRule.of(FaultRule.Kind.RESET_BEFORE).times(1));
    assertThatThrownBy(() -> send("POST", "/counting/add", "")).isInstanceOf(IOException.class);
    assertThat(system.writes).hasValue(0);

    sandbox.faults().add(FaultRule.of(FaultRule.Kind.RESET_AFTER).times(1));
    assertThatThrownBy(() -> send("POST", "/counting/add", "")).isInstanceOf(IOException.class);
    assertThat(system.writes).hasValue(1);
    assertThat(sandbox.log().entries("counting"))
        .extracting(RequestLog.Entry::status)
        .containsOnly(0);
  }

  @Test
  void truncatedDrippedAndHeldAnswersAreApplied() throws Exception {
    sandbox.faults().add(FaultRule.of(FaultRule.Kind.TRUNCATED).times(1));
    assertThat(send("POST", "/counting/add", "").body()).isEqualTo("{\"writ");

    sandbox
        .faults()
        .add(FaultRule.of(FaultRule.Kind.DRIP).times(1).lasting(Duration.ofMillis(100)));
    assertThat(send("POST", "/counting/add", "").body()).isEqualTo("{\"writes\":2}");

    sandbox
        .faults()
        .add(FaultRule.of(FaultRule.Kind.HANG_AFTER).times(1).lasting(Duration.ofMillis(200)));
    assertThat(send("POST", "/counting/add", "").body()).isEqualTo("{\"writes\":3}");
    assertThat(sandbox.log().entries("counting").get(2).duration())
        .isGreaterThanOrEqualTo(Duration.ofMillis(190));
  }

  @Test
  void optionsAndFaultsChangeOverHttpWhileItRuns() throws Exception {
    assertThat(send("PATCH", "/sandbox/options", "{\"latency_ms\":120,\"row_cap\":5}").statusCode())
        .isEqualTo(200);
    assertThat(sandbox.options().rowCap()).isEqualTo(5);
    send("GET", "/counting/slow", "");
    assertThat(sandbox.log().entries("counting").get(0).duration())
        .isGreaterThanOrEqualTo(Duration.ofMillis(110));
    assertThat(send("PATCH", "/sandbox/options", "{\"colour\":1}").statusCode()).isEqualTo(400);

    String fault =
        "{\"system\":\"counting\",\"kind\":\"status\",\"status\":529,\"times\":1,\"headers\":{\"Retry-After\":\"3\"}}";
    assertThat(send("POST", "/sandbox/faults", fault).statusCode()).isEqualTo(200);
    HttpResponse<String> hit = send("GET", "/counting/slow", "");
    assertThat(hit.statusCode()).isEqualTo(529);
    assertThat(hit.headers().firstValue("Retry-After")).hasValue("3");
    send("POST", "/sandbox/faults", "[{\"kind\":\"reset_before\",\"probability\":0.5}]");
    send("DELETE", "/sandbox/faults", "");
    assertThat(sandbox.faults().rules()).isEmpty();

    JsonNode stats = new ObjectMapper().readTree(send("GET", "/sandbox/stats", "").body());
    assertThat(stats.at("/counting/requests").asInt()).isEqualTo(2);
    assertThat(stats.at("/counting/max_in_60s").asInt()).isEqualTo(2);
    assertThat(send("GET", "/sandbox/log?system=counting", "").body()).contains("\"status\":529");
    assertThat(send("GET", "/", "").body()).contains("<h1>Sandbox</h1>");
  }

  @Test
  void theSameSeedGivesTheSameFaults() {
    assertThat(strikes(new Faults(7))).isEqualTo(strikes(new Faults(7))).contains(true, false);
  }

  private static List<Boolean> strikes(Faults faults) {
    faults.add(FaultRule.status(500).withProbability(0.5));
    return java.util.stream.IntStream.range(0, 40)
        .mapToObj(i -> faults.strike("s", "GET", "/", "").isPresent())
        .toList();
  }

  @Test
  void closingLeavesNothingListening() throws Exception {
    int port = sandbox.port();
    sandbox.close();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(ConnectException.class);
    sandbox = Sandbox.start(SandboxOptions.unlimited(), system);
  }
}
