package caravan.hub;

import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.JobKey;
import org.quartz.SchedulerException;

/** The timers that start the polls of the integrations. */
final class PollTimers {

  private final CamelContext context;

  PollTimers(CamelContext context) {
    this.context = context;
  }

  /**
   * Polls an integration's source now, in the background, whatever its schedule says; after the
   * poll that is under way, if there is one.
   */
  void pollNow(String integration) {
    try {
      QuartzComponent quartz = context.getComponent("quartz", QuartzComponent.class);
      quartz.getScheduler().triggerJob(new JobKey(integration, "caravan"));
    } catch (SchedulerException e) {
      throw new IllegalStateException("the scheduler cannot start a poll of " + integration, e);
    }
  }
}
