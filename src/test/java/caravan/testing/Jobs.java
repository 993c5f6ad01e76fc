package caravan.testing;

import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.awaitility.Awaitility;
import org.quartz.Scheduler;

/** The timed jobs of a hub. */
public final class Jobs {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Jobs() {}

  /** What starts them. */
  public static Scheduler scheduler(CamelContext context) {
    return context.getComponent("quartz", QuartzComponent.class).getScheduler();
  }

  /**
   * Waits until a job is not being executed. A run's report is there before its job has ended,
   * which then decides about sweeps: a clock that was moved in between would mislead it.
   */
  public static void awaitEnd(CamelContext context, String job) {
    Scheduler scheduler = scheduler(context);
    Awaitility.await("the end of the job " + job)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                scheduler.getCurrentlyExecutingJobs().stream()
                    .noneMatch(it -> it.getJobDetail().getKey().getName().equals(job)));
  }
}
