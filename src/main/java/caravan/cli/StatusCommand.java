package caravan.cli;

import caravan.settings.SettingsLoader;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code caravan status}: what a running hub does, read from its JMX beans over Jolokia. */
@Command(
    name = "status",
    description = "Show what a running hub does: state, last run, waiting failures.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    RunningHub hub =
        new RunningHub(new SettingsLoader(Caravan.home(), System.getenv()).load(), Caravan.home());
    Optional<JsonNode> beans = hub.read("caravan:type=Integration,name=*");
    if (beans.isEmpty()) {
      out.printf("No hub answers at %s. Start one with: ./caravan run%n", hub.url());
      out.flush();
      return Caravan.FAILED;
    }
    show(out, beans.get());
    hub.get("/ops/api/webhooks").map(WebhookLines::of).orElse(List.of()).forEach(out::println);
    out.flush();
    return 0;
  }

  private static void show(PrintWriter out, JsonNode beans) {
    Table table = new Table("integration", "state", "last success", "waiting failures", "last run");
    List<String> notes = new ArrayList<>();
    for (JsonNode bean : beans) {
      String name = bean.path("Name").asText();
      table.row(
          name,
          bean.path("State").asText(),
          bean.path("LastSuccess").asText("never"),
          bean.path("FailuresWaiting").asText(),
          bean.path("LastRun").asText());
      if (!bean.path("Notes").asText().isBlank()) {
        notes.add(name + ": " + bean.path("Notes").asText());
      }
    }
    out.print(table);
    notes.forEach(out::println);
    out.flush();
  }
}
