package caravan.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.gateway.ServiceRefused.Kind;
import caravan.testing.TestHub;
import caravan.wordpress.WordPressRequest;
import caravan.wordpress.WordPressRequest.Upload;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class WordPressGatewayTest {

  @RegisterExtension static final WireMockExtension SITE = WireMockExtension.newInstance().build();

  private static TestHub hub;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path home) {
    hub =
        TestHub.start(
            home,
            SITE.baseUrl(),
            Clock.systemUTC(),
            Map.of(
                "WORDPRESS_URL", SITE.baseUrl() + "/",
                "WORDPRESS_USER", "publisher",
                "WORDPRESS_PASSWORD", "abcd EFGH"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void aRequestCarriesTheCredentialsAndNothingOfTheExchange() {
    SITE.stubFor(any(anyUrl()).willReturn(okJson("[{\"id\": 1}]")));
    Exchange sent =
        send(new WordPressRequest("GET", "/posts", Map.of("search", "a b"), null, null));
    assertThat(sent.getException()).isNull();
    assertThat(sent.getMessage().getBody(JsonNode.class).path(0).path("id").asInt()).isEqualTo(1);
    assertThat(sent.getMessage().getHeaders()).isEmpty();
    LoggedRequest request = only();
    assertThat(request.getUrl()).isEqualTo("/wp-json/wp/v2/posts?search=a+b");
    String credentials =
        Base64.getEncoder().encodeToString("publisher:abcd EFGH".getBytes(StandardCharsets.UTF_8));
    assertThat(request.header("Authorization").values()).containsExactly("Basic " + credentials);
    assertThat(request.containsHeader("X-Of-Another-System")).isFalse();
    assertThat(request.getBody()).isEmpty();
  }

  @Test
  void anUploadIsTheFileAndItsName() throws IOException {
    SITE.stubFor(any(anyUrl()).willReturn(okJson("{\"id\": 7}")));
    byte[] content = {1, 2, 3, 0, -1};
    Path file = Files.write(folder.resolve("x"), content);
    Upload upload = new Upload("Plan 1.png", "image/png", file.toFile());
    assertThat(
            send(new WordPressRequest("POST", "/media", Map.of("title", "Ü"), null, upload))
                .getException())
        .isNull();
    LoggedRequest request = only();
    assertThat(request.getBody()).isEqualTo(content);
    assertThat(request.getHeader("Content-Type")).isEqualTo("image/png");
    assertThat(request.getHeader("Content-Disposition"))
        .isEqualTo("attachment; filename=\"Plan-1.png\"");
    assertThat(request.getUrl()).endsWith("/media?title=%C3%9C");
  }

  @Test
  void aTermThatExistsIsAsGoodAsANewOne() {
    answer(
        400,
        "{\"code\": \"term_exists\", \"message\": \"…\", \"data\": {\"status\": 400, \"term_id\": 12}}");
    Exchange sent = send(post("/tags"));
    assertThat(sent.getException()).isNull();
    assertThat(sent.getMessage().getBody(JsonNode.class).path("id").asLong()).isEqualTo(12);
  }

  @Test
  void aRefusalIsNotRepeatedAndSaysWhatWordPressSaid() {
    answer(400, "{\"code\": \"rest_invalid_param\", \"message\": \"Invalid parameter(s): date\"}");
    assertThat(refused(post("/posts/5"), Kind.REFUSED).getMessage())
        .contains("rest_invalid_param", "400", "Invalid parameter(s): date");
    assertThat(SITE.getAllServeEvents()).hasSize(1);
  }

  @Test
  void aFileThatItDoesNotTakeIsARefusalAlthoughItComesWith500() {
    answer(500, "{\"code\": \"rest_upload_sideload_error\", \"message\": \"Not allowed.\"}");
    refused(post("/media"), Kind.REFUSED);
    assertThat(SITE.getAllServeEvents()).hasSize(1);
  }

  @Test
  void wrongCredentialsAndASiteWithoutApiConcernEveryRequest() {
    answer(401, "{\"code\": \"incorrect_password\", \"message\": \"…\"}");
    assertThat(send(post("/posts")).getException())
        .isInstanceOf(WordPressUnusable.class)
        .hasMessageContaining("incorrect_password")
        .hasMessageContaining("WORDPRESS_PASSWORD");
    answer(404, "<html>Not found</html>");
    assertThat(send(post("/posts")).getException())
        .isInstanceOf(WordPressUnusable.class)
        .hasMessageContaining("wordpress.url");
    SITE.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse().withStatus(301).withHeader("Location", "https://www.x.example/a?b")));
    assertThat(send(post("/posts")).getException())
        .isInstanceOf(WordPressUnusable.class)
        .hasMessageContaining("https://www.x.example)");
    answer(404, "{\"code\": \"rest_post_invalid_id\", \"message\": \"Invalid post ID.\"}");
    refused(post("/posts/5"), Kind.REFUSED);
  }

  @Test
  void whatMakesAPostIsSentOnceAndEverythingElseAgain() {
    SITE.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    refused(post("/posts"), Kind.UNKNOWN);
    assertThat(SITE.getAllServeEvents()).hasSize(1);
    SITE.resetRequests();
    answer(503, "<html>Briefly unavailable for scheduled maintenance.</html>");
    refused(post("/posts"), Kind.UNKNOWN);
    assertThat(SITE.getAllServeEvents()).hasSize(1);
    SITE.resetAll();
    SITE.stubFor(
        any(anyUrl())
            .inScenario("once")
            .whenScenarioStateIs(Scenario.STARTED)
            .willSetStateTo("over")
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    SITE.stubFor(
        any(anyUrl()).inScenario("once").whenScenarioStateIs("over").willReturn(okJson("{}")));
    assertThat(send(post("/posts/5")).getException()).isNull();
    assertThat(SITE.getAllServeEvents()).hasSize(2);
  }

  @Test
  void maintenanceThatLastsIsWaitedForElsewhere() {
    SITE.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(503).withHeader("Retry-After", "600")));
    ServiceRefused error = refused(post("/posts/5"), Kind.LATER);
    assertThat(error.retryAt()).isAfter(Clock.systemUTC().instant().plusSeconds(500));
    assertThat(SITE.getAllServeEvents()).hasSize(1);
  }

  @Test
  void anAnswerThatIsNoJsonLeavesOpenWhatBecameOfIt() {
    answer(201, "<b>Warning</b>: something {\"id\": 3}");
    refused(post("/posts"), Kind.UNKNOWN);
  }

  private static void answer(int status, String body) {
    ResponseDefinitionBuilder answer = aResponse().withStatus(status).withBody(body);
    SITE.stubFor(any(anyUrl()).willReturn(answer));
  }

  private static ServiceRefused refused(WordPressRequest request, Kind kind) {
    Exception error = send(request).getException();
    assertThat(error).isInstanceOf(ServiceRefused.class);
    assertThat(((ServiceRefused) error).kind()).isEqualTo(kind);
    return (ServiceRefused) error;
  }

  private static LoggedRequest only() {
    assertThat(SITE.getAllServeEvents()).hasSize(1);
    return SITE.getAllServeEvents().get(0).getRequest();
  }

  private static WordPressRequest post(String path) {
    return new WordPressRequest(
        "POST", path, Map.of(), JsonNodeFactory.instance.objectNode().put("name", "x"), null);
  }

  private static Exchange send(WordPressRequest request) {
    return hub.producer()
        .request(
            "direct:wordpress",
            exchange -> {
              exchange.getMessage().setHeader("X-Of-Another-System", "leak");
              exchange.getMessage().setBody(request);
            });
  }
}
