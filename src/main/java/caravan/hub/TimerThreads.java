package caravan.hub;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.SchedulerException;
import org.quartz.listeners.JobListenerSupport;

/**
 * The threads on which polls and retries run. Camel interrupts its own pools when a context has not
 * ended in time, but not Quartz's: a poll that waits in a throttle would outlive its hub.
 */
final class TimerThreads extends JobListenerSupport {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Set<Thread> busy = new HashSet<>();

  private TimerThreads() {}

  /** Those of a started context. */
  static TimerThreads of(CamelContext context) {
    TimerThreads threads = new TimerThreads();
    try {
      context
          .getComponent("quartz", QuartzComponent.class)
          .getScheduler()
          .getListenerManager()
          .addJobListener(threads);
    } catch (SchedulerException e) {
      throw new IllegalStateException("the timers of the integrations cannot be watched", e);
    }
    return threads;
  }

  @Override
  public String getName() {
    return "caravan-timer-threads";
  }

  @Override
  public synchronized void jobToBeExecuted(JobExecutionContext context) {
    busy.add(Thread.currentThread());
  }

  @Override
  public synchronized void jobWasExecuted(
      JobExecutionContext context, JobExecutionException failure) {
    busy.remove(Thread.currentThread());
    notifyAll();
  }

  /** Interrupts what still runs although its hub has stopped, and waits a moment for its end. */
  synchronized void end() {
    busy.forEach(Thread::interrupt);
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    try {
      for (long left = PATIENCE_NANOS;
          !busy.isEmpty() && left > 0;
          left = deadline - System.nanoTime()) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
