package caravan.hub;

import caravan.gateway.Connections;
import caravan.pause.Pauses;
import caravan.settings.NotionConnection;
import caravan.settings.Settings;
import caravan.store.SpendingStore;
import caravan.store.SpendingStore.Spent;
import caravan.store.Store;
import caravan.sync.Runs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * What a hub that does not run left in its store, with the names that JMX gives the attributes of
 * one that does.
 */
public final class StoppedViews {

  private static final ObjectMapper AS_JMX =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .build();

  private StoppedViews() {}

  /** The enabled integrations, as an array of objects. */
  public static ArrayNode integrations(Settings settings, Store store, Clock clock) {
    IntegrationTables tables = IntegrationTables.of(store, clock);
    Runs none =
        new Runs(
            tables.runs(),
            tables.failures(),
            clock,
            new SimpleMeterRegistry(),
            name -> Optional.empty());
    Pauses pauses = new Pauses(tables.pauses(), none, clock);
    ArrayNode views = AS_JMX.createArrayNode();
    for (String name : settings.enabled()) {
      IntegrationMXBean view =
          new IntegrationView(
              name,
              none,
              tables,
              pauses,
              StoppedViews::notThere,
              integration -> notThere(),
              StoppedViews::notThere,
              () -> "",
              clock);
      views.add(AS_JMX.<JsonNode>valueToTree(view));
    }
    return views;
  }

  private static <T> T notThere() {
    throw new IllegalStateException("the hub does not run");
  }

  /** The connections to Notion: what was spent of the window that ends now, at the most. */
  public static ArrayNode connections(Settings settings, Store store, Clock clock) {
    SpendingStore spending = new SpendingStore(store);
    Instant windowBegan = clock.instant().minus(settings.duration("notion.budget.window"));
    Connections connections = Connections.of(settings);
    ArrayNode views = AS_JMX.createArrayNode();
    for (String name : connections.names()) {
      NotionConnection connection = connections.get(name);
      int spent = 0;
      int background = 0;
      for (Spent step : spending.after(name, windowBegan)) {
        spent += step.requests();
        background += step.background();
      }
      ObjectNode view = views.addObject().put("Name", name).put("State", "stopped");
      view.put("Budget", connection.requests()).put("Spent", spent);
      view.put("BackgroundBudget", connection.background()).put("BackgroundSpent", background);
      view.put("Waiting", 0).put("Detail", "");
    }
    return views;
  }
}
