package caravan.hub;

import caravan.alerts.AlertPosts;
import caravan.alerts.AlertWatch;
import caravan.alerts.Alerts;
import caravan.alerts.StarvedConnections;
import caravan.alerts.WaitingRecords;
import caravan.clock.Settling;
import caravan.incidents.Incident;
import caravan.incidents.Incidents;
import caravan.settings.Settings;
import caravan.store.FailureStore;
import java.time.Clock;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.spi.Registry;

/**
 * The beans of the routes that tell people what goes wrong.
 *
 * @param incidents what lasts, and what people are still to be told
 * @param failures the records that wait
 * @param pastDrift which drift is of a data source that nobody uses any more
 * @param settling says when a post to Slack has had time to arrive
 * @param gateways know how the connections are doing
 */
record AlertBeans(
    Settings settings,
    Incidents incidents,
    FailureStore failures,
    GatewayBeans gateways,
    Predicate<Incident> pastDrift,
    Settling settling,
    Clock clock) {

  private static final Set<String> OF_CONNECTIONS = Set.of("blocked", "starved");

  /** Takes up what the last hub left, and binds the beans. */
  void bind(Registry registry) {
    incidents.takeUp(this::isPast);
    registry.bind("incidents", incidents);
    registry.bind("incident-health", new IncidentHealth(incidents));
    registry.bind("alerts", new Alerts());
    registry.bind("alertPosts", new AlertPosts(incidents, settling));
    registry.bind(
        "alertWatch",
        new AlertWatch(
            new WaitingRecords(failures, settings.enabled(), settings.count("alerts.failures")),
            new StarvedConnections(
                gateways.states(),
                gateways.connections().names(),
                settings.duration("alerts.starved"),
                clock)));
  }

  /** The hub has its store, and only what is enabled and connected can go on not working. */
  private boolean isPast(Incident incident) {
    String about = incident.about();
    boolean ofIntegration = settings.integrations().contains(about);
    boolean ofConnection = OF_CONNECTIONS.contains(incident.kind());
    return incident.kind().equals("store")
        || pastDrift.test(incident)
        || ofIntegration && !settings.enabled().contains(about)
        || ofConnection && !settings.connections().contains(about);
  }
}
