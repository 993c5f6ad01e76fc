package caravan.cli;

import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.PauseStore;
import caravan.store.PauseStore.Pause;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan pause}: nothing of an integration begins until it is resumed. */
@Command(
    name = "pause",
    description = {
      "Let an integration wait, also over restarts: no poll, no retry, no write.",
      "What is under way ends after the records in hand; its watermark and kept records stay."
    },
    mixinStandardHelpOptions = true)
final class PauseCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(description = "the integration")
  private String integration;

  @Option(names = "--reason", description = "Why, for whoever looks at the status.")
  private String reason = "an operator paused it";

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    Integrations.check(spec, settings, integration);
    RunningHub hub = new RunningHub(settings, Caravan.home());
    if (hub.runs(integration)) {
      hub.call(integration, "pause", reason);
      out.printf("%s is paused. Go on with: ./caravan resume %s%n", integration, integration);
    } else {
      StoppedHub.withStore(
          settings,
          store -> {
            Instant now = Clock.systemUTC().instant();
            new PauseStore(store).save(new Pause(integration, reason, now, Pause.OPERATOR));
            return null;
          });
      out.printf(
          "%s is paused; it stays so when the hub starts. Go on with: ./caravan resume %s%n",
          integration, integration);
    }
    out.flush();
    return 0;
  }
}
