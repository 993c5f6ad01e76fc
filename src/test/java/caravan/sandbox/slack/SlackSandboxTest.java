package caravan.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.MovableClock;
import caravan.sandbox.Sandbox;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.Wire;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlackSandboxTest {
  private final MovableClock clock = new MovableClock("2026-11-20T10:00:00Z");
  private final SlackSandbox slack =
      new SlackSandbox(SlackOptions.defaults().withMessageInterval(Duration.ZERO), clock);
  private final SlackWorkspace workspace = slack.workspace();
  private final Wire wire = new Wire();
  private Sandbox sandbox;
  private String channel;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start(SandboxOptions.unlimited(), slack);
    channel = workspace.addChannel("meeting-notes").id();
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private Wire.Reply call(String method, Map<String, Object> arguments) throws Exception {
    return wire.postJson(sandbox.url() + "/slack/api/" + method, arguments, "Bearer xoxb-test");
  }

  private JsonNode done(String method, Map<String, Object> arguments) throws Exception {
    JsonNode body = call(method, arguments).body();
    assertThat(body.path("ok").asBoolean()).as(body.toString()).isTrue();
    return body;
  }

  private String refused(String method, Map<String, Object> arguments) throws Exception {
    Wire.Reply reply = call(method, arguments);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().path("ok").asBoolean()).isFalse();
    return reply.body().path("error").asText();
  }

  private static Map<String, Object> section(String text) {
    return Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", text));
  }

  private Map<String, Object> message(Object blocks) {
    return Map.of("channel", channel, "text", "fallback", "blocks", blocks);
  }

  @Test
  void aMessageIsPostedEditedAndKeptWithItsVersions() throws Exception {
    JsonNode posted = done("chat.postMessage", message(List.of(section("First"))));
    String ts = posted.path("ts").asText();
    assertThat(ts).matches("\\d{10}\\.\\d{6}");
    clock.move(Duration.ofSeconds(5));

    JsonNode updated =
        done(
            "chat.update",
            Map.of("channel", channel, "ts", ts, "blocks", List.of(section("Second"))));

    assertThat(updated.path("ts").asText()).isEqualTo(ts);
    assertThat(workspace.messages("meeting-notes")).hasSize(1);
    assertThat(workspace.history("meeting-notes", ts))
        .extracting(SlackText::of)
        .containsExactly("First", "Second");
    assertThat(workspace.messages(channel).get(0).text()).isEqualTo("fallback");
  }

  @Test
  void formsCarryBlocksAndMetadataAsJsonText() throws Exception {
    String form =
        form(
            Map.of(
                "token", "xoxb-test",
                "channel", channel,
                "text", "Grüße & mehr",
                "blocks", "[{\"type\":\"divider\"}]",
                "metadata", "{\"event_type\":\"note\",\"event_payload\":{\"id\":\"a-1\"}}"));
    Wire.Reply reply =
        wire.post(
            sandbox.url() + "/slack/api/chat.postMessage",
            form,
            Map.of("Content-Type", "application/x-www-form-urlencoded"));

    assertThat(reply.body().path("ok").asBoolean()).as(reply.body().toString()).isTrue();
    SlackMessage message = workspace.messages(channel).get(0);
    assertThat(message.text()).isEqualTo("Grüße & mehr");
    assertThat(message.blocks().at("/0/type").asText()).isEqualTo("divider");
    assertThat(message.metadata().at("/event_payload/id").asText()).isEqualTo("a-1");
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  @Test
  void everyMessageHasATsOfItsOwnEvenInTheSameInstant() throws Exception {
    String first = done("chat.postMessage", message(List.of(section("A")))).path("ts").asText();
    String second = done("chat.postMessage", message(List.of(section("B")))).path("ts").asText();
    assertThat(second).isGreaterThan(first);
  }

  @Test
  void aSecondMessageWithinASecondIsHttp429() throws Exception {
    slack.options(SlackOptions.defaults());
    done("chat.postMessage", Map.of("channel", channel, "text", "one"));
    clock.move(Duration.ofMillis(400));

    Wire.Reply reply = call("chat.postMessage", Map.of("channel", channel, "text", "two"));

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(reply.body().path("error").asText()).isEqualTo("ratelimited");
    assertThat(workspace.messages(channel)).hasSize(1);
    String other = workspace.addChannel("other").id();
    done("chat.postMessage", Map.of("channel", other, "text", "another channel"));
    clock.move(Duration.ofMillis(600));
    done("chat.postMessage", Map.of("channel", channel, "text", "two"));
  }

  @Test
  void aBurstIsAllowedWhereTheOptionsSaySo() throws Exception {
    slack.options(SlackOptions.defaults().withBurst(3));
    for (int i = 0; i < 3; i++) {
      done("chat.postMessage", Map.of("channel", channel, "text", "one"));
    }
    assertThat(call("chat.postMessage", Map.of("channel", channel, "text", "four")).status())
        .isEqualTo(429);
  }

  @Test
  void failuresAreHttp200WithTheirReason() throws Exception {
    String closed = workspace.addChannel("closed").id();
    workspace.archive("closed");
    String foreign = workspace.addChannel("foreign", false).id();
    assertThat(refused("chat.postMessage", Map.of("channel", "nowhere", "text", "x")))
        .isEqualTo("channel_not_found");
    assertThat(refused("chat.postMessage", Map.of("channel", closed, "text", "x")))
        .isEqualTo("is_archived");
    assertThat(refused("chat.postMessage", Map.of("channel", foreign, "text", "x")))
        .isEqualTo("not_in_channel");
    assertThat(refused("chat.postMessage", Map.of("channel", channel))).isEqualTo("no_text");
    assertThat(refused("chat.postMessage", Map.of("channel", channel, "text", "x".repeat(40_001))))
        .isEqualTo("msg_too_long");
    assertThat(refused("chat.update", Map.of("channel", channel, "ts", "1.000001", "text", "x")))
        .isEqualTo("message_not_found");
    assertThat(refused("chat.erase", Map.of())).isEqualTo("unknown_method");
    String theirs = workspace.postAs("U0000000009", channel, "mine").ts();
    assertThat(refused("chat.update", Map.of("channel", channel, "ts", theirs, "text", "x")))
        .isEqualTo("cant_update_message");
  }

  @Test
  void blocksBeyondALimitAreRefusedWithTheirPlace() throws Exception {
    assertBad(List.of(section("x".repeat(3_001))), "/blocks/0/text/text");
    assertBad(List.of(section("")), "/blocks/0/text/text");
    assertBad(
        List.of(
            Map.of(
                "type", "header", "text", Map.of("type", "plain_text", "text", "x".repeat(151)))),
        "/blocks/0/text/text");
    assertBad(
        List.of(Map.of("type", "header", "text", Map.of("type", "mrkdwn", "text", "x"))),
        "/blocks/0/text/type");
    Map<String, Object> element = Map.of("type", "mrkdwn", "text", "x");
    assertBad(
        List.of(Map.of("type", "context", "elements", Collections.nCopies(11, element))),
        "/blocks/0/elements");
    assertBad(Collections.nCopies(51, Map.of("type", "divider")), "/blocks");
    assertBad(List.of(Map.of("type", "paragraph")), "/blocks/0/type");
    assertThat(refused("chat.postMessage", message("no json"))).isEqualTo("invalid_blocks_format");
    assertThat(
            refused(
                "chat.postMessage", message(Collections.nCopies(5, section("x".repeat(3_000))))))
        .isEqualTo("msg_blocks_too_long");
    done("chat.postMessage", message(Collections.nCopies(50, Map.of("type", "divider"))));
    done("chat.postMessage", message(List.of(section("x".repeat(3_000)))));
    assertThat(workspace.messages(channel)).hasSize(2);
  }

  private void assertBad(Object blocks, String place) throws Exception {
    Wire.Reply reply = call("chat.postMessage", message(blocks));
    assertThat(reply.body().path("error").asText()).isEqualTo("invalid_blocks");
    assertThat(reply.body().at("/errors/0").asText()).endsWith("[json-pointer:" + place + "]");
  }

  @Test
  void historyShowsNewestFirstInPagesAndMetadataOnRequest() throws Exception {
    Map<String, Object> post = new HashMap<>(Map.of("channel", channel, "text", "0"));
    post.put("metadata", Map.of("event_type", "note", "event_payload", Map.of("id", "a-1")));
    for (int i = 0; i < 3; i++) {
      post.put("text", "Message " + i);
      done("chat.postMessage", post);
      clock.move(Duration.ofSeconds(1));
    }
    JsonNode page =
        done(
            "conversations.history",
            Map.of("channel", channel, "limit", 2, "include_all_metadata", true));
    assertThat(page.path("messages").findValuesAsText("text"))
        .containsExactly("Message 2", "Message 1");
    assertThat(page.at("/messages/0/metadata/event_payload/id").asText()).isEqualTo("a-1");
    assertThat(page.path("has_more").asBoolean()).isTrue();

    JsonNode rest =
        done(
            "conversations.history",
            Map.of("channel", channel, "cursor", page.at("/response_metadata/next_cursor")));
    assertThat(rest.path("messages").findValuesAsText("text")).containsExactly("Message 0");
    assertThat(rest.at("/messages/0").has("metadata")).isFalse();
    assertThat(rest.path("has_more").asBoolean()).isFalse();
  }

  @Test
  void channelsAreListedAndDeletedMessagesAreGone() throws Exception {
    JsonNode list = done("conversations.list", Map.of());
    assertThat(list.at("/channels/0/name").asText()).isEqualTo("meeting-notes");
    assertThat(done("conversations.info", Map.of("channel", channel)).at("/channel/id").asText())
        .isEqualTo(channel);
    String ts = done("chat.postMessage", message(List.of(section("A")))).path("ts").asText();
    assertThat(
            done("chat.getPermalink", Map.of("channel", channel, "message_ts", ts))
                .path("permalink")
                .asText())
        .endsWith("/p" + ts.replace(".", ""));
    done("chat.delete", Map.of("channel", channel, "ts", ts));
    assertThat(workspace.messages(channel)).isEmpty();
    assertThat(workspace.history(channel, ts)).hasSize(1);
  }

  @Test
  void withoutAKnownTokenNothingIsAnswered() throws Exception {
    String url = sandbox.url() + "/slack/api/auth.test";
    assertThat(wire.postJson(url, Map.of(), "").body().path("error").asText())
        .isEqualTo("not_authed");
    slack.options(SlackOptions.defaults().withTokens(Set.of("xoxb-right")));
    assertThat(wire.postJson(url, Map.of(), "Bearer xoxb-wrong").body().path("error").asText())
        .isEqualTo("invalid_auth");
    assertThat(wire.postJson(url, Map.of(), "Bearer xoxb-right").body().path("ok").asBoolean())
        .isTrue();
  }

  @Test
  void theOverviewShowsMessagesEscaped() throws Exception {
    done("chat.postMessage", Map.of("channel", channel, "text", "<b>bold</b>"));
    assertThat(slack.overviewHtml()).contains("#meeting-notes", "&lt;b&gt;bold&lt;/b&gt;");
  }
}
