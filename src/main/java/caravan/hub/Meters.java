package caravan.hub;

import caravan.clock.ServicesClock;
import caravan.incidents.Incidents;
import caravan.store.WebhookStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/** The one registry of meters: Camel's own and Caravan's. */
final class Meters {

  private Meters() {}

  static MeterRegistry create() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }

  /** Whether this machine's clock is right, next to the services'. */
  static void show(MeterRegistry meters, ServicesClock clock) {
    Gauge.builder("caravan.clock.lead.seconds", clock, it -> it.lead().toSeconds())
        .description("By how much this machine's clock is ahead of the services'; 0 if it is not")
        .strongReference(true)
        .register(meters);
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

  /** Gauges of a connection to Notion: its budget, its pace, and how fast Notion answers. */
  static void show(MeterRegistry meters, ConnectionMXBean view) {
    show(
        meters,
        view,
        "caravan.notion.budget.spent",
        "Requests of the window that ends now",
        ConnectionMXBean::getSpent);
    show(
        meters,
        view,
        "caravan.notion.budget.requests",
        "Requests that a window may hold",
        ConnectionMXBean::getBudget);
    show(
        meters,
        view,
        "caravan.notion.underway",
        "Background requests that are under way",
        ConnectionMXBean::getUnderWay);
    show(
        meters,
        view,
        "caravan.notion.waiting",
        "Background requests that wait for their turn",
        ConnectionMXBean::getWaiting);
    show(
        meters,
        view,
        "caravan.notion.share",
        "The share of its usual pace that background work takes, from 0.1 to 1",
        ConnectionMXBean::getBackgroundShare);
    show(
        meters,
        view,
        "caravan.notion.latency.median.seconds",
        "The median time of the latest answers",
        it -> it.getMedianMillis() / 1000.0);
    show(
        meters,
        view,
        "caravan.notion.latency.slow.seconds",
        "The time that one of twenty of the latest answers exceeds",
        it -> it.getSlowMillis() / 1000.0);
    show(
        meters,
        view,
        "caravan.notion.blocked",
        "1 while Notion blocks the connection",
        it -> "blocked".equals(it.getState()) ? 1 : 0);
  }

  /** Gauges of what people should know: what lasts, and what they were not told yet. */
  static void show(MeterRegistry meters, Incidents incidents) {
    Gauge.builder("caravan.incidents.open", incidents, it -> it.open().size())
        .description("Incidents that last")
        .strongReference(true)
        .register(meters);
    Gauge.builder("caravan.alerts.waiting", incidents, it -> it.untold().size())
        .description("Incidents of which people still have to be told something")
        .strongReference(true)
        .register(meters);
  }

  /** Gauges of what waits of a sender's webhooks. */
  static void showWebhooks(
      MeterRegistry meters, String system, WebhookStore webhooks, Clock clock) {
    Gauge.builder("caravan.webhooks.waiting", webhooks, it -> it.waiting(system).count())
        .description(
            "Pages, issues and data sources that webhooks named and that wait for their look")
        .tag("system", system)
        .strongReference(true)
        .register(meters);
    Gauge.builder(
            "caravan.webhooks.waiting.age.seconds",
            webhooks,
            it -> age(it.waiting(system).oldest(), clock))
        .description("How long the oldest of them waits; 0 if none does")
        .tag("system", system)
        .strongReference(true)
        .register(meters);
  }

  private static double age(Instant since, Clock clock) {
    return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1000.0;
  }

  private static void show(
      MeterRegistry meters,
      ConnectionMXBean view,
      String name,
      String description,
      ToDoubleFunction<ConnectionMXBean> value) {
    Gauge.builder(name, view, value)
        .description(description)
        .tag("connection", view.getName())
        .strongReference(true)
        .register(meters);
  }

  private static double seconds(String text) {
    return text.isEmpty() ? 0 : Instant.parse(text).getEpochSecond();
  }
}
