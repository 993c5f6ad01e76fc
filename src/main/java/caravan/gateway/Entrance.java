package caravan.gateway;

import caravan.sync.Run;
import caravan.sync.Variables;
import org.apache.camel.Exchange;

/**
 * The way of a request into its connection's budget and out again, in the steps that the gateway
 * route takes: {@link #queue}, the throttles, {@link #enter}; {@link #back} if the gate has closed
 * meanwhile; and {@link #leave} at the end, whatever has happened.
 */
public final class Entrance {

  private static final String HELD = "held";

  private final Turns turns;
  private final Places places;
  private final Spending spending;

  public Entrance(Turns turns, Places places, Spending spending) {
    this.turns = turns;
    this.places = places;
    this.spending = spending;
  }

  /** What an exchange holds between its steps; each part may be null. */
  private static final class Held {
    private Turns.Turn turn;
    private Places.Place place;
  }

  /** Waits until it is the turn of the exchange's integration: only background requests do. */
  public void queue(Exchange exchange) throws InterruptedException {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    held(exchange).turn = turns.take(connection(exchange), run == null ? "" : run.integration());
  }

  /** Waits until a place in the budget is free, takes it, and writes down that it is spent. */
  public void enter(Exchange exchange) throws InterruptedException {
    Held held = held(exchange);
    boolean inBackground = held.turn != null;
    held.place = places.take(connection(exchange), inBackground);
    try {
      spending.note(connection(exchange), inBackground);
    } catch (RuntimeException e) {
      held.place.giveBack();
      throw e;
    }
    if (held.turn != null) {
      held.turn.goes();
    }
  }

  /** Nothing was sent, and nothing will be before the gate opens. */
  public void back(Exchange exchange) {
    Held held = held(exchange);
    held.place.giveBack();
    leave(exchange);
  }

  /** The request was answered, or never will be. */
  public void leave(Exchange exchange) {
    Held held = exchange.getVariable(HELD, Held.class);
    if (held == null) {
      return;
    }
    if (held.place != null) {
      held.place.answered();
    }
    if (held.turn != null) {
      held.turn.ends();
    }
    // Where an exchange is split, its variables are copied: none may be left to share.
    exchange.removeVariable(HELD);
  }

  private static String connection(Exchange exchange) {
    return exchange.getVariable(Connections.VARIABLE, String.class);
  }

  private static Held held(Exchange exchange) {
    Held held = exchange.getVariable(HELD, Held.class);
    if (held == null) {
      held = new Held();
      exchange.setVariable(HELD, held);
    }
    return held;
  }
}
