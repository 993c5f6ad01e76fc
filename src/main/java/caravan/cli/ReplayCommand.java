package caravan.cli;

import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.FailureStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan replay}: tries records that wait again at once. */
@Command(
    name = "replay",
    description = "Try records that could not be delivered again at once, whatever their backoff.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(description = "the integration")
  private String integration;

  @Option(names = "--id", description = "only this record (its External ID); may be repeated")
  private List<String> ids = List.of();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    Integrations.check(spec, settings, integration);
    RunningHub hub = new RunningHub(settings, Caravan.home());
    int found = 0;
    boolean running = true;
    List<String> wanted = ids.isEmpty() ? List.of("") : ids;
    for (String id : wanted) {
      Optional<JsonNode> answer = hub.call(integration, "replay", id);
      running &= answer.isPresent();
      found += answer.isPresent() ? answer.get().asInt() : replayStopped(settings, id);
    }
    if (found == 0) {
      out.println("Nothing waits there. See: ./caravan failures " + integration);
    } else {
      out.printf(
          "%d %s tried again %s.%n",
          found,
          found == 1 ? "record is" : "records are",
          running ? "now; see ./caravan failures " + integration : "when the hub runs");
    }
    out.flush();
    return found == 0 ? Caravan.FAILED : 0;
  }

  private int replayStopped(Settings settings, String id) {
    return StoppedHub.withStore(
        settings,
        store -> new FailureStore(store).replay(integration, id, Clock.systemUTC().instant()));
  }
}
