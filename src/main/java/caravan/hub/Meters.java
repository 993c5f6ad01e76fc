package caravan.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;

/** The one registry of meters: Camel's own and Caravan's. */
final class Meters {

  private Meters() {}

  /** The context's registry, bound where camel-micrometer looks for it. */
  static MeterRegistry of(CamelContext context) {
    MeterRegistry bound =
        context
            .getRegistry()
            .lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class);
    if (bound != null) {
      return bound;
    }
    MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    context.getRegistry().bind(MicrometerConstants.METRICS_REGISTRY_NAME, registry);
    return registry;
  }
}
