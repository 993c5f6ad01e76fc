package caravan.cli;

import caravan.hub.RunLine;
import caravan.rehearsal.RehearsalReport;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.PauseStore;
import caravan.store.ResyncStore;
import caravan.sync.Since;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan resync}: what was edited since a date, or everything, is handed over again. */
@Command(
    name = "resync",
    description = {
      "Hand over again what was edited since a date, or everything.",
      "Records whose content is as it was delivered cost nothing but their reading. On a running"
          + " hub it begins now, in the background; else when the hub starts."
    },
    mixinStandardHelpOptions = true)
final class ResyncCommand implements Callable<Integer> {

  private static final int LATEST_RUNS = 20;
  private static final String NOTE = "resyncs that somebody asked for";

  /** How much is handed over again; one of them has to be said. */
  static final class Extent {

    @Option(
        names = "--from",
        required = true,
        description =
            "What was edited since this date (2026-11-22) or moment (2026-11-22T10:00:00Z).")
    private String from;

    @Option(
        names = "--all",
        required = true,
        description =
            "Everything that the integration takes, delivered through the sink again, which writes"
                + " only what differs from what it wrote.")
    private boolean all;
  }

  @Spec private CommandSpec spec;

  @Parameters(description = "the integration")
  private String integration;

  @ArgGroup(multiplicity = "1")
  private Extent extent;

  @Option(names = "--wait", description = "Wait for its end, as on a terminal.")
  private boolean wait;

  @Option(
      names = "--dry-run",
      description = "Show what it would change; nothing is written anywhere.")
  private boolean dryRun;

  @Option(
      names = "--limit",
      defaultValue = "50",
      description = "With --dry-run: show at most so many records (default 50).")
  private int limit;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = new SettingsLoader(Caravan.home(), System.getenv()).load();
    Integrations.check(spec, settings, integration);
    String from = extent.all ? "all" : extent.from;
    Optional<Instant> moment = moment(from);
    if (dryRun) {
      RehearsalReport report = new DryRunCall(settings, out, clock).dryRun(integration, from);
      new ReportText(out, limit).print(report);
      return ReportText.isWell(report) ? 0 : Caravan.FAILED;
    }
    RunningHub hub = new RunningHub(settings, Caravan.home());
    if (!hub.runs(integration)) {
      boolean paused =
          StoppedHub.withStore(
              settings,
              store -> {
                new ResyncStore(store, clock).ask(integration, moment.orElse(null));
                return new PauseStore(store).isPaused(integration);
              });
      out.printf(
          paused
              ? "%1$s: noted; it is paused, so it begins after: ./caravan resume %1$s%n"
              : "%1$s: noted; it begins when the hub starts (./caravan run).%n",
          integration);
      out.flush();
      return 0;
    }
    long before = runs(hub).stream().mapToLong(RunLine::id).max().orElse(0);
    int expected = hub.call(integration, "resync", from).map(JsonNode::asInt).orElse(0);
    boolean terminal = System.console() != null;
    if (!terminal && !wait) {
      out.printf(
          "%s: begun, about %d items. How it goes: ./caravan status%n", integration, expected);
      out.flush();
      return 0;
    }
    return follow(out, terminal, hub, before, expected);
  }

  private Optional<Instant> moment(String from) {
    try {
      if (from.equals("now")) {
        throw new IllegalArgumentException("must be a date or a moment, not \"now\"");
      }
      return Since.parse(from, clock.instant());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--from " + e.getMessage(), e);
    }
  }

  private int follow(PrintWriter out, boolean terminal, RunningHub hub, long before, int expected)
      throws InterruptedException {
    try (StopSignal signal = new StopSignal()) {
      FollowedRun progress = new FollowedRun(out, terminal, integration, expected, clock);
      do {
        Optional<RunLine> ended =
            runs(hub).stream()
                .filter(run -> run.id() > before && run.notes().contains(NOTE))
                .findFirst();
        if (ended.isPresent()) {
          progress.done();
          out.printf("%s: %s: %s%n", integration, ended.get().state(), ended.get().counts());
          out.flush();
          boolean well = ended.get().state().equals("done") && ended.get().failed() == 0;
          return well ? 0 : failed(out, ended.get());
        }
        hub.read("caravan:type=Integration,name=" + integration)
            .ifPresent(
                bean ->
                    progress.show(
                        bean.path("RecordsInRun").asInt(), bean.path("RequestsInRun").asInt()));
      } while (!signal.await(500, TimeUnit.MILLISECONDS));
      progress.done();
      out.printf("%s goes on in the hub. How it goes: ./caravan status%n", integration);
      out.flush();
      return 0;
    }
  }

  private int failed(PrintWriter out, RunLine run) {
    out.println(
        run.state().equals("done")
            ? "What failed is kept and tried again: ./caravan failures " + integration
            : run.notes() + ". What is left follows with the next polls.");
    out.flush();
    return Caravan.FAILED;
  }

  private List<RunLine> runs(RunningHub hub) throws InterruptedException {
    return hub.call(integration, "runs", LATEST_RUNS)
        .map(answer -> RunLine.read(answer.asText()))
        .orElseThrow(
            () ->
                new RunningHub.Refused(
                    "The hub at %s has ended; what is left follows when it starts."
                        .formatted(hub.url())));
  }
}
