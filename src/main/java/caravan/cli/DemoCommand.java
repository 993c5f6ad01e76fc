package caravan.cli;

import caravan.demo.DemoSandbox;
import caravan.hub.Hub;
import caravan.sandbox.SandboxOptions;
import caravan.settings.Settings;
import caravan.settings.SettingsLoader;
import caravan.store.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caravan demo}: the hub at work on an embedded sandbox, over real HTTP. */
@Command(
    name = "demo",
    description = "Watch the integrations at work on an embedded sandbox; touches nothing outside.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  private static final Duration LONGEST_CYCLE = Duration.ofMinutes(30);
  private static final int EDIT_EVERY_SECONDS = 8;
  private static final Duration FOLLOW_UP = Duration.ofSeconds(30);
  private static final int DEMO_BUDGET = 600;

  @Spec private CommandSpec spec;

  @Option(names = "--once", description = "End after two cycles instead of going on with edits.")
  private boolean once;

  @Option(
      names = "--issues-from",
      description = "Seed one Linear issue for each Markdown file of this folder.")
  private Path issuesFrom;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    SandboxOptions options =
        SandboxOptions.defaults().toBuilder()
            .budgetRequests(DEMO_BUDGET)
            .budgetWindow(Duration.ofSeconds(60))
            .latency(Duration.ofMillis(20))
            .build();
    try (StopSignal signal = new StopSignal();
        DemoSandbox sandbox = DemoSandbox.start(options, issuesFrom);
        TemporaryFolder folder = TemporaryFolder.create("caravan-demo")) {
      Settings settings =
          new SettingsLoader(Caravan.home(), environment(sandbox, folder.path())).load();
      out.printf(
          "The sandbox (Notion, Linear, Slack, OpenSearch, WordPress in memory): %s%n",
          sandbox.url());
      out.printf("First cycle: %s%n", sandbox.expected());
      out.flush();
      try (Hub hub = Hub.start(Caravan.home(), settings, clock)) {
        return watch(out, signal, sandbox, hub);
      }
    }
  }

  private int watch(PrintWriter out, StopSignal signal, DemoSandbox sandbox, Hub hub)
      throws InterruptedException {
    List<RunReport> first = cycle(out, signal, sandbox, hub, Map.of());
    if (first.isEmpty()) {
      return 0;
    }
    out.println();
    out.print(RunTable.of(first));
    notes(out, first);
    out.printf("%nSecond cycle: nothing has changed.%n%n");
    out.flush();
    Map<String, Long> before = ids(first);
    before.keySet().forEach(hub::pollNow);
    List<RunReport> second = cycle(out, signal, sandbox, hub, before);
    out.print(RunTable.of(second));
    out.printf("%nThe pages and messages: %s%n", sandbox.url());
    out.flush();
    if (!once) {
      goOn(out, signal, sandbox, hub, ids(second));
    }
    List<RunReport> all = new ArrayList<>(first);
    all.addAll(second);
    boolean well =
        all.stream().allMatch(run -> run.state().equals("done") && run.failedCount() == 0);
    return well ? 0 : Caravan.FAILED;
  }

  /** Waits until each integration has ended a poll after the given ones; empty if asked to end. */
  private List<RunReport> cycle(
      PrintWriter out, StopSignal signal, DemoSandbox sandbox, Hub hub, Map<String, Long> after)
      throws InterruptedException {
    Progress progress =
        new Progress(out, System.console() != null, hub.beans().runs(), sandbox.expected(), clock);
    long deadline = System.nanoTime() + LONGEST_CYCLE.toNanos();
    while (true) {
      List<RunReport> ended = new ArrayList<>();
      for (String name : hub.beans().settings().enabled()) {
        hub.beans().runStore().latest(name, 10).stream()
            .filter(run -> run.cause().equals("poll") && run.id() > after.getOrDefault(name, 0L))
            .findFirst()
            .ifPresent(ended::add);
      }
      if (ended.size() == hub.beans().settings().enabled().size()) {
        progress.done();
        return ended;
      }
      if (signal.await(100, TimeUnit.MILLISECONDS)) {
        progress.done();
        return List.of();
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("a cycle of the demo did not end within " + LONGEST_CYCLE);
      }
      progress.show();
    }
  }

  private void goOn(
      PrintWriter out, StopSignal signal, DemoSandbox sandbox, Hub hub, Map<String, Long> seen)
      throws InterruptedException {
    out.printf(
        "Every %d seconds somebody changes something, and a webhook tells the hub; Ctrl-C ends the"
            + " demo.%n%n",
        EDIT_EVERY_SECONDS);
    out.flush();
    Random random = new Random(1);
    Map<String, Long> after = new TreeMap<>(seen);
    while (!signal.await(EDIT_EVERY_SECONDS, TimeUnit.SECONDS)) {
      Instant edited = clock.instant();
      out.println(sandbox.edits().editSomething(random));
      out.flush();
      for (RunReport run : followedUp(signal, hub, after)) {
        after.put(run.integration(), run.id());
        out.printf(
            "  -> %s: created %d, updated %d, deleted %d with %d requests to Notion, %.1f s"
                + " later%n",
            run.integration(),
            run.createdCount(),
            run.updatedCount(),
            run.deletedCount(),
            run.requests(),
            Duration.between(edited, run.finishedAt()).toMillis() / 1000.0);
      }
      out.flush();
    }
  }

  /** Waits for runs after the given ones that a webhook caused; empty if there are none in time. */
  private static List<RunReport> followedUp(StopSignal signal, Hub hub, Map<String, Long> after)
      throws InterruptedException {
    long deadline = System.nanoTime() + FOLLOW_UP.toNanos();
    List<RunReport> runs = List.of();
    while (runs.isEmpty()
        && System.nanoTime() < deadline
        && !signal.await(50, TimeUnit.MILLISECONDS)) {
      runs =
          after.entrySet().stream()
              .flatMap(
                  it ->
                      hub.beans().runStore().latest(it.getKey(), 10).stream()
                          .filter(run -> run.cause().equals("webhook") && run.id() > it.getValue()))
              .toList();
    }
    return runs;
  }

  private static void notes(PrintWriter out, List<RunReport> runs) {
    runs.stream()
        .filter(run -> !run.notes().isBlank())
        .forEach(run -> out.printf("%s: %s%n", run.integration(), run.notes()));
  }

  private static Map<String, Long> ids(List<RunReport> runs) {
    Map<String, Long> ids = new TreeMap<>();
    runs.forEach(run -> ids.put(run.integration(), run.id()));
    return ids;
  }

  /** Only the sandbox's settings: no token of the real environment reaches the demo. */
  private static Map<String, String> environment(DemoSandbox sandbox, Path folder) {
    Map<String, String> variables = new TreeMap<>(sandbox.environment());
    variables.put("STORE_URL", "jdbc:h2:file:" + folder.resolve("caravan"));
    variables.put("OPS_PASSWORD", UUID.randomUUID().toString());
    variables.put("SERVER_HOST", "127.0.0.1");
    int port = freePort();
    variables.put("SERVER_PORT", Integer.toString(port));
    variables.putAll(sandbox.sendWebhooks("http://127.0.0.1:" + port));
    variables.put("NOTION_BUDGET_REQUESTS", Integer.toString(DEMO_BUDGET));
    variables.put("NOTION_BUDGET_WINDOW", "60s");
    variables.put("LINEAR_ISSUES_EVERY", "1h");
    variables.put("MEETING_NOTES_EVERY", "1h");
    variables.put("KNOWLEDGE_BASE_EVERY", "1h");
    variables.put("CRM_EVERY", "1h");
    variables.put("EDITORIAL_CALENDAR_EVERY", "1h");
    return variables;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }
}
