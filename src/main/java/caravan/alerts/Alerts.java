package caravan.alerts;

import caravan.store.RunReport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Judges how runs ended: tells once when an integration stops working, and once when it works
 * again, however many runs fail in between. Sweeps and reconciles are judged apart from polls: they
 * come once a day, while the polls between them may work.
 */
public final class Alerts {

  private final Map<String, String> incidents = new ConcurrentHashMap<>();

  /**
   * The text for people, if this run changes what they should know.
   *
   * @return null if there is nothing new to say
   */
  public String judge(RunReport run) {
    if (run == null) {
      return null;
    }
    boolean sweep = "sweep".equals(run.cause()) || "reconcile".equals(run.cause());
    String subject = sweep ? "the " + run.cause() + " of " + run.integration() : run.integration();
    String incident = sweep ? "sweep " + run.integration() : run.integration();
    boolean asks = "asks".equals(run.state());
    // Somebody who stops the hub, or pauses an integration, knows of it.
    boolean meant =
        run.notes().startsWith("the hub was stopped") || run.notes().startsWith("paused: ");
    if (asks || "failed".equals(run.state()) && !meant) {
      String before = incidents.put(incident, run.notes());
      return run.notes().equals(before)
          ? null
          : "%s %s: %s".formatted(subject, asks ? "asks" : "does not work", withoutName(run));
    }
    if ("done".equals(run.state()) && incidents.remove(incident) != null) {
      return "%s works again: read %d, failed %d."
          .formatted(subject, run.readCount(), run.failedCount());
    }
    return null;
  }

  /** Many reasons begin with the integration's name themselves. */
  private static String withoutName(RunReport run) {
    String name = run.integration() + ": ";
    return run.notes().startsWith(name) ? run.notes().substring(name.length()) : run.notes();
  }
}
