package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.ValueBuilder;
import caravan.testing.RestartablePostgres;
import caravan.testing.WebhookCalls;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who may send webhooks, what is answered, and what is left of it. */
class WebhookDoorTest {

  private static final String SECRET = "secret_0123456789abcdefghijklmnopqrstuvwxyz";
  private static final String LINEAR_SECRET = "lin_wh_0123456789abcdefghijklm";
  private static final String PASSWORD = "a password of operators";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private HubOnSandbox hub;
  private WebhookCalls calls;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void forgedAndUnsignedOnesAreRefusedCountedAndLeaveNothing() {
    start();
    String page = page("Planning");
    String body = event("page.created", page);
    hub.forgetRequests();
    assertThat(calls.notionWith(body, null)).isEqualTo(401);
    assertThat(calls.notionWith(body, "")).isEqualTo(401);
    assertThat(calls.notionWith(body, "sha256=")).isEqualTo(401);
    assertThat(calls.notionWith(body, "sha256=" + "0".repeat(64))).isEqualTo(401);
    assertThat(calls.notion(body, SECRET + "x")).isEqualTo(401);
    assertThat(calls.notionWith(body, "sha256=" + WebhookCalls.sign(body + " ", SECRET)))
        .as("the signature of another body")
        .isEqualTo(401);
    assertThat(calls.linear(issue("i1", System.currentTimeMillis()), "another", "d1"))
        .isEqualTo(401);
    assertThat(received("notion", "forged")).isEqualTo(3);
    assertThat(received("notion", "unsigned")).isEqualTo(3);
    assertThat(received("linear", "forged")).isEqualTo(1);
    assertThat(hub.query("SELECT COUNT(*) FROM webhook_events")).isEqualTo("0");
    assertThat(hub.query("SELECT COUNT(*) FROM webhook_work")).isEqualTo("0");
    assertThat(hub.query("SELECT COUNT(*) FROM webhook_senders")).isEqualTo("0");
    assertThat(hub.requests()).isEmpty();
    assertThat(hub.sandbox().messages()).isEmpty();
  }

  @Test
  void correctlySignedOnesAreNeverRefusedWhateverTheySay() {
    start();
    String page = page("Planning");
    List<String> bodies = new ArrayList<>();
    for (String type :
        List.of(
            "comment.created", "view.updated", "file_upload.completed", "database.created", "x")) {
      bodies.add(event(type, page));
    }
    bodies.addAll(
        List.of("{}", "[]", "null", "not json", "{\"type\":\"page.created\"}", "{\"entity\":7}"));
    bodies.add(WebhookCalls.event("page.created", page, "another-source").toString());
    bodies.add("{\"type\":\"page.created\",\"pad\":\"" + "x".repeat(200_000) + "\"}");
    for (String body : bodies) {
      assertThat(calls.notion(body, SECRET))
          .as(body.substring(0, Math.min(60, body.length())))
          .isEqualTo(200);
    }
    assertThat(received("notion", "unused")).isEqualTo(bodies.size());
    assertThat(hub.query("SELECT COUNT(*) FROM webhook_events")).isEqualTo("0");

    assertThat(calls.notion(event("page.unheard_of", page), SECRET)).isEqualTo(200);
    await().atMost(PATIENCE).until(() -> hub.sandbox().messages().size() == 1);
  }

  @Test
  void anEventThatComesAgainIsAnsweredAndDropped() {
    start();
    String page = page("Planning");
    String body = event("page.created", page);
    for (int i = 0; i < 4; i++) {
      assertThat(calls.notion(body, SECRET)).isEqualTo(200);
    }
    assertThat(received("notion", "accepted")).isEqualTo(1);
    assertThat(received("notion", "duplicate")).isEqualTo(3);
    await().atMost(PATIENCE).until(() -> hub.sandbox().messages().size() == 1);
    assertThat(hub.query("SELECT COUNT(*) FROM webhook_events")).isEqualTo("1");
  }

  @Test
  void theTokenOfTheHandshakeIsShownToOperatorsAndNeitherLoggedNorUsed() {
    start();
    String token = "secret_verificationTokenThatNotionPosted";
    String body = "{\"verification_token\":\"" + token + "\"}";
    List<String> lines = new ArrayList<>();
    withEverythingLogged(
        lines,
        () -> {
          assertThat(calls.notionWith(body, null)).isEqualTo(200);
          assertThat(calls.notion(body, token)).isEqualTo(200);
        });
    assertThat(lines).anyMatch(line -> line.contains("posted a verification token"));
    assertThat(lines).noneMatch(line -> line.contains(token));
    assertThat(calls.notion(body, "another")).as("a forged handshake").isEqualTo(401);
    assertThat(calls.notionWith("{\"verification_token\":\"short\"}", null)).isEqualTo(401);
    assertThat(calls.notionWith("{\"verification_token\":\"" + token + "\",\"a\":1}", null))
        .isEqualTo(401);

    assertThat(shown().at("/notion/verificationToken").asText()).isEqualTo(token);
    assertThat(shown().at("/notion/secretSet").asBoolean()).isTrue();
    assertThat(metrics()).doesNotContain(token);
    String page = page("Planning");
    assertThat(calls.notion(event("page.created", page), token)).as("never adopted").isEqualTo(401);
    assertThat(calls.notion(event("page.created", page), SECRET)).isEqualTo(200);

    hub.stop();
    hub.set("NOTION_WEBHOOK_SECRET", token).start(NOTES);
    assertThat(shown().at("/notion").has("verificationToken")).as("it is the secret now").isFalse();
    assertThat(calls.notion(event("page.created", page), token)).isEqualTo(200);
  }

