package caravan.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.linear.LinearIssue;
import caravan.sandbox.linear.LinearSandbox;
import caravan.sandbox.notion.NotionSandbox;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhooks that the sandbox sends are those of Notion and Linear. */
class SentWebhooksTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** What came to the address. */
  private record Came(JsonNode body, String text, Map<String, List<String>> headers) {

    String header(String name) {
      return headers.entrySet().stream()
          .filter(it -> it.getKey().equalsIgnoreCase(name))
          .map(it -> it.getValue().get(0))
          .findFirst()
          .orElse("");
    }

    String type() {
      return body.path("type").asText();
    }
  }

  private final NotionSandbox notion = new NotionSandbox(SandboxOptions.unlimited());
  private final LinearSandbox linear = new LinearSandbox(Clock.systemUTC());
  private final List<Came> came = new ArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private HttpServer receiver;
  private Sandbox sandbox;
  private String source;

  @BeforeEach
  void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          String text =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          synchronized (came) {
            came.add(new Came(read(text), text, Map.copyOf(exchange.getRequestHeaders())));
          }
          exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 500 : 200, -1);
          exchange.close();
        });
    receiver.start();
    sandbox = Sandbox.start(SandboxOptions.unlimited(), notion, linear);
    source = notion.createDataSource("Notes", SchemaBuilder.titled("Name").build());
  }

  @AfterEach
  void stop() {
    sandbox.close();
    receiver.stop(0);
  }

  @Test
  void nothingIsSentBeforeTheTokenIsConfirmedAndEverythingIsSignedWithIt() {
    String token = notion.sentWebhooks().subscribe(address(), WebhookOptions.defaults());
    await().atMost(PATIENCE).until(() -> came().size() == 1);
    assertThat(came().get(0).body().path("verification_token").asText()).isEqualTo(token);
    String page = create("Early");
    assertThat(notion.sentWebhooks().verify("another")).isFalse();
    notion.trash(page);
    assertThat(notion.sentWebhooks().verify(token)).isTrue();
    String later = create("Later");
    await().atMost(PATIENCE).until(() -> came().size() == 2);

    Came event = came().get(1);
    assertThat(event.type()).isEqualTo("page.created");
    assertThat(event.body().at("/entity/id").asText()).isEqualTo(later);
    assertThat(event.body().at("/data/parent/data_source_id").asText()).isEqualTo(source);
    assertThat(event.body().at("/authors/0/type").asText()).isEqualTo("person");
    assertThat(event.body().has("properties")).as("no values").isFalse();
    assertThat(came())
        .allSatisfy(
            it ->
                assertThat(it.header("X-Notion-Signature"))
                    .isEqualTo("sha256=" + WebhookPost.sign(it.text(), token)));
  }

  @Test
  void editsWithinTheDelayAreOneEventAndKindsOfChangesHaveTheirTypes() {
    subscribed(WebhookOptions.defaults().withDelay(Duration.ofMillis(500)));
    String page = create("Note");
    await().atMost(PATIENCE).until(() -> types().equals(List.of("page.created")));
    for (int i = 0; i < 5; i++) {
      notion.editProperties(page, ValueBuilder.titled("Name", "Note " + i).build());
    }
    notion.replaceBody(page, "Text.");
    await().atMost(PATIENCE).until(() -> types().size() == 3);
    assertThat(types().subList(1, 3))
        .containsExactlyInAnyOrder("page.properties_updated", "page.content_updated");
    notion.trash(page);
    await().atMost(PATIENCE).until(() -> types().contains("page.deleted"));
    notion.restore(page);
    await().atMost(PATIENCE).until(() -> types().contains("page.undeleted"));
    notion.move(page, notion.createDataSource("Other", SchemaBuilder.titled("Name").build()));
    await().atMost(PATIENCE).until(() -> types().contains("page.moved"));
    notion.renameProperty(source, "Name", "Title");
    await().atMost(PATIENCE).until(() -> types().contains("data_source.schema_updated"));
  }

  @Test
  void whatIsRefusedComesAgainAsAnotherAttemptOfTheSameEvent() {
    subscribed(WebhookOptions.defaults().withPause(Duration.ofMillis(50)));
    refusals.set(2);
    create("Note");
    await().atMost(PATIENCE).until(() -> types().size() == 3);
    List<Came> events = came().subList(1, 4);
    assertThat(events)
        .extracting(it -> it.body().path("id").asText())
        .containsOnly(events.get(0).body().path("id").asText());
    assertThat(events)
        .extracting(it -> it.body().path("attempt_number").asInt())
        .containsExactly(1, 2, 3);
  }

  @Test
  void duplicatesAreTheSameEventTwice() {
    subscribed(WebhookOptions.defaults().withDuplicates(1));
    create("Note");
    await().atMost(PATIENCE).until(() -> types().size() == 2);
    assertThat(came().get(1).text()).isEqualTo(came().get(2).text());
  }

  @Test
  void linearTellsOfIssuesWithTheTimeOfSending() {
    linear.workspace().addTeam("ENG", "Engineering");
    String secret = linear.sentWebhooks().subscribe(address(), WebhookOptions.defaults());
    LinearIssue issue = linear.workspace().createIssue("ENG", draft -> draft.title("Issue"));
    linear.workspace().updateIssue(issue.id(), draft -> draft.title("Changed"));
    linear.workspace().deleteIssue(issue.id());
    linear.workspace().purgeIssue(issue.id());
    await().atMost(PATIENCE).until(() -> came().size() == 4);
    assertThat(came())
        .extracting(it -> it.body().path("action").asText())
        .containsExactlyInAnyOrder("create", "update", "remove", "remove");
    assertThat(came())
        .allSatisfy(
            it -> {
              assertThat(it.type()).isEqualTo("Issue");
              assertThat(it.body().at("/data/id").asText()).isEqualTo(issue.id());
              assertThat(it.header("Linear-Signature"))
                  .isEqualTo(WebhookPost.sign(it.text(), secret));
              assertThat(it.body().path("webhookTimestamp").asLong())
                  .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
            });
    assertThat(came()).extracting(it -> it.header("Linear-Delivery")).doesNotHaveDuplicates();
  }

  private void subscribed(WebhookOptions options) {
    String token = notion.sentWebhooks().subscribe(address(), options);
    notion.sentWebhooks().verify(token);
    await().atMost(PATIENCE).until(() -> came().size() == 1);
  }

  private String create(String title) {
    return notion.createPage(source, ValueBuilder.titled("Name", title).build(), "");
  }

  private List<String> types() {
    return came().stream().skip(1).map(Came::type).toList();
  }

  private List<Came> came() {
    synchronized (came) {
      return List.copyOf(came);
    }
  }

  private String address() {
    return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
  }

  private static JsonNode read(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
