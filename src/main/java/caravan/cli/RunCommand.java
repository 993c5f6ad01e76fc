package caravan.cli;

import caravan.hub.Hub;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.StoreUnavailable;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code caravan run}: starts the hub with the integrations that are enabled. */
@Command(
    name = "run",
    description = "Start the hub with the enabled integrations; ends on Ctrl-C or SIGTERM.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private static final long LOOK_AGAIN_SECONDS = 3;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    try (StopSignal signal = new StopSignal();
        Hub hub = startOnceStoreIsThere(settings, signal)) {
      if (hub == null) {
        return 0;
      }
      out.printf(
          "Caravan runs: %s. Health, metrics and status: %s%n",
          String.join(", ", settings.enabled()), hub.managementUrl());
      out.flush();
      boolean terminal = System.console() != null;
      Progress progress =
          new Progress(out, terminal, hub.beans().runs(), Map.of(), Clock.systemUTC());
      while (!signal.await(500, TimeUnit.MILLISECONDS)) {
        if (terminal) {
          progress.show();
        }
      }
      progress.done();
    }
    return 0;
  }

  /** A database may start after the hub, or its file be held by a hub that is about to end. */
  private Hub startOnceStoreIsThere(Settings settings, StopSignal signal)
      throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    String said = null;
    do {
      try {
        return Hub.start(Caravan.home(), settings, Clock.systemUTC());
      } catch (StoreUnavailable e) {
        if (!e.mayPass()) {
          throw e;
        }
        if (!e.getMessage().equals(said)) {
          said = e.getMessage();
          err.printf("caravan: %s Waiting for it; nothing runs without its memory.%n", said);
          err.flush();
        }
      }
    } while (!signal.await(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS));
    return null;
  }
}
