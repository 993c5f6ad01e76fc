package caravan.changes;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each integration wants of its pages' bodies, by name. A retry starts from a kept item, which
 * does not say it: a stricter allow-list holds for what is kept, too.
 */
public final class BodyPlans {

  private final Map<String, BodyPlan> plans;

  /**
   * @param plans as the route files say when the hub starts
   */
  public BodyPlans(Map<String, BodyPlan> plans) {
    this.plans = new ConcurrentHashMap<>(plans);
  }

  /**
   * From now on an integration wants this; what its Kamelet says at the start of each poll.
   *
   * @throws IllegalArgumentException if a name is not known
   */
  public void use(String integration, String blocks, String bodyFormats) {
    plans.put(integration, BodyPlan.of(blocks, bodyFormats));
  }

  /** What an integration wants; the usual blocks as Markdown unless it says otherwise. */
  public BodyPlan of(String integration) {
    return plans.getOrDefault(integration, BodyPlan.DEFAULT);
  }
}
