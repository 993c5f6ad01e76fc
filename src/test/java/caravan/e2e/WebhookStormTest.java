package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.SandboxOptions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many webhooks at once, a third of them forged and a third sent before, in any order. */
class WebhookStormTest {

  private static final int NOTES = 40;
  private static final int ISSUES = 20;

  @Test
  void everyValidOneIsAppliedOnceAndNoForgedOne(@TempDir Path folder) {
    try (HubOnSandbox hub = new HubOnSandbox(folder, SandboxOptions.unlimited())) {
      WebhookStorm storm = WebhookStorm.on(hub, NOTES, ISSUES);
      WebhookStorm.Figures figures = storm.rage();
      assertThat(figures.sent()).isEqualTo(3 * (NOTES + ISSUES));
      assertThat(figures.statuses())
          .isEqualTo(Map.of(200, 2 * (NOTES + ISSUES), 401, NOTES + ISSUES));
      storm.assertAppliedOnce();
      assertThat(storm.counted())
          .isEqualTo(
              Map.of(
                  "accepted", NOTES + ISSUES,
                  "duplicate", NOTES + ISSUES,
                  "forged", NOTES + ISSUES));
    }
  }
}
