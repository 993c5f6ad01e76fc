package caravan.hub;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;

/** The one registry of meters: Camel's own and Caravan's. */
final class Meters {

  private Meters() {}

  static MeterRegistry create() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  /** Gauges of an integration: how far its run is, what waits, when it last ended well. */
  static void show(MeterRegistry meters, IntegrationMXBean view) {
    Gauge.builder("caravan.run.records", view, IntegrationMXBean::getRecordsInRun)
        .description("Records handled so far by the run that is going on")
        .tag("integration", view.getName())
        .strongReference(true)
        .register(meters);
    Gauge.builder("caravan.failures.waiting", view, IntegrationMXBean::getFailuresWaiting)
        .description("Records that could not be delivered and are tried again")
        .tag("integration", view.getName())
        .strongReference(true)
        .register(meters);
    Gauge.builder("caravan.relations.waiting", view, IntegrationMXBean::getRelationsWaiting)
        .description("Relation properties that wait for pages which do not exist yet")
        .tag("integration", view.getName())
        .strongReference(true)
        .register(meters);
    Gauge.builder(
            "caravan.relations.waiting.since.seconds",
            view,
            it -> seconds(it.getRelationsWaitingSince()))
        .description("Since when the oldest of them waits, in seconds since 1970; 0 if none does")
        .tag("integration", view.getName())
        .strongReference(true)
        .register(meters);
    Gauge.builder("caravan.last.success.seconds", view, it -> seconds(it.getLastSuccess()))
        .description("When a run last ended well, in seconds since 1970; 0 if never")
        .tag("integration", view.getName())
        .strongReference(true)
        .register(meters);
  }

  private static double seconds(String text) {
    return text.isEmpty() ? 0 : Instant.parse(text).getEpochSecond();
  }
}
