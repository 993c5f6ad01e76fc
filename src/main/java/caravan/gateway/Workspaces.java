package caravan.gateway;

import caravan.notion.NotionException;
import caravan.notion.NotionRequest;
import caravan.settings.NotionConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which connections share a workspace, and with it the budget that Notion gives the workspace.
 *
 * <p>The setting {@code notion.<name>.workspace} says it. What it leaves open is asked, one request
 * for each connection, but only once a workspace-wide refusal has made it matter. Until it is known
 * two connections are taken to share, which is the safe side.
 */
public final class Workspaces {

  private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);
  private static final Duration ASK_AGAIN = Duration.ofHours(1);

  private final Connections connections;
  private final NotionGateway gateway;
  private final Clock clock;
  private final Map<String, String> learnt = new ConcurrentHashMap<>();
  private final Map<String, Instant> askAt = new ConcurrentHashMap<>();

  public Workspaces(Connections connections, NotionGateway gateway, Clock clock) {
    this.connections = connections;
    this.gateway = gateway;
    this.clock = clock;
  }

  /**
   * The workspace of this connection has spent its budget.
   *
   * @return the connections that share it, as far as is known; this one among them
   */
  List<String> refused(String connection) {
    List<String> sharing =
        connections.names().stream().filter(name -> mayShare(connection, name)).toList();
    if (sharing.size() > 1) {
      sharing.stream()
          .filter(name -> connections.get(name).workspace().isBlank() && !learnt.containsKey(name))
          .forEach(name -> askAt.putIfAbsent(name, clock.instant()));
    }
    return sharing;
  }

  /** Asks for the workspace of the exchange's connection, if it has begun to matter. */
  public void learn(Exchange exchange) {
    String connection = exchange.getVariable(Connections.VARIABLE, String.class);
    if (!isDue(connection)) {
      return;
    }
    try {
      String id =
          gateway
              .send(exchange, NotionRequest.get("/v1/users/me"))
              .path("bot")
              .path("workspace_id")
              .asText("");
      if (id.isBlank()) {
        LOG.info("{}: Notion does not say which workspace it belongs to", connection);
      } else {
        LOG.info("{}: it belongs to the workspace {}", connection, id);
        learnt.put(connection, id);
      }
    } catch (NotionException e) {
      LOG.info("{}: its workspace is still unknown: {}", connection, e.getMessage());
    }
  }

  /** One thread asks, and not again before an hour is over. */
  private boolean isDue(String connection) {
    if (askAt.isEmpty() || learnt.containsKey(connection)) {
      return false;
    }
    Instant now = clock.instant();
    Instant due = askAt.get(connection);
    return due != null && !now.isBefore(due) && askAt.replace(connection, due, now.plus(ASK_AGAIN));
  }

  private boolean mayShare(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    NotionConnection first = connections.get(one);
    NotionConnection second = connections.get(other);
    if (!first.workspace().isBlank() && !second.workspace().isBlank()) {
      return first.workspace().equals(second.workspace());
    }
    String firstId = learnt.get(one);
    String secondId = learnt.get(other);
    return firstId == null || secondId == null || firstId.equals(secondId);
  }
}
