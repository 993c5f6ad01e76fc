package caravan.cli;

import caravan.clock.SetBacks;
import caravan.hub.Hub;
import caravan.rehearsal.RehearsalReport;
import caravan.settings.Problems;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.StoreUnavailable;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private static final long LOOK_AGAIN_SECONDS = 3;

  private final Clock clock;
  private final LongSupplier nanoTime;

  @Spec private CommandSpec spec;

  @Option(
      names = "--dry-run",
      description = {
        "Show what the next poll of each enabled integration would create, update and delete, and"
            + " end. Nothing is written anywhere."
      })
  private boolean dryRun;

  @Option(
      names = "--dev",
      description = {
        "While you edit: files that are saved are looked at at once; those in order take the place"
            + " of what runs, a mistake is told with file and line and changes nothing."
      })
  private boolean dev;

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
    this(clock, System::nanoTime);
  }

  /**
   * @param nanoTime a clock that never goes back: it tells when the hub's is set back
   */
  RunCommand(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    if (dryRun) {
      return rehearse(spec.commandLine().getOut(), settings);
    }
    try (StopSignal signal = new StopSignal()) {
      Settings next = run(settings, signal);
      while (next != null) {
        LOG.info("The hub has ended in order; it starts again");
        next = runNext(next, signal);
      }
    }
    return 0;
  }

  /** What was looked at may still not start; then nothing runs until a file is saved. */
  private Settings runNext(Settings settings, StopSignal signal) throws InterruptedException {
    SavedFiles saved = new SavedFiles(Caravan.home());
    try {
      return run(settings, signal);
    } catch (Problems problems) {
      if (!dev) {
        throw problems;
      }
      told("What was saved cannot start, and nothing runs now", problems.sentences());
      while (!signal.await(500, TimeUnit.MILLISECONDS)) {
        if (saved.look()) {
          try {
            return new SettingsLoader(Caravan.home(), System.getenv()).load();
          } catch (Problems again) {
            told("What was saved is refused", again.sentences());
          }
        }
      }
      return null;
    }
  }

  /** The settings with which another hub is to start; null if this one is to go on. */
  private Settings afterSave(Hub hub) {
    try {
      Settings saved = new SettingsLoader(Caravan.home(), System.getenv()).load();
      List<String> whyNot = hub.whyNot(Caravan.home(), saved);
      if (whyNot.isEmpty()) {
        LOG.info("What was saved is in order; the hub ends in order and starts again with it");
        return saved;
      }
      told("What was saved is refused, and what runs goes on unchanged", whyNot);
    } catch (Problems problems) {
      told("What was saved is refused, and what runs goes on unchanged", problems.sentences());
    }
    return null;
  }

  private static void told(String what, List<String> sentences) {
    if (LOG.isErrorEnabled()) {
      LOG.error("{}: {}", what, String.join(" ", sentences));
    }
  }

  /**
   * Runs a hub until the signal comes, or until the clock is set back: throttles and timers of a
   * running hub count on a clock that goes on, and would stand still until it is there again.
   *
   * <p>With {@code --dev} also until files that are in order were saved.
   *
   * @return the settings with which another one is to start; null if the signal came
   */
  private Settings run(Settings settings, StopSignal signal) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    SetBacks setBacks = new SetBacks(clock, nanoTime);
    SavedFiles saved = new SavedFiles(Caravan.home());
    try (Hub hub = startOnceStoreIsThere(settings, signal)) {
      if (hub == null) {
        return null;
      }
      out.printf(
          "Caravan runs: %s. Health, metrics and status: %s%n",
          String.join(", ", settings.enabled()), hub.managementUrl());
      out.flush();
      boolean terminal = System.console() != null;
      Progress progress = new Progress(out, terminal, hub.beans().runs(), Map.of(), clock);
      while (!signal.await(500, TimeUnit.MILLISECONDS)) {
        Duration back = setBacks.look();
        if (!back.isZero()) {
          progress.done();
          LOG.warn(
              "This machine's clock was set back by {} s. What runs counts on a clock that goes on"
                  + " and would wait for as long, so the hub ends in order and starts again in this"
                  + " process. Nothing is lost, and no budget is spent twice.",
              back.toSeconds());
          return settings;
        }
        Settings next = dev && saved.look() ? afterSave(hub) : null;
        if (next != null) {
          progress.done();
          return next;
        }
        if (terminal) {
          progress.show();
        }
      }
      progress.done();
      return null;
    }
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
