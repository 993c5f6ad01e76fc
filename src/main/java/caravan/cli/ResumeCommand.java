package caravan.cli;

import caravan.pause.Pauses;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.PauseStore;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan resume}: a paused integration goes on where it stopped. */
@Command(
    name = "resume",
    description = "Let a paused integration go on where it stopped.",
    mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(description = "the integration")
  private String integration;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    Integrations.check(spec, settings, integration);
    RunningHub hub = new RunningHub(settings, Caravan.home());
    Optional<String> paused;
    boolean running = hub.runs(integration);
    if (running) {
      paused =
          hub.read("caravan:type=Integration,name=" + integration)
              .map(bean -> bean.path("Paused").asText())
              .filter(reason -> !reason.isBlank());
      hub.call(integration, "resume");
    } else {
      paused =
          StoppedHub.withStore(
              settings,
              store -> {
                Pauses pauses = new Pauses(new PauseStore(store), Clock.systemUTC());
                Optional<String> reason = pauses.reasonOf(integration);
                pauses.resume(integration);
                return reason;
              });
    }
    if (paused.isEmpty()) {
      out.printf("%s was not paused.%n", integration);
    } else {
      out.printf(
          "%s goes on %s. It was paused: %s%n",
          integration, running ? "now" : "when the hub runs", paused.get());
    }
    out.flush();
    return 0;
  }
}
