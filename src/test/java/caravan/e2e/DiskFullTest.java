package caravan.e2e;

import static caravan.e2e.HubOnSandbox.ISSUES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.sandbox.SandboxOptions;
import caravan.sandbox.linear.LinearIssue;
import caravan.testing.Databases;
import caravan.testing.SmallDatabases;
import caravan.testing.SmallDisk;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose store has no room left says so, does nothing without its memory, and goes on. */
class DiskFullTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int MEGABYTES = 16;

  @TempDir Path folder;

  @Test
  void hubOnAFullDiskUnderH2WaitsForRoomAndGoesOn() {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES);
        HubOnSandbox hub = new HubOnSandbox(folder, SandboxOptions.unlimited())) {
      hub.storedIn(SmallDatabases.h2(disk), "", "");
      waitsForRoomAndGoesOn(disk, hub);
    }
  }

  @Test
  void hubOnAFullDiskUnderPostgresWaitsForRoomAndGoesOn() throws IOException {
    try (EmbeddedPostgres postgres = Databases.postgres();
        SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), MEGABYTES);
        HubOnSandbox hub = new HubOnSandbox(folder, SandboxOptions.unlimited())) {
      hub.storedIn(SmallDatabases.postgres(postgres, disk), "postgres", "postgres");
      waitsForRoomAndGoesOn(disk, hub);
    }
  }

  private static void waitsForRoomAndGoesOn(SmallDisk disk, HubOnSandbox hub) {
    hub.set("LINEAR_ISSUES_CRON", "").set("LINEAR_ISSUES_EVERY", "500ms");
    hub.start(ISSUES);
    hub.sandbox().createIssues(5);
    await().atMost(PATIENCE).until(() -> pages(hub) == 5);
    assertThat(down(hub)).isEmpty();

    disk.fill();
    // What still fits into pages that are there is written; then the disk has to grow.
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              hub.sandbox().createIssues(20);
              return down(hub).isPresent();
            });
    assertThat(down(hub).orElseThrow().getMessage().orElse(""))
        .contains("disk that holds the store is full", "Free some space");
    await()
        .atMost(PATIENCE)
        .until(() -> !hub.hub().beans().runs().isOpen(ISSUES) || down(hub).isEmpty());
    hub.forgetRequests();
    await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(20))
        .until(() -> down(hub).isPresent());
    assertThat(hub.requests()).as("without its memory").isEmpty();

    disk.makeRoom();
    List<LinearIssue> issues = hub.sandbox().createIssues(1);
    await()
        .atMost(PATIENCE)
        .until(() -> pages(hub) == hub.sandbox().linear().issues().size() && down(hub).isEmpty());
    assertThat(hub.sandbox().linear().issues()).hasSizeGreaterThan(25);
    for (LinearIssue issue : hub.sandbox().linear().issues()) {
      assertThat(hub.sandbox().pageOf(issue)).as("exactly one page").isNotBlank();
    }
    assertThat(hub.sandbox().pageOf(issues.get(0))).isNotBlank();
    await().atMost(PATIENCE).until(() -> hub.failures(ISSUES) == 0);
  }

  private static Optional<HealthCheck.Result> down(HubOnSandbox hub) {
    return HealthCheckHelper.invoke(hub.hub().context()).stream()
        .filter(result -> result.getCheck().getId().contains("store"))
        .filter(result -> result.getState() == HealthCheck.State.DOWN)
        .findFirst();
  }

  private static int pages(HubOnSandbox hub) {
    return hub.sandbox().notion().pages(hub.sandbox().ids().linearIssues()).size();
  }
}
