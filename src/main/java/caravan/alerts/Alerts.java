package caravan.alerts;

import caravan.incidents.Incident;
import caravan.store.RunReport;

/**
 * Judges how runs ended: an integration that does not work is an incident until a run ends well.
 * Sweeps and reconciles are judged apart from polls: they come once a day, while the polls between
 * them may work.
 */
public final class Alerts {

  /**
   * What a run's end says.
   *
   * @return null if it says nothing
   */
  public Incident judge(RunReport run) {
    if (run == null) {
      return null;
    }
    boolean sweep = "sweep".equals(run.cause()) || "reconcile".equals(run.cause());
    String subject = sweep ? "the " + run.cause() + " of " + run.integration() : run.integration();
    String kind = sweep ? "sweep" : "run";
    boolean asks = "asks".equals(run.state());
    if (asks || "failed".equals(run.state()) && !run.notes().startsWith("the hub was stopped")) {
      return new Incident(
          kind,
          asks ? Incident.WARNING : Incident.ERROR,
          run.integration(),
          subject + (asks ? " asks" : " does not work"),
          withoutName(run));
    }
    if ("done".equals(run.state())) {
      return Incident.over(
          kind,
          run.integration(),
          "%s works again: read %d, failed %d."
              .formatted(subject, run.readCount(), run.failedCount()));
    }
    return null;
  }

  /** Many reasons begin with the integration's name themselves. */
  private static String withoutName(RunReport run) {
    String name = run.integration() + ": ";
    return run.notes().startsWith(name) ? run.notes().substring(name.length()) : run.notes();
  }
}
