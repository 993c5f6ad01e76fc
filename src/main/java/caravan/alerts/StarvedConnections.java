package caravan.alerts;

import caravan.gateway.ConnectionStates;
import caravan.gateway.ConnectionStates.Moment;
import caravan.incidents.Incident;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Connections to Notion whose background work cannot go on for a while. */
public final class StarvedConnections {

  static final String KIND = "starved";

  private final ConnectionStates states;
  private final Duration patience;
  private final Clock clock;
  private final Map<String, Starvation> connections = new LinkedHashMap<>();
  private final Map<String, Incident> told = new HashMap<>();
  private Instant lastLook;

  /**
   * @param names the connections
   * @param patience how long work may stand still
   */
  public StarvedConnections(
      ConnectionStates states, List<String> names, Duration patience, Clock clock) {
    this.states = states;
    this.patience = patience;
    this.clock = clock;
    names.forEach(name -> connections.put(name, new Starvation(patience)));
  }

  /** How the connections are now: for each that its work starves, or that it does not. */
  public synchronized List<Incident> look() {
    Instant now = clock.instant();
    // A hub that stood still itself, as while its store was away, has seen nothing of that time.
    if (lastLook != null && lastLook.isBefore(now.minus(patience.dividedBy(2)))) {
      connections.replaceAll((name, before) -> new Starvation(patience));
    }
    lastLook = now;
    List<Incident> found = new ArrayList<>();
    connections.forEach(
        (name, starvation) -> {
          Moment moment = states.of(name);
          boolean starves = starvation.looked(now, Starvation.isStill(moment));
          if (starves) {
            found.add(told.computeIfAbsent(name, it -> starved(name, moment)));
          } else {
            told.remove(name);
            found.add(over(name));
          }
        });
    return found;
  }

  private Incident starved(String name, Moment moment) {
    String why =
        switch (moment.state()) {
          case "waits" -> "Notion asks to wait, again and again";
          case "slowed" -> "Notion answers so slowly that background work goes at its slowest";
          default -> "other requests take the whole budget";
        };
    return new Incident(
        KIND,
        Incident.WARNING,
        name,
        "background work on the connection \"%s\" stands still".formatted(name),
        ("For %s polls and deliveries hardly went on: %s. Nothing is lost, it comes later. Look"
                + " whether something else uses the connection's token or the workspace's budget, and"
                + " whether notion.budget.requests fits your plan.")
            .formatted(patience.toString().substring(2).toLowerCase(Locale.ROOT), why));
  }

  private static Incident over(String name) {
    return Incident.over(
        KIND, name, "background work on the connection \"%s\" goes on again.".formatted(name));
  }
}
