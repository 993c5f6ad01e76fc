package caravan.e2e;

import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.cli.CommandProcess;
import caravan.sandbox.SandboxOptions;
import caravan.testing.WebhookCalls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./caravan status} says of webhooks, whether the hub runs or not. */
class WebhookStatusTest {

  private static final String LINEAR_SECRET = "lin_wh_0123456789abcdefghijklm";
  private static final String TOKEN = "secret_verificationTokenThatNotionPosted";

  private HubOnSandbox hub;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void theTokenAndHowTheSendersDoAreShownOfARunningHubAndOfAStoppedOne(@TempDir Path folder)
      throws IOException {
    hub = new HubOnSandbox(folder, SandboxOptions.unlimited());
    hub.set("LINEAR_WEBHOOK_SECRET", LINEAR_SECRET).start(NOTES);
    hub.poll(NOTES);
    assertThat(status())
        .contains("webhooks of Linear: latest at no time yet, none wait")
        .doesNotContain("webhooks of Notion", TOKEN);

    WebhookCalls calls = new WebhookCalls(hub.url(""));
    assertThat(calls.notionWith("{\"verification_token\":\"" + TOKEN + "\"}", null)).isEqualTo(200);
    assertThat(
            calls.linear(
                "{\"type\":\"Comment\",\"webhookTimestamp\":%d}"
                    .formatted(System.currentTimeMillis()),
                LINEAR_SECRET,
                "d1"))
        .isEqualTo(200);
    assertShown();
    hub.stop();
    assertShown();
  }

  private void assertShown() throws IOException {
    assertThat(status())
        .contains(": " + TOKEN, "set it as NOTION_WEBHOOK_SECRET")
        .containsPattern("webhooks of Linear: latest at 20[^,]+Z, none wait");
    JsonNode webhooks = new ObjectMapper().readTree(status("--json")).path("webhooks");
    assertThat(webhooks.at("/notion/verificationToken").asText()).isEqualTo(TOKEN);
    assertThat(webhooks.at("/notion/secretSet").asBoolean(true)).isFalse();
    assertThat(webhooks.at("/linear/secretSet").asBoolean()).isTrue();
    assertThat(webhooks.at("/linear/waiting").asInt(-1)).isZero();
    assertThat(webhooks.at("/linear/heardAt").asText()).isNotBlank();
  }

  private String status(String... options) {
    String[] arguments =
        Stream.concat(Stream.of("status"), Stream.of(options)).toArray(String[]::new);
    return CommandProcess.run(hub.home(), hub.environment(), arguments).out();
  }
}
