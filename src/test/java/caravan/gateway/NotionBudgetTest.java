package caravan.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.notion.NotionRequest;
import caravan.testing.TestHub;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class NotionBudgetTest {

  private static final int BUDGET = 20;
  private static final int BACKGROUND = 14;
  private static final long WINDOW_MS = 2000;

  @RegisterExtension
  static final WireMockExtension NOTION = WireMockExtension.newInstance().build();

  @Test
  void inNoWindowIsTheBudgetExceededNorTheReserveTouchedByTheBackground(@TempDir Path home)
      throws Exception {
    NOTION.stubFor(any(anyUrl()).willReturn(okJson("{}")));
    Map<String, String> environment =
        Map.of(
            "NOTION_BUDGET_REQUESTS",
            Integer.toString(BUDGET),
            "NOTION_BUDGET_WINDOW",
            WINDOW_MS + "ms",
            "NOTION_BUDGET_RESERVE",
            "0.3");
    try (TestHub hub = TestHub.start(home, NOTION.baseUrl(), Clock.systemUTC(), environment)) {
      flood(hub, 0, 8); // the first requests load classes and open connections
      Instant warm = Instant.now();
      Awaitility.await().until(() -> Instant.now().isAfter(warm.plusMillis(WINDOW_MS)));
      NOTION.resetRequests();
      flood(hub, 50, 35);
    }

    List<Long> all = new ArrayList<>();
    List<Long> background = new ArrayList<>();
    NOTION
        .getAllServeEvents()
        .forEach(
            event -> {
              long at = event.getRequest().getLoggedDate().getTime();
              all.add(at);
              if (event.getRequest().getHeader("User-Agent").endsWith("(background)")) {
                background.add(at);
              }
            });
    assertThat(all).hasSize(85);
    assertThat(background).hasSize(50);
    assertThat(mostInAnyWindow(all)).isLessThanOrEqualTo(BUDGET);
    assertThat(mostInAnyWindow(background)).isLessThanOrEqualTo(BACKGROUND);
    assertThat(mostInAnyWindow(all))
        .as("the reserve is there to be used")
        .isGreaterThan(BACKGROUND);
  }

  private static void flood(TestHub hub, int background, int interactive) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(24);
    try {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < Math.max(background, interactive); i++) {
        if (i < background) {
          sent.add(pool.submit(() -> send(hub, "background")));
        }
        if (i < interactive) {
          sent.add(pool.submit(() -> send(hub, "interactive")));
        }
      }
      for (Future<?> one : sent) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void send(TestHub hub, String lane) {
    Exception error =
        hub.producer()
            .request(
                "direct:notion",
                exchange -> {
                  exchange.setVariable("lane", lane);
                  exchange.getMessage().setBody(NotionRequest.get("/v1/users/me"));
                })
            .getException();
    assertThat(error).isNull();
  }

  private static int mostInAnyWindow(List<Long> times) {
    int most = 0;
    for (long start : times) {
      int count = (int) times.stream().filter(at -> at >= start && at < start + WINDOW_MS).count();
      most = Math.max(most, count);
    }
    return most;
  }
}
