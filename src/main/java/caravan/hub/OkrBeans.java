package caravan.hub;

import caravan.derive.DeriveBeans;
import caravan.derive.DerivedFields;
import caravan.okr.OkrDerivation;
import caravan.okr.OkrDigest;
import caravan.settings.Settings;
import caravan.store.RunStore;
import java.time.Clock;
import java.time.ZoneId;
import org.apache.camel.spi.Registry;

/** The beans of okr-tracker: its rules, and its digest if there is to be one. */
record OkrBeans(Settings settings, RunStore runs, Clock clock) {

  /** The template of the route that posts the digest, and that route. */
  static final String DIGEST = "okr-tracker-digest";

  private static final String TRACKER = "okr-tracker";
  private static final String CRON = "okr-tracker.digest.cron";

  /** A moment that is over. */
  private static final String NEVER = "0 0 0 1 1 ? 2000";

  /** Whether there is to be a digest. */
  static boolean hasDigest(Settings settings) {
    return settings.enabled().contains(TRACKER)
        && !settings.get("okr-tracker.digest.channel").isBlank()
        && !settings.cron(CRON).isBlank();
  }

  /** The rules are bound where they are used; the digest always, as its template names it. */
  void bind(Registry registry) {
    ZoneId zone = ZoneId.of(settings.get("okr-tracker.zone"));
    OkrDerivation rules =
        new OkrDerivation(settings.get("okr-tracker.objectives.data-source"), zone);
    if (settings.enabled().contains(TRACKER)) {
      registry.bind(DeriveBeans.nameOf(TRACKER), rules);
    }
    DerivedFields fields = registry.lookupByNameAndType("derivedFields", DerivedFields.class);
    registry.bind(
        "okrDigest",
        new OkrDigest(
            rules,
            () -> fields.rows(TRACKER),
            () -> runs.lastSuccess(TRACKER),
            hasDigest(settings) ? settings.cron(CRON) : NEVER,
            zone,
            clock));
  }
}
