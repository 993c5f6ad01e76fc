package caravan.cli;

import caravan.hub.StoppedViews;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.WebhookStore;
import caravan.webhooks.SenderReport;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code caravan status}: how each integration and each connection stands, from a running hub's JMX
 * beans over Jolokia, or from the store of one that does not run; and how its webhooks do.
 */
@Command(
    name = "status",
    description = {
      "Show how each integration and each connection to Notion stands.",
      "Exit code 1 if something needs a person: the hub does not run, an integration is paused,"
          + " failed or asks, a connection is blocked."
    },
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print everything as one JSON object.")
  private boolean asJson;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    RunningHub hub = new RunningHub(settings, Caravan.home());
    Optional<ObjectNode> running = running(hub);
    ObjectNode status = running.isPresent() ? running.get() : stopped(hub, settings);
    StatusTable table = new StatusTable();
    status.path("integrations").forEach(table::integration);
    status.path("connections").forEach(table::connection);
    if (asJson) {
      out.println(text(status));
    } else {
      if (running.isEmpty()) {
        out.printf(
            "No hub answers at %s. Start one with: ./caravan run. In its store:%n%n", hub.url());
      }
      table.print(out);
      WebhookLines.of(status.path("webhooks")).forEach(out::println);
    }
    out.flush();
    return running.isPresent() && table.isWell() ? 0 : Caravan.FAILED;
  }

  private static Optional<ObjectNode> running(RunningHub hub) throws InterruptedException {
    Optional<JsonNode> integrations = hub.read("caravan:type=Integration,name=*");
    if (integrations.isEmpty()) {
      return Optional.empty();
    }
    Optional<JsonNode> connections = hub.read("caravan:type=Connection,name=*");
    ObjectNode status = JSON.createObjectNode().put("hub", "running").put("url", hub.url());
    ArrayNode all = status.putArray("integrations");
    integrations.get().forEach(all::add);
    ArrayNode gates = status.putArray("connections");
    connections.ifPresent(beans -> beans.forEach(gates::add));
    hub.get("/ops/api/webhooks").ifPresent(report -> status.set("webhooks", report));
    return Optional.of(status);
  }

  private static ObjectNode stopped(RunningHub hub, Settings settings) {
    ObjectNode status = JSON.createObjectNode().put("hub", "stopped").put("url", hub.url());
    return StoppedHub.withStore(
        settings,
        store -> {
          Clock clock = Clock.systemUTC();
          status.set("integrations", StoppedViews.integrations(settings, store, clock));
          status.set("connections", StoppedViews.connections(settings, store, clock));
          WebhookStore webhooks = new WebhookStore(store, clock);
          status.set("webhooks", new SenderReport(webhooks, settings::get).read());
          return status;
        });
  }

  private static String text(ObjectNode status) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(status);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the status cannot be written as JSON", e);
    }
  }
}
