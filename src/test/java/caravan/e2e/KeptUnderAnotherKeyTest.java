package caravan.e2e;

import static caravan.e2e.PropertiesHub.IN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.FaultRule;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.notion.SchemaBuilder;
import caravan.sandbox.notion.ValueBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route whose External IDs are not the ids of its items. */
class KeptUnderAnotherKeyTest {

  @Test
  void anItemThatCouldNotBeMappedIsNotRetriedAnyMoreOnceItsRecordArrived(@TempDir Path folder)
      throws IOException {
    try (PropertiesHub hub = new PropertiesHub(folder, SandboxOptions.unlimited())) {
      Path route = hub.hub().home().resolve("routes/properties-in.camel.yaml");
      String named =
          Files.readString(route)
              .replace("externalId: .id", "externalId: .properties.Name")
              .replace("trigger: ", "bodies: \"true\"\n        trigger: ");
      Files.writeString(route, named);
      String source = hub.notion().createDataSource("Rows", SchemaBuilder.titled("Name").build());
      String page =
          hub.notion().createPage(source, ValueBuilder.titled("Name", "one").build(), "A line.");
      hub.reading("Name: {type: title}\n").start(source, IN);
      hub.hub()
          .sandbox()
          .server()
          .faults()
          .add(FaultRule.status(400).on("notion", "GET", ".*/markdown").times(1));

      assertThat(hub.hub().poll(IN).failedCount()).isEqualTo(1);
      assertThat(hub.hub().query("SELECT external_id FROM failures")).isEqualTo(page);

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                hub.hub().execute("UPDATE failures SET next_at = first_at");
                return hub.hub().failures(IN) == 0 && hub.hub().runs(IN).size() > 1;
              });
      assertThat(hub.hub().runs(IN))
          .as("its record arrived")
          .anyMatch(
              run -> run.cause().equals("retry") && run.readCount() == 1 && run.failedCount() == 0);
    }
  }
}
