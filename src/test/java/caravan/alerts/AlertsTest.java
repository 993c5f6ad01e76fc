package caravan.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.incidents.Incident;
import caravan.incidents.Incidents;
import caravan.store.IncidentStore;
import caravan.store.RunReport;
import caravan.store.Store;
import caravan.testing.Databases;
import caravan.testing.SettableClock;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final Alerts alerts = new Alerts();
  private Store store;
  private Incidents incidents;

  @BeforeEach
  void open(@TempDir Path home) {
    store = Databases.h2(home);
    incidents = new Incidents(new IncidentStore(store), new SettableClock("2026-11-22T10:00:00Z"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anIncidentIsToldOnceHoweverManyRunsFail() {
    assertThat(told(run("failed", "x: the token is refused")))
        .isEqualTo("x does not work: the token is refused");
    assertThat(told(run("failed", "x: the token is refused"))).isNull();
    assertThat(told(run("failed", "the disk is full")))
        .isEqualTo("x does not work: the disk is full");
  }

  @Test
  void theEndOfAnIncidentIsToldOnce() {
    told(run("failed", "no answer"));

    assertThat(told(run("done", ""))).isEqualTo("over: x works again: read 3, failed 0.");
    assertThat(told(run("done", ""))).isNull();
  }

  @Test
  void aHubThatIsStoppedIsNoIncident() {
    assertThat(alerts.judge(run("failed", "the hub was stopped"))).isNull();
    assertThat(told(run("done", ""))).isNull();
  }

  @Test
  void aSweepThatAsksIsToldOnceHoweverWellThePollsGo() {
    assertThat(told(run("sweep", "asks", "x: 40 of 100 known rows are missing")))
        .isEqualTo("the sweep of x asks: 40 of 100 known rows are missing");
    assertThat(told(run("done", ""))).isNull();
    assertThat(told(run("sweep", "asks", "x: 40 of 100 known rows are missing"))).isNull();
    assertThat(told(run("failed", "no answer"))).isNotNull();
    assertThat(told(run("sweep", "done", "")))
        .isEqualTo("over: the sweep of x works again: read 3, failed 0.");
  }

  @Test
  void whatStopsIsAnErrorAndWhatAsksIsAWarning() {
    assertThat(alerts.judge(run("failed", "no answer")).severity()).isEqualTo(Incident.ERROR);
    assertThat(alerts.judge(run("sweep", "asks", "?")).severity()).isEqualTo(Incident.WARNING);
  }

  /** What people are told of a run; null for nothing. */
  private String told(RunReport run) {
    Incident incident = alerts.judge(run);
    incidents.note(incident);
    return incidents
        .next()
        .map(
            row -> {
              incidents.told(row.id(), row.version());
              return row.isOpen() ? row.title() + ": " + row.text() : "over: " + row.ending();
            })
        .orElse(null);
  }

  private static RunReport run(String state, String notes) {
    return run("poll", state, notes);
  }

  private static RunReport run(String cause, String state, String notes) {
    return new RunReport(
        1, "x", cause, state, NOW, NOW, 3, 1, 1, 1, 0, 0, 0, 2, 0, state.equals("done"), notes);
  }
}
