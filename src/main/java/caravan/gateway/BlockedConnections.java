package caravan.gateway;

import caravan.incidents.Incident;
import caravan.notion.ConnectionBlocked;
import caravan.notion.NotionError;
import caravan.notion.NotionRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/**
 * Connections that Notion refuses with {@code public_api_request_blocked}: repeating does not help,
 * so nothing is sent on them but one request now and then, until one is answered.
 *
 * <p>People are told once when a connection is blocked, and once when it works again.
 */
public final class BlockedConnections {

  private static final Duration FIRST_PAUSE = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private record Block(NotionError why, Instant since, Instant nextTry, Duration pause) {

    Block tried(Instant now) {
      Duration twice = pause.multipliedBy(2);
      Duration next = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
      return new Block(why, since, now.plus(pause), next);
    }
  }

  private static final String KIND = "blocked";

  private final Clock clock;
  private final Consumer<Incident> alert;
  private final Map<String, Block> blocks = new ConcurrentHashMap<>();
  private final Set<String> answering = ConcurrentHashMap.newKeySet();

  /**
   * @param alert tells people; must not wait
   */
  public BlockedConnections(Clock clock, Consumer<Incident> alert) {
    this.clock = clock;
    this.alert = alert;
  }

  /**
   * Lets the exchange's request pass, unless its connection is blocked.
   *
   * @throws ConnectionBlocked if it is, and it is not yet time for another try
   */
  public void check(Exchange exchange) {
    String connection = exchange.getVariable(Connections.VARIABLE, String.class);
    Block block = blocks.get(connection);
    if (block == null) {
      return;
    }
    Instant now = clock.instant();
    boolean mayTry =
        !now.isBefore(block.nextTry()) && blocks.replace(connection, block, block.tried(now));
    if (!mayTry) {
      NotionRequest request = exchange.getVariable(NotionCalls.REQUEST, NotionRequest.class);
      throw new ConnectionBlocked(connection, request, block.why());
    }
  }

  /** Notion refused a request of this connection as blocked. */
  void refused(String connection, NotionError why) {
    Instant now = clock.instant();
    Block first = new Block(why, now, now.plus(FIRST_PAUSE), FIRST_PAUSE.multipliedBy(2));
    if (blocks.putIfAbsent(connection, first) == null) {
      alert.accept(
          new Incident(
              KIND,
              Incident.ERROR,
              connection,
              "Notion blocks the connection \"%s\"".formatted(connection),
              ("%s. Waiting does not help: ask the workspace's owner, or the connection's. Nothing"
                      + " is sent on it but one try every few minutes; it goes on by itself once that"
                      + " is answered.")
                  .formatted(why.summary())));
    }
  }

  /** Notion answered a request of this connection in another way. */
  void answered(String connection) {
    boolean ended = !blocks.isEmpty() && blocks.remove(connection) != null;
    // An earlier hub may have told that it was blocked.
    if (answering.add(connection) || ended) {
      alert.accept(
          Incident.over(
              KIND,
              connection,
              "Notion answers the connection \"%s\" again.".formatted(connection)));
    }
  }

  /** Since when a connection is blocked; empty if it is not. */
  Optional<Instant> since(String connection) {
    return Optional.ofNullable(blocks.get(connection)).map(Block::since);
  }

  /** A person has acted: the next request is sent. */
  void tryNow(String connection) {
    blocks.computeIfPresent(
        connection,
        (name, block) -> new Block(block.why(), block.since(), clock.instant(), FIRST_PAUSE));
  }
}
