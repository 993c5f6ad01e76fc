package caravan.alerts;

import caravan.incidents.Incident;
import caravan.store.Failure;
import caravan.store.FailureStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Integrations of which more records wait in the failures table than people want to have there.
 * What only waits for the end of a pause does not count: people know of the pause.
 */
public final class WaitingRecords {

  static final String KIND = "failures";
  private static final int LOOKED_AT = 200;

  private final FailureStore failures;
  private final List<String> integrations;
  private final int most;

  /**
   * @param most so many may wait without anybody being told
   */
  public WaitingRecords(FailureStore failures, List<String> integrations, int most) {
    this.failures = failures;
    this.integrations = List.copyOf(integrations);
    this.most = most;
  }

  /** What the table says now: for each integration that too many wait, or that they do not. */
  public List<Incident> look() {
    List<Incident> found = new ArrayList<>();
    for (String integration : integrations) {
      int waiting = failures.countTried(integration);
      found.add(waiting > most ? tooMany(integration, waiting) : few(integration, waiting));
    }
    return found;
  }

  private Incident tooMany(String integration, int waiting) {
    String example =
        failures.list(integration, LOOKED_AT).stream()
            .filter(failure -> failure.attempts() > 0)
            .findFirst()
            .map(WaitingRecords::example)
            .orElse("");
    return new Incident(
        KIND,
        Incident.WARNING,
        integration,
        "records of %s do not arrive".formatted(integration),
        ("%d records could not be delivered and wait, more than alerts.failures=%d.%s They are"
                + " tried again by themselves. To see them all: ./caravan failures %s")
            .formatted(waiting, most, example, integration));
  }

  private static String example(Failure failure) {
    return " The one that waits longest, %s: %s."
        .formatted(failure.externalId(), failure.error().replaceAll("\\.?\\s*$", ""));
  }

  private Incident few(String integration, int waiting) {
    return Incident.over(
        KIND,
        integration,
        waiting == 0
            ? "no record of %s waits any more.".formatted(integration)
            : "%d records of %s still wait, no more than alerts.failures=%d."
                .formatted(waiting, integration, most));
  }
}
