package caravan.cli;

import caravan.hub.Hub;
import caravan.rehearsal.RehearsalReport;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan run}: starts the hub with the integrations that are enabled. */
@Command(
    name = "run",
    description = "Start the hub with the enabled integrations; ends on Ctrl-C or SIGTERM.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  private static final long LOOK_AGAIN_SECONDS = 3;

  private final Clock clock;

  @Spec private CommandSpec spec;

  @Option(
      names = "--dry-run",
      description = {
        "Show what the next poll of each enabled integration would create, update and delete, and"
            + " end. Nothing is written anywhere."
      })
  private boolean dryRun;

  @Option(
      names = "--limit",
      defaultValue = "50",
      description = "With --dry-run: show at most so many records (default 50).")
  private int limit;

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
    if (dryRun) {
      return rehearse(out, settings);
    }
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

  private int rehearse(PrintWriter out, Settings settings) throws InterruptedException {
    if (settings.enabled().isEmpty()) {
      Hub.check(
          Caravan.home(), settings); // says so; what else is wrong, the hub knows that does it
    }
    DryRunCall call = new DryRunCall(settings, out, clock);
    boolean well = true;
    for (String integration : settings.enabled()) {
      RehearsalReport report = call.dryRun(integration, "");
      new ReportText(out, limit).print(report);
      well &= ReportText.isWell(report);
    }
    return well ? 0 : Caravan.FAILED;
  }

  /** A database may start after the hub, or its file be held by a hub that is about to end. */
  private Hub startOnceStoreIsThere(Settings settings, StopSignal signal)
      throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    String said = null;
    do {
      try {
        return Hub.start(Caravan.home(), settings, clock);
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
