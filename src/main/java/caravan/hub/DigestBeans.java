package caravan.hub;

import caravan.clock.ServicesClock;
import caravan.digest.DigestSchedule;
import caravan.digest.Digests;
import caravan.settings.Settings;
import caravan.slack.DigestMessage;
import caravan.store.WatermarkStore;
import caravan.sync.Runs;
import org.apache.camel.spi.Registry;

/** The beans of standup-digest. */
record DigestBeans(Settings settings) {

  /** Binds them. */
  void bind(Registry registry, WatermarkStore watermarks, Runs runs, ServicesClock clock) {
    registry.bind("digestMessage", new DigestMessage());
    registry.bind(
        "digests",
        new Digests(
            new DigestSchedule(
                settings.get("standup-digest.cron"),
                settings.zone("standup-digest.zone"),
                settings.duration("standup-digest.lateness")),
            new Digests.Choices(
                settings.get("linear.team"),
                settings.get("standup-digest.data-source"),
                settings.get("standup-digest.quiet").equals("silent")),
            watermarks,
            runs,
            clock));
  }
}
