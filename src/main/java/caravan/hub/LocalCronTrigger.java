package caravan.hub;

import caravan.clock.LocalCron;
import java.util.Date;
import org.apache.camel.CamelContext;
import org.apache.camel.component.quartz.QuartzComponent;
import org.quartz.CronTrigger;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.impl.triggers.CronTriggerImpl;

/**
 * A cron trigger that loses nothing in the nights in which clocks change, see {@link LocalCron}.
 */
final class LocalCronTrigger extends CronTriggerImpl {

  private static final long serialVersionUID = 1L;

  private LocalCronTrigger(CronTrigger quartz) throws java.text.ParseException {
    setKey(quartz.getKey());
    setJobKey(quartz.getJobKey());
    setJobDataMap(quartz.getJobDataMap());
    setCronExpression(quartz.getCronExpression());
    setTimeZone(quartz.getTimeZone());
    setMisfireInstruction(quartz.getMisfireInstruction());
    setPriority(quartz.getPriority());
    setStartTime(quartz.getStartTime());
  }

  /** The same trigger, without Quartz's gaps. */
  static LocalCronTrigger of(CronTrigger quartz) {
    try {
      return new LocalCronTrigger(quartz);
    } catch (java.text.ParseException e) {
      throw new IllegalStateException("Quartz does not take its own expression", e);
    }
  }

  /** Puts such triggers in the place of all cron triggers of a started context. */
  static void replaceAll(CamelContext context) {
    Scheduler scheduler = context.getComponent("quartz", QuartzComponent.class).getScheduler();
    try {
      for (TriggerKey key : scheduler.getTriggerKeys(GroupMatcher.anyTriggerGroup())) {
        if (scheduler.getTrigger(key) instanceof CronTrigger quartz) {
          scheduler.rescheduleJob(key, of(quartz));
        }
      }
    } catch (SchedulerException e) {
      throw new IllegalStateException("the timers of the integrations cannot be set", e);
    }
  }

  @Override
  protected Date getTimeAfter(Date moment) {
    return new LocalCron(getCronExpression(), getTimeZone().toZoneId())
        .after(moment.toInstant())
        .map(Date::from)
        .orElse(null);
  }
}
