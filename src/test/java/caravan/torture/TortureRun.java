package caravan.torture;

import caravan.e2e.CaravanHome;
import caravan.e2e.TestSandbox;
import caravan.sandbox.RequestLog;
import caravan.sandbox.SandboxOptions;
import caravan.sandbox.slack.SlackOptions;
import caravan.testing.SharedClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One run of one seed, from an empty sandbox to the verdict. */
final class TortureRun implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Promises.Budget BUDGET =
      new Promises.Budget(100, 70, Duration.ofSeconds(10));
  private static final Duration SLACK_PACE = Duration.ofMillis(100);

  private final long seed;
  private final List<Step> script;
  private final Stage stage;
  private final HubView view;
  private final Instant start = Instant.now();
  private final List<String> journal = new ArrayList<>();
  private int next;

  /**
   * Makes everything ready; nothing has happened yet.
   *
   * @param folder an empty one, for the hub's home, its store and the clock
   * @param more of the hub's environment, which wins over the usual
   */
  TortureRun(
      long seed, Script.Mix mix, StoreServer.Kind kind, Path folder, Map<String, String> more) {
    this.seed = seed;
    this.script = Script.of(seed, mix, new Weather(PATIENCE));
    Path home = home(folder);
    Path clockFile = folder.resolve("clock");
    SharedClock clock = SharedClock.open(clockFile);
    TestSandbox sandbox =
        new TestSandbox(
            SandboxOptions.defaults().toBuilder()
                .clock(clock)
                .seed(seed)
                .latency(Duration.ofMillis(15))
                .jitter(Duration.ofMillis(30))
                .indexLag(Duration.ofSeconds(1))
                .budgetRequests(BUDGET.requests())
                .budgetWindow(BUDGET.window())
                .logBodies(true)
                .logLimit(1_000_000)
                .build());
    sandbox.slack().options(SlackOptions.defaults().withMessageInterval(SLACK_PACE));
    StoreServer store = StoreServer.Kind.open(kind, home);
    int port = freePort();
    this.view = new HubView(port);
    Map<String, String> environment = new TreeMap<>(sandbox.environment());
    environment.putAll(store.environment());
    environment.putAll(settings(port));
    environment.putAll(more);
    List<String> main = List.of("caravan.cli.RunOnSharedClock", clockFile.toString());
    this.stage =
        new Stage(
            sandbox,
            clock,
            new HubLives(home, environment, main, sandbox.server().log(), clock),
            store);
  }

  private static Path home(Path folder) {
    Path home = CaravanHome.copyTo(folder.resolve("home"));
    CaravanHome.withTimeouts(home, PATIENCE);
    CaravanHome.withSlackPace(home, SLACK_PACE.plusMillis(20));
    return home;
  }

  private static Map<String, String> settings(int port) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("SERVER_PORT", Integer.toString(port));
    settings.put("OPS_PASSWORD", HubView.PASSWORD);
    settings.put("NOTION_BUDGET_REQUESTS", Integer.toString(BUDGET.requests()));
    settings.put("NOTION_BUDGET_WINDOW", BUDGET.window().toSeconds() + "s");
    settings.put("NOTION_INDEX_LAG", "4s");
    settings.put("SLACK_SETTLE", "4s");
    settings.put("SYNC_RETRY_EVERY", "500ms");
    settings.put("SYNC_SWEEP_CRON", "0 0/2 * * * ?");
    settings.put("SYNC_MAX_DELETES", "100%");
    settings.put("LINEAR_ISSUES_ENABLED", "true");
    settings.put("LINEAR_ISSUES_EVERY", "2s");
    settings.put("MEETING_NOTES_ENABLED", "true");
    settings.put("MEETING_NOTES_EVERY", "2s");
    return settings;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }

  /** What happens, in order, as derived from the seed. */
  String schedule() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < script.size(); i++) {
      Step step = script.get(i);
      text.append("%4d  after %4d ms  %s%n".formatted(i, step.pause().toMillis(), step.text()));
    }
    return text.toString();
  }

  /** Lets everything happen, waits until the hub is quiet, ends it, and judges. */
  List<Difference> run() {
    List<Difference> missing = actFor(Duration.ofDays(1));
    if (missing.isEmpty()) {
      return judge();
    }
    stage.hub().terminate();
    return missing;
  }

  /**
   * Goes on with the script for that long, then waits until the hub is quiet; gives what has not
   * arrived.
   */
  List<Difference> actFor(Duration time) {
    stage.rain();
    long until = System.nanoTime() + time.toNanos();
    while (next < script.size() && System.nanoTime() < until) {
      Step step = script.get(next);
      Stage.pass(step.pause());
      journal.add("%s %4d  %s".formatted(Story.since(start, Instant.now()), next, step.text()));
      step.act().accept(stage);
      next++;
    }
    return new Settling(stage, view).await();
  }

  /** Ends the hub, and judges its memory and everything that it did. */
  List<Difference> judge() {
    stage.hub().terminate();
    List<Difference> differences = new ArrayList<>(Settling.arrived(stage));
    differences.addAll(MemoryCheck.differences(stage.store()));
    differences.addAll(Promises.broken(stage, BUDGET));
    return differences;
  }

  /** What the hub holds now. */
  Footprint footprint() {
    return Footprint.of(stage.hub().pid());
  }

  /** What is needed to understand a failure from this text alone. */
  String report(List<Difference> differences) {
    StringBuilder text = new StringBuilder();
    text.append("%nseed %d failed; %d differences%n".formatted(seed, differences.size()));
    differences.stream().limit(20).forEach(it -> text.append(it).append('\n'));
    text.append("\nwhat happened, by the machine's clock:\n");
    journal.forEach(line -> text.append(line).append('\n'));
    differences.stream()
        .map(Difference::about)
        .filter(about -> !about.isEmpty())
        .distinct()
        .limit(3)
        .forEach(
            about ->
                text.append("\nthe story of ")
                    .append(about)
                    .append(":\n")
                    .append(Story.of(stage, start, about))
                    .append('\n'));
    return text.toString();
  }

  /** What the hub wrote, for a closer look. */
  String output() {
    return String.join("\n", stage.hub().output());
  }

  Figures figures(List<Difference> differences) {
    RequestLog log = stage.sandbox().server().log();
    long faults = log.entries(entry -> entry.fault() != null).size();
    return new Figures(
        seed,
        stage.issues().size() + stage.notes().size(),
        next,
        log.count("notion"),
        log.count("linear"),
        log.count("slack"),
        faults,
        stage.hub().kills(),
        stage.hub().lives().size(),
        Duration.between(start, Instant.now()),
        differences.isEmpty()
            ? "clean"
            : differences.stream()
                .map(Difference::what)
                .distinct()
                .limit(3)
                .collect(Collectors.joining("; ")));
  }

  /** Writes the schedule, the report and the hub's output beside each other. */
  void keep(Path folder, String report) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("schedule.txt"), schedule());
      Files.writeString(folder.resolve("report.txt"), report);
      Files.writeString(folder.resolve("hub.log"), output());
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be written", e);
    }
  }

  @Override
  public void close() {
    stage.hub().close();
    stage.store().close();
    stage.sandbox().close();
  }
}
