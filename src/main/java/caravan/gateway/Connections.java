package caravan.gateway;

import caravan.settings.NotionConnection;
import caravan.settings.Settings;
import caravan.sync.Run;
import caravan.sync.Variables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * The connections to Notion, and which of them an exchange uses: the one that the settings name for
 * the integration whose run it belongs to. So no route has to say it.
 */
public final class Connections {

  /** Exchange variable: the connection's name. */
  public static final String VARIABLE = "connection";

  private final Map<String, NotionConnection> byName;
  private final Map<String, String> byIntegration;

  /**
   * @param byIntegration the names of the connections by integration; the others use the default
   */
  public Connections(List<NotionConnection> connections, Map<String, String> byIntegration) {
    this.byName = new LinkedHashMap<>();
    connections.forEach(it -> byName.put(it.name(), it));
    this.byIntegration = Map.copyOf(byIntegration);
  }

  /** The connections that the settings name. */
  public static Connections of(Settings settings) {
    return new Connections(
        settings.connections().stream().map(settings::connection).toList(),
        settings.integrations().stream()
            .collect(Collectors.toMap(name -> name, settings::connectionOf)));
  }

  /**
   * The name of the connection for the exchange's requests: its run's, else the one that the
   * variable names, else the default.
   */
  public String of(Exchange exchange) {
    Run run = exchange.getVariable(Variables.RUN, Run.class);
    if (run != null) {
      return of(run.integration());
    }
    String named = exchange.getVariable(VARIABLE, String.class);
    return named == null ? NotionConnection.DEFAULT : named;
  }

  /** The name of an integration's connection. */
  public String of(String integration) {
    return byIntegration.getOrDefault(integration, NotionConnection.DEFAULT);
  }

  /** The integrations whose requests go over the connection of this one; it is among them. */
  public Set<String> sharing(String integration) {
    String connection = of(integration);
    Set<String> sharing =
        byIntegration.keySet().stream()
            .filter(name -> of(name).equals(connection))
            .collect(Collectors.toCollection(TreeSet::new));
    sharing.add(integration);
    return sharing;
  }

  /**
   * The connection of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public NotionConnection get(String name) {
    NotionConnection connection = byName.get(name);
    if (connection == null) {
      throw new IllegalArgumentException(
          "There is no connection \"%s\"; there are %s.".formatted(name, byName.keySet()));
    }
    return connection;
  }

  /** Their names, the default first. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** How many requests a connection may spend in a window. */
  public int requests(String name) {
    return get(name).requests();
  }

  /** How many of these background work may spend. */
  public int background(String name) {
    return get(name).background();
  }

  /** Where a connection's requests go. */
  public String url(String name) {
    return get(name).url();
  }

  /** The Notion-Version of a connection's requests. */
  public String version(String name) {
    return get(name).version();
  }
}
