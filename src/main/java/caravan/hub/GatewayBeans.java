package caravan.hub;

import caravan.gateway.AnswerBounds;
import caravan.gateway.BlockedConnections;
import caravan.gateway.ConnectionStates;
import caravan.gateway.Connections;
import caravan.gateway.Entrance;
import caravan.gateway.Gates;
import caravan.gateway.LinearCalls;
import caravan.gateway.NotionCalls;
import caravan.gateway.NotionGates;
import caravan.gateway.NotionGateway;
import caravan.gateway.OpenSearchCalls;
import caravan.gateway.Places;
import caravan.gateway.RestCalls;
import caravan.gateway.Secrets;
import caravan.gateway.SignedAddresses;
import caravan.gateway.SlackCalls;
import caravan.gateway.Slowdown;
import caravan.gateway.Spending;
import caravan.gateway.Turns;
import caravan.gateway.WordPressCalls;
import caravan.gateway.Workspaces;
import caravan.notion.NotionErrorReader;
import caravan.rehearsal.ReadOnly;
import caravan.rest.RestRequests;
import caravan.search.Acknowledgement;
import caravan.search.BulkCollector;
import caravan.search.Bulks;
import caravan.settings.Settings;
import caravan.slack.SlackChannels;
import caravan.store.SpendingStore;
import caravan.store.Store;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.Registry;

/** The beans of the gateway routes: what stands between a request and the service it is for. */
final class GatewayBeans {

  private final Connections connections;
  private final NotionGateway gateway;
  private final Places places;
  private final Spending spending;
  private final ConnectionStates states;

  /**
   * Binds the beans.
   *
   * @param producer sends on behalf of beans
   * @param signedAddresses learns the addresses of files from every answer
   */
  GatewayBeans(
      Settings settings,
      Store store,
      Clock clock,
      MeterRegistry meters,
      ProducerTemplate producer,
      SignedAddresses signedAddresses,
      Registry registry) {
    ObjectMapper json = new ObjectMapper();
    Duration window = settings.duration("notion.budget.window");
    connections = Connections.of(settings);
    gateway = new NotionGateway(producer);
    places = new Places(connections, window, System::nanoTime);
    spending = new Spending(new SpendingStore(store), connections, window, clock);
    Gates gates = new Gates(System::nanoTime, clock);
    Workspaces workspaces = new Workspaces(connections, gateway, clock);
    NotionGates notionGates = new NotionGates(gates, workspaces);
    BlockedConnections blocked =
        new BlockedConnections(
            clock, incident -> producer.asyncSendBody("direct:incident", incident));
    Slowdown slowdown =
        new Slowdown(connections, settings.count("notion.in-flight"), window, System::nanoTime);
    Turns turns = new Turns(slowdown, System::nanoTime);
    states = new ConnectionStates(connections, notionGates, blocked, turns, places, slowdown);
    spending.restore(places);

    registry.bind("readOnly", new ReadOnly());
    registry.bind("connections", connections);
    registry.bind("gates", gates);
    registry.bind("notionGates", notionGates);
    registry.bind("workspaces", workspaces);
    registry.bind("blockedConnections", blocked);
    registry.bind("entrance", new Entrance(turns, places, spending));
    registry.bind("secrets", new Secrets(settings));
    registry.bind("answerBounds", new AnswerBounds(AnswerBounds.LARGEST, AnswerBounds.LONGEST));
    registry.bind(
        "notionCalls",
        new NotionCalls(
            connections,
            notionGates,
            blocked,
            slowdown,
            new NotionErrorReader(json, clock),
            json,
            meters,
            signedAddresses,
            Version.current()));
    registry.bind("linearCalls", new LinearCalls(gates, json, clock));
    registry.bind("restCalls", new RestCalls(gates, settings, json, clock));
    registry.bind("restRequests", new RestRequests());
    registry.bind("slackCalls", new SlackCalls(gates, json, clock));
    registry.bind("openSearchCalls", new OpenSearchCalls(gates, json, clock));
    registry.bind("bulkCollector", new BulkCollector());
    registry.bind("bulks", new Bulks());
    registry.bind("acknowledgement", new Acknowledgement());
    registry.bind("slackChannels", new SlackChannels());
    registry.bind("wordPressCalls", new WordPressCalls(gates, json, clock));
  }

  /** The connections to Notion. */
  Connections connections() {
    return connections;
  }

  /** The way to Notion for Java code. */
  NotionGateway gateway() {
    return gateway;
  }

  /** How each connection is doing. */
  ConnectionStates states() {
    return states;
  }

  /** What operators see of each connection. */
  List<ConnectionMXBean> views() {
    return connections.names().stream()
        .<ConnectionMXBean>map(name -> new ConnectionView(name, states))
        .toList();
  }

  /** The hub ends in order: what it spent is written down for the next one. */
  void settle() {
    spending.settle(places);
  }
}
