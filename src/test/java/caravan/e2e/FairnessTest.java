package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static caravan.e2e.HubOnSandbox.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.RequestLog;
import caravan.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backfill of one integration does not starve another's poll on the same connection. */
class FairnessTest {

  private static final Duration WINDOW = Duration.ofSeconds(3);

  @Test
  void anIdlePollGetsThroughWithinAFewRequestsOfABackfill(@TempDir Path folder) {
    SandboxOptions options =
        SandboxOptions.unlimited().toBuilder()
            .budgetRequests(10)
            .budgetWindow(WINDOW)
            .latency(Duration.ofMillis(50))
            .build();
    try (HubOnSandbox hub = new HubOnSandbox(folder, options)) {
      hub.sandbox().createIssues(150);
      hub.set("NOTION_BUDGET_REQUESTS", "10")
          .set("NOTION_BUDGET_WINDOW", WINDOW.toSeconds() + "s")
          .start(ISSUES, NOTES);
      hub.hub().pollNow(ISSUES);
      RequestLog log = hub.sandbox().server().log();
      await().atMost(Duration.ofSeconds(60)).until(() -> log.count("notion") > 15);

      for (int poll = 0; poll < 3; poll++) {
        Instant asked = Instant.now();
        hub.poll(NOTES);
        List<RequestLog.Entry> since =
            log.entries(it -> it.system().equals("notion") && it.time().isAfter(asked));
        int place = 0;
        while (!since.get(place).path().contains(hub.sandbox().ids().meetingNotes())) {
          place++;
        }
        assertThat(place).as("requests of the backfill that went first").isLessThanOrEqualTo(3);
      }
      assertThat(log.counts("notion").status429()).isZero();
      assertThat(log.maxInAnyWindow("notion", WINDOW, it -> true)).isLessThanOrEqualTo(7);
      assertThat(hub.hub().beans().runs().isOpen(ISSUES)).as("the backfill goes on").isTrue();
    }
  }
}
