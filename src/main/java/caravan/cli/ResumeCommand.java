package caravan.cli;

import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.BaselineStore;
import caravan.store.PauseStore;
import caravan.store.PauseStore.Pause;
import caravan.store.Store;
import com.fasterxml.jackson.databind.JsonNode;
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
    if (hub.runs(integration)) {
      out.println(hub.call(integration, "resume").map(JsonNode::asText).orElse(""));
    } else {
      out.println(StoppedHub.withStore(settings, this::resumeIn));
    }
    out.flush();
    return 0;
  }

  /** What is there at the next start becomes the baseline, if it fulfils the contracts. */
  private String resumeIn(Store store) {
    PauseStore pauses = new PauseStore(store);
    Optional<Pause> pause = pauses.find(integration);
    if (pause.isEmpty()) {
      return integration + " was not paused.";
    }
    new BaselineStore(store, Clock.systemUTC()).forget(integration);
    pauses.delete(integration);
    String then =
        pause.get().isForDrift()
            ? " It was paused for drift; if its contract still does not hold then, it is paused"
                + " again."
            : " It was paused: %s".formatted(pause.get().reason());
    return integration + " goes on from its watermark when the hub runs." + then;
  }
}
