package caravan.alerts;

import caravan.store.RunReport;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Judges how runs ended: tells once when an integration stops working, and once when it works
 * again, however many runs fail in between.
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
    if ("failed".equals(run.state()) && !run.notes().startsWith("the hub was stopped")) {
      String before = incidents.put(run.integration(), run.notes());
      return run.notes().equals(before)
          ? null
          : "%s does not work: %s".formatted(run.integration(), withoutName(run));
    }
    if ("done".equals(run.state()) && incidents.remove(run.integration()) != null) {
      return "%s works again: read %d, failed %d."
          .formatted(run.integration(), run.readCount(), run.failedCount());
    }
    return null;
  }

  /** Many reasons begin with the integration's name themselves. */
  private static String withoutName(RunReport run) {
    String name = run.integration() + ": ";
    return run.notes().startsWith(name) ? run.notes().substring(name.length()) : run.notes();
  }
}
