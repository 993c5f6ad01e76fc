package caravan.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.gateway.Connections;
import caravan.notion.NotionRequest;
import caravan.settings.NotionConnection;
import caravan.testing.TestHub;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that has to end while requests wait: after a clock was set back they wait very long. */
class CloseWhileThrottledTest {

  private static final Duration IN_TIME = Duration.ofSeconds(45);

  @Test
  void requestsThatWaitInAThrottleForAnHourDoNotKeepTheHubFromEnding(@TempDir Path home) {
    WireMockServer notion = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    notion.start();
    notion.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.okJson("{}")));
    Map<String, String> environment =
        Map.of("NOTION_BUDGET_REQUESTS", "2", "NOTION_BUDGET_WINDOW", "1h");
    TestHub hub = TestHub.start(home, notion.baseUrl(), Clock.systemUTC(), environment);
    try {
      for (int i = 0; i < 6; i++) {
        hub.producer()
            .asyncSend(
                "direct:notion",
                exchange -> {
                  exchange.setVariable(Connections.VARIABLE, NotionConnection.DEFAULT);
                  exchange.getMessage().setBody(NotionRequest.get("/v1/users/me"));
                });
      }
      await().atMost(Duration.ofSeconds(60)).until(() -> waiting() == 5);
      hub.hub().pollNow("meeting-notes");
      await().atMost(Duration.ofSeconds(60)).until(() -> waiting() == 6);
    } finally {
      Instant before = Instant.now();
      hub.close();
      notion.stop();
      assertThat(Duration.between(before, Instant.now())).isLessThan(IN_TIME);
      assertThat(waiting()).as("threads of the hub that has ended").isZero();
    }
  }

  /** How many threads wait for their turn or in Camel's throttlers. */
  private static long waiting() {
    return Thread.getAllStackTraces().values().stream()
        .filter(stack -> Arrays.stream(stack).anyMatch(CloseWhileThrottledTest::isWait))
        .count();
  }

  private static boolean isWait(StackTraceElement frame) {
    return frame.getClassName().contains("TotalRequestsThrottler")
        || frame.getClassName().startsWith("caravan.gateway.Turns");
  }
}
