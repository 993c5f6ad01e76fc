package caravan.cli;

import caravan.demo.DemoPlaybook;
import caravan.demo.DemoSandbox;
import caravan.hub.Hub;
import caravan.sandbox.SandboxOptions;
import caravan.settings.Setting;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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

  @Option(
      names = "--postgres",
      paramLabel = "JDBC-URL",
      description =
          "A PostgreSQL for sales-playbook instead of the demo's own; user and password from"
              + " SALES_PLAYBOOK_USER and SALES_PLAYBOOK_PASSWORD.")
  private String postgres;

  @Option(
      names = "--opensearch",
      paramLabel = "URL",
      description =
          "A real OpenSearch instead of the sandbox's; user and password from OPENSEARCH_USER and"
              + " OPENSEARCH_PASSWORD.")
  private String openSearch;

  @Option(
      names = "--wordpress",
      paramLabel = "URL",
      description =
          "A real WordPress instead of the sandbox's; user and password from WORDPRESS_USER and"
              + " WORDPRESS_PASSWORD.")
  private String wordPress;

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
        DemoPlaybook playbook = playbook();
        DemoSandbox sandbox = DemoSandbox.start(options, issuesFrom, playbook);
        TemporaryFolder folder = TemporaryFolder.create("caravan-demo")) {
      Settings settings =
          new SettingsLoader(Caravan.home(), environment(sandbox, folder.path())).load();
      out.printf(
          "The sandbox (Notion, Linear, Slack, OpenSearch, WordPress in memory): %s%n",
          sandbox.url());
      given().forEach((name, url) -> out.printf("Really used, because it was given: %s%n", url));
      out.printf("First cycle: %s%n", sandbox.expected());
      out.flush();
      try (Hub hub = Hub.start(Caravan.home(), settings, clock)) {
        return watch(out, signal, sandbox, hub);
      }
    }
  }

  private int watch(PrintWriter out, StopSignal signal, DemoSandbox sandbox, Hub hub)
      throws InterruptedException {
    List<RunReport> first = cycle(out, signal, sandbox, hub, Map.of(), sandbox.files());
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
    List<RunReport> second = cycle(out, signal, sandbox, hub, before, Map.of());
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

  /**
   * Waits until each integration has ended a poll after the given ones, and after that many files;
   * empty if asked to end.
   */
  private List<RunReport> cycle(
      PrintWriter out,
      StopSignal signal,
      DemoSandbox sandbox,
      Hub hub,
      Map<String, Long> after,
      Map<String, Integer> files)
      throws InterruptedException {
    Progress progress =
        new Progress(out, System.console() != null, hub.beans().runs(), sandbox.expected(), clock);
    long deadline = System.nanoTime() + LONGEST_CYCLE.toNanos();
    Set<String> again = new HashSet<>();
    while (true) {
      List<RunReport> ended = new ArrayList<>();
      int polled = 0;
      for (String name : hub.beans().settings().enabled()) {
        List<RunReport> latest = hub.beans().runStore().latest(name, 10);
        long begin = after.getOrDefault(name, 0L);
        List<RunReport> read = ofCause(latest, "file", begin);
        ended.addAll(read);
        if (read.size() < files.getOrDefault(name, 0)) {
          continue;
        }
        if (!read.isEmpty() && again.add(name)) {
          hub.pollNow(name); // what the files became is met by a poll after them
        }
        long last = read.stream().mapToLong(RunReport::id).max().orElse(begin);
        Optional<RunReport> poll = ofCause(latest, "poll", last).stream().findFirst();
        poll.ifPresent(ended::add);
        polled += poll.isPresent() ? 1 : 0;
      }
      if (polled == hub.beans().settings().enabled().size()) {
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

  private static List<RunReport> ofCause(List<RunReport> runs, String cause, long after) {
    return runs.stream().filter(run -> run.cause().equals(cause) && run.id() > after).toList();
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
    runs.forEach(run -> ids.merge(run.integration(), run.id(), Math::max));
    return ids;
  }

  private DemoPlaybook playbook() {
    return postgres == null
        ? DemoPlaybook.embedded()
        : DemoPlaybook.on(postgres, own("SALES_PLAYBOOK_USER"), own("SALES_PLAYBOOK_PASSWORD"));
  }

  /** The addresses of real servers that the demo was given. */
  private Map<String, String> given() {
    Map<String, String> given = new TreeMap<>();
    if (openSearch != null) {
      given.put("OPENSEARCH", openSearch);
    }
    if (wordPress != null) {
      given.put("WORDPRESS", wordPress);
    }
    return given;
  }

  private static String own(String variable) {
    return System.getenv().getOrDefault(variable, "");
  }

  /** Only the sandbox's settings: no token of the real environment reaches the demo. */
  private Map<String, String> environment(DemoSandbox sandbox, Path folder) {
    Map<String, String> variables = new TreeMap<>(sandbox.environment());
    variables.put("STORE_URL", "jdbc:h2:file:" + folder.resolve("caravan"));
    variables.put("OPS_PASSWORD", UUID.randomUUID().toString());
    variables.put("SERVER_HOST", "127.0.0.1");
    int port = freePort();
    variables.put("SERVER_PORT", Integer.toString(port));
    variables.putAll(sandbox.sendWebhooks("http://127.0.0.1:" + port));
    variables.put("NOTION_BUDGET_REQUESTS", Integer.toString(DEMO_BUDGET));
    variables.put("NOTION_BUDGET_WINDOW", "60s");
    for (String integration : sandbox.expected().keySet()) {
      variables.put(Setting.environmentName(integration + ".every"), "1h");
    }
    given()
        .forEach(
            (name, url) -> {
              variables.put(name + "_URL", url);
              variables.put(name + "_USER", own(name + "_USER"));
              variables.put(name + "_PASSWORD", own(name + "_PASSWORD"));
            });
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
