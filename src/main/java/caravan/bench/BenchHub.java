package caravan.bench;

import caravan.hub.Hub;
import caravan.settings.SettingsLoader;
import caravan.store.RunReport;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A hub with the routes of a Caravan folder, in a folder and with a store of its own, and with one
 * integration more, which keeps each note as a file. It polls only when it is told to.
 */
final class BenchHub implements AutoCloseable {

  static final String ISSUES = "linear-issues";
  static final String NOTES = "bench-notes";

  private static final String ROUTE = NOTES + ".camel.yaml";

  /** The budget's window, shorter than Notion's so that nobody has to wait for it. */
  static final Duration WINDOW = Duration.ofMillis(500);

  private static final String NEVER = "0 0 0 1 1 ? 2099";
  private static final Duration LONGEST_POLL = Duration.ofMinutes(10);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final Hub hub;

  /** That of the issues; the notes have no contract. */
  private static final int WITH_CONTRACT = 1;

  private final BenchWatch watch;
  private final BenchWorkspace workspace;

  private BenchHub(Hub hub, BenchWatch watch, BenchWorkspace workspace) {
    this.hub = hub;
    this.watch = watch;
    this.workspace = workspace;
  }

  /**
   * Starts a hub.
   *
   * @param caravan the Caravan folder whose routes are used
   * @param folder an empty folder
   */
  static BenchHub start(Path caravan, Path folder, BenchWorkspace workspace, BenchWatch watch)
      throws InterruptedException {
    try {
      copyCaravan(caravan, folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The routes in " + caravan + " cannot be copied for the bench.", e);
    }
    Hub hub =
        Hub.start(
            folder,
            new SettingsLoader(folder, environment(workspace, folder)).load(),
            workspace.clock());
    BenchHub started = new BenchHub(hub, watch, workspace);
    started.awaitCheckOfTheStart();
    return started;
  }

  /** Each start reads the schema once, at the side: that belongs to no job. */
  private void awaitCheckOfTheStart() throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_POLL.toNanos();
    while (workspace.spent().beside() < WITH_CONTRACT) {
      if (watch.endsWithin(LOOK_EVERY)) {
        close();
        throw new BenchStopped();
      }
      if (System.nanoTime() > deadline) {
        close();
        throw new IllegalStateException("the hub did not check the schema within " + LONGEST_POLL);
      }
    }
  }

  /** Polls an integration, waits for the end of that poll, and gives its report. */
  RunReport poll(String integration, String job) throws InterruptedException {
    long before = latest(integration).map(RunReport::id).orElse(0L);
    hub.pollNow(integration);
    long deadline = System.nanoTime() + LONGEST_POLL.toNanos();
    while (true) {
      Optional<RunReport> ended = latest(integration).filter(run -> run.id() > before);
      watch.at(job, "hub", workspace.requests());
      if (ended.isPresent()) {
        RunReport run = ended.get();
        if (!run.state().equals("done") || run.failedCount() > 0) {
          throw new IllegalStateException(
              "%s: the hub did not do it: run %s, %d failed, %s"
                  .formatted(job, run.state(), run.failedCount(), run.notes()));
        }
        return run;
      }
      if (watch.endsWithin(LOOK_EVERY)) {
        throw new BenchStopped();
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(job + ": the hub did not end within " + LONGEST_POLL);
      }
    }
  }

  private Optional<RunReport> latest(String integration) {
    return hub.beans().runStore().latest(integration, 10).stream()
        .filter(run -> run.cause().equals("poll"))
        .findFirst();
  }

  /** Only the sandbox's settings: no token of the real environment reaches the bench. */
  private static Map<String, String> environment(BenchWorkspace workspace, Path folder) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("NOTION_URL", workspace.url() + "/notion");
    variables.put("NOTION_TOKEN", "bench");
    variables.put("NOTION_BUDGET_REQUESTS", Integer.toString(JobCost.PER_MINUTE));
    variables.put("NOTION_BUDGET_WINDOW", WINDOW.toMillis() + "ms");
    variables.put("NOTION_BUDGET_PAD", "50ms");
    variables.put("LINEAR_URL", workspace.url() + "/linear/graphql");
    variables.put("LINEAR_TOKEN", "bench");
    variables.put("LINEAR_TEAM", BenchWorkspace.TEAM);
    variables.put("LINEAR_ISSUES_ENABLED", "true");
    variables.put("LINEAR_ISSUES_CRON", NEVER);
    variables.put("LINEAR_ISSUES_DATA_SOURCE", workspace.hubIssues());
    variables.put("BENCH_NOTES_ENABLED", "true");
    variables.put("BENCH_NOTES_CRON", NEVER);
    variables.put("BENCH_NOTES_DATA_SOURCE", workspace.notes());
    variables.put("BENCH_NOTES_FOLDER", folder.resolve("notes").toString());
    // The clock is moved on by hours; what a schema costs is not what is measured.
    variables.put("CONTRACT_CHECK_INTERVAL", "30d");
    variables.put("STORE_URL", "jdbc:h2:file:" + folder.resolve("caravan"));
    variables.put("OPS_PASSWORD", UUID.randomUUID().toString());
    variables.put("SERVER_HOST", "127.0.0.1");
    variables.put("SERVER_PORT", Integer.toString(freePort()));
    return variables;
  }

  private static void copyCaravan(Path caravan, Path folder) throws IOException {
    Path routes = caravan.resolve("routes");
    try (Stream<Path> found = Files.walk(routes)) {
      for (Path each : found.toList()) {
        Path copy = folder.resolve("routes").resolve(routes.relativize(each));
        if (Files.isDirectory(each)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(each, copy);
        }
      }
    }
    Files.copy(caravan.resolve("application.properties"), folder.resolve("application.properties"));
    try (InputStream route = BenchHub.class.getResourceAsStream(ROUTE)) {
      if (route == null) {
        throw new FileNotFoundException("the resource " + ROUTE + " is missing");
      }
      Files.copy(route, folder.resolve("routes").resolve(ROUTE));
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }

  @Override
  public void close() {
    hub.close();
  }
}