  @Test
  void withoutASecretNothingIsTakenAndTheSenderMayTryAgain() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.start(NOTES);
    calls = new WebhookCalls(hub.url(""));
    assertThat(calls.notion(event("page.created", "p"), "any")).isEqualTo(503);
    assertThat(calls.linear(issue("i", System.currentTimeMillis()), "any", "d")).isEqualTo(503);
    assertThat(hub.query("SELECT COUNT(*) FROM webhook_events")).isEqualTo("0");
    assertThat(calls.notion("{\"verification_token\":\"secret_abcdefgh\"}", "secret_abcdefgh"))
        .as("this is how it begins")
        .isEqualTo(200);
  }

  @Test
  void linearsEventsAreTakenWithinAMinuteOfTheirSending() {
    start();
    String issue = hub.sandbox().createIssues(1).get(0).id();
    long now = System.currentTimeMillis();
    assertThat(calls.linear(issue(issue, now - 70_000), LINEAR_SECRET, "d1")).isEqualTo(401);
    assertThat(calls.linear(issue(issue, now + 70_000), LINEAR_SECRET, "d2")).isEqualTo(401);
    assertThat(calls.linear("{\"type\":\"Issue\"}", LINEAR_SECRET, "d3")).isEqualTo(401);
    assertThat(received("linear", "late")).isEqualTo(3);
    assertThat(calls.linear(issue(issue, now), LINEAR_SECRET, "d4")).isEqualTo(200);
    assertThat(calls.linear(issue(issue, now + 1), LINEAR_SECRET, "d4")).isEqualTo(200);
    assertThat(received("linear", "accepted")).isEqualTo(1);
    assertThat(received("linear", "duplicate")).as("by the delivery's id").isEqualTo(1);
    await()
        .atMost(PATIENCE)
        .until(() -> hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues()).size() == 1);
  }

  @Test
  void whileTheStoreIsAwayTheSenderIsAskedToTryAgain() {
    try (RestartablePostgres postgres = RestartablePostgres.start(folder.resolve("pg"))) {
      hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
      hub.storedIn(postgres.url(), "postgres", "postgres");
      secrets().start(NOTES);
      calls = new WebhookCalls(hub.url(""));
      hub.poll(NOTES);
      String page = page("Planning");
      String body = event("page.created", page);
      postgres.stop();
      assertThat(calls.notion(body, SECRET)).isEqualTo(503);
      assertThat(calls.notion(body, SECRET + "x")).as("forged, store or not").isEqualTo(401);
      postgres.startAgain();
      await().atMost(PATIENCE).until(() -> calls.notion(body, SECRET) == 200);
      await().atMost(PATIENCE).until(() -> hub.sandbox().messages().size() == 1);
      hub.close();
      hub = new HubOnSandbox(folder.resolve("next"), SandboxOptions.unlimited());
    }
  }

  private void start() {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    secrets().start(NOTES, ISSUES);
    calls = new WebhookCalls(hub.url(""));
    hub.poll(NOTES);
    hub.poll(ISSUES);
  }

  private HubOnSandbox secrets() {
    return hub.set("NOTION_WEBHOOK_SECRET", SECRET)
        .set("LINEAR_WEBHOOK_SECRET", LINEAR_SECRET)
        .set("OPS_PASSWORD", PASSWORD);
  }

  private String page(String title) {
    return hub.sandbox()
        .notion()
        .createPage(
            hub.sandbox().ids().meetingNotes(),
            ValueBuilder.titled("Name", title).option("Status", "status", "Final").build(),
            "The summary.");
  }

  private String event(String type, String page) {
    return WebhookCalls.event(type, page, hub.sandbox().ids().meetingNotes()).toString();
  }

  private static String issue(String id, long sentAt) {
    return "{\"type\":\"Issue\",\"action\":\"update\",\"data\":{\"id\":\"%s\"},\"webhookTimestamp\":%d}"
        .formatted(id, sentAt);
  }

  private com.fasterxml.jackson.databind.JsonNode shown() {
    try {
      return new ObjectMapper().readTree(get("/ops/api/webhooks"));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String metrics() {
    return get("/observe/metrics");
  }

  private int received(String system, String result) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith("caravan_webhooks_received_total{"))
        .filter(
            line ->
                line.contains("system=\"" + system + "\"")
                    && line.contains("result=\"" + result + "\""))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private String get(String path) {
    String pair = "ops:" + PASSWORD;
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        calls.send(calls.request(path).header("Authorization", "Basic " + basic).GET().build());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private static void withEverythingLogged(List<String> lines, Runnable action) {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.TRACE);
    try {
      action.run();
    } finally {
      root.setLevel(before);
      root.detachAppender(appender);
    }
    List.copyOf(appender.list).forEach(event -> lines.add(event.getFormattedMessage()));
  }
}
