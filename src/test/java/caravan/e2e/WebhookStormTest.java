package caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sandbox.SandboxOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many webhooks at once, a third of them forged and a third sent before, in any order. */
class WebhookStormTest {

  private static final int PAGES = 60;

  @Test
  void everyValidOneIsAppliedOnceAndNoForgedOne(@TempDir Path folder) {
    try (HubOnSandbox hub = new HubOnSandbox(folder, SandboxOptions.unlimited())) {
      WebhookStorm storm = WebhookStorm.on(hub, PAGES);
      WebhookStorm.Figures figures = storm.rage();
      assertThat(figures.sent()).isEqualTo(3 * PAGES);
      assertThat(figures.statuses()).containsOnlyKeys(200, 401);
      assertThat(figures.statuses().get(401)).as("the forged ones").isEqualTo(PAGES);
      storm.assertAppliedOnce();
    }
  }
}
