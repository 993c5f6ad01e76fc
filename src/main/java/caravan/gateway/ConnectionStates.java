package caravan.gateway;

import caravan.settings.NotionConnection;
import java.time.Duration;
import java.util.Optional;

/** How each connection to Notion is doing, for people and meters. */
public final class ConnectionStates {

  /**
   * A moment of a connection.
   *
   * @param state {@code open}, {@code slowed}, {@code waits}, or {@code blocked}
   * @param detail what that state means here, in words; empty for {@code open}
   * @param budget requests per window
   * @param spent how many of them are spent of the window that ends now
   * @param backgroundBudget what background work may spend of the budget
   * @param backgroundSpent what it spent
   * @param underWay background requests that are under way, or ask for their budget
   * @param waiting background requests that wait for their turn
   * @param share the share of its usual pace that background work takes, from 0.1 to 1
   * @param median the latest answers' median time; zero if there are none
   * @param slow the time that one of twenty of them exceeds; zero if there are none
   */
  public record Moment(
      String state,
      String detail,
      int budget,
      int spent,
      int backgroundBudget,
      int backgroundSpent,
      int underWay,
      int waiting,
      double share,
      Duration median,
      Duration slow) {}

  private final Connections connections;
  private final NotionGates gates;
  private final BlockedConnections blocked;
  private final Turns turns;
  private final Places places;
  private final Slowdown slowdown;

  public ConnectionStates(
      Connections connections,
      NotionGates gates,
      BlockedConnections blocked,
      Turns turns,
      Places places,
      Slowdown slowdown) {
    this.connections = connections;
    this.gates = gates;
    this.blocked = blocked;
    this.turns = turns;
    this.places = places;
    this.slowdown = slowdown;
  }

  /** How the connection of this name is doing now. */
  public Moment of(String name) {
    NotionConnection connection = connections.get(name);
    double share = slowdown.share(name);
    String state = "open";
    String detail = "";
    Optional<String> since = blocked.since(name).map(Object::toString);
    if (since.isPresent()) {
      state = "blocked";
      detail = "Notion blocks it since " + since.get();
    } else if (!gates.isOpen(name)) {
      state = "waits";
      detail = "Notion asks to wait %d s more".formatted(gates.waitMillis(name) / 1000 + 1);
    } else if (share < 1) {
      state = "slowed";
      detail = "Notion is slow: background work goes at %.0f %%".formatted(share * 100);
    }
    return new Moment(
        state,
        detail,
        connection.requests(),
        places.taken(name),
        connection.background(),
        places.takenInBackground(name),
        turns.underWay(name),
        turns.waiting(name),
        share,
        slowdown.latency(name, 0.5),
        slowdown.latency(name, 0.95));
  }

  /** A person has acted on a blocked connection: the next request is sent. */
  public void tryNow(String name) {
    blocked.tryNow(name);
  }
}
