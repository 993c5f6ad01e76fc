package caravan.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.store.RunReport;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AlertsTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final Alerts alerts = new Alerts();

  @Test
  void anIncidentIsToldOnceHoweverManyRunsFail() {
    assertThat(alerts.judge(run("failed", "x: the token is refused")))
        .isEqualTo("x does not work: the token is refused");
    assertThat(alerts.judge(run("failed", "x: the token is refused"))).isNull();
    assertThat(alerts.judge(run("failed", "the disk is full")))
        .isEqualTo("x does not work: the disk is full");
  }

  @Test
  void theEndOfAnIncidentIsToldOnce() {
    alerts.judge(run("failed", "no answer"));

    assertThat(alerts.judge(run("done", ""))).isEqualTo("x works again: read 3, failed 0.");
    assertThat(alerts.judge(run("done", ""))).isNull();
  }

  @Test
  void aHubThatIsStoppedIsNoIncident() {
    assertThat(alerts.judge(run("failed", "the hub was stopped"))).isNull();
    assertThat(alerts.judge(run("done", ""))).isNull();
  }

  @Test
  void aSweepThatAsksIsToldOnceHoweverWellThePollsGo() {
    assertThat(alerts.judge(run("sweep", "asks", "x: 40 of 100 known rows are missing")))
        .isEqualTo("the sweep of x asks: 40 of 100 known rows are missing");
    assertThat(alerts.judge(run("done", ""))).isNull();
    assertThat(alerts.judge(run("sweep", "asks", "x: 40 of 100 known rows are missing"))).isNull();
    assertThat(alerts.judge(run("failed", "no answer"))).isNotNull();
    assertThat(alerts.judge(run("sweep", "done", "")))
        .isEqualTo("the sweep of x works again: read 3, failed 0.");
  }

  private static RunReport run(String state, String notes) {
    return run("poll", state, notes);
  }

  private static RunReport run(String cause, String state, String notes) {
    return new RunReport(
        1, "x", cause, state, NOW, NOW, 3, 1, 1, 1, 0, 0, 0, 2, 0, state.equals("done"), notes);
  }
}
