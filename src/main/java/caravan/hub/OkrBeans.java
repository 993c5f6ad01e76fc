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

  /** Whether there is to be a digest. */
  static boolean hasDigest(Settings settings) {
    return settings.enabled().contains(TRACKER)
        && !settings.get("okr-tracker.digest.channel").isBlank()
        && !settings.cron(CRON).isBlank();
  }

  void bind(Registry registry) {
    if (!settings.enabled().contains(TRACKER)) {
      return;
    }
    ZoneId zone = ZoneId.of(settings.get("okr-tracker.zone"));
    OkrDerivation rules =
        new OkrDerivation(settings.get("okr-tracker.objectives.data-source"), zone);
    registry.bind(DeriveBeans.nameOf(TRACKER), rules);
    if (hasDigest(settings)) {
      DerivedFields fields = registry.lookupByNameAndType("derivedFields", DerivedFields.class);
      registry.bind(
          "okrDigest",
          new OkrDigest(
              rules,
              () -> fields.rows(TRACKER),
              () -> runs.lastSuccess(TRACKER),
              settings.cron(CRON),
              zone,
              clock));
    }
  }
}
