package caravan.cli;

import caravan.hub.Hub;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
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

  private final Clock clock;

  @Spec private CommandSpec spec;

  RunCommand() {
    this(Clock.systemUTC());
  }

  /**
   * @param clock the hub's
   */
  RunCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    try (StopSignal signal = new StopSignal();
        Hub hub = Hub.start(Caravan.home(), settings, clock)) {
      out.printf(
          "Caravan runs: %s. Health, metrics and status: %s%n",
          String.join(", ", settings.enabled()), hub.managementUrl());
      out.flush();
      boolean terminal = System.console() != null;
      Progress progress = new Progress(out, terminal, hub.beans().runs(), Map.of(), clock);
      while (!signal.await(500, TimeUnit.MILLISECONDS)) {
        if (terminal) {
          progress.show();
        }
      }
      progress.done();
    }
    return 0;
  }
}
