package caravan.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.e2e.HubProcess;
import caravan.sandbox.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The hub's process: started, killed, ended in order, and started again. */
final class HubLives implements AutoCloseable {

  private static final String[] JVM = {
    "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"
  };

  /** A moment in the hub's work. */
  enum Moment {
    ANY("requests were sent", it -> true),
    CREATING("creates of pages arrived", it -> isCreate(it)),
    CREATED("creates of pages were answered", it -> isCreate(it) && it.status() == 200),
    APPENDING("parts of bodies arrived", it -> isAppend(it)),
    APPENDED("parts of bodies were answered", it -> isAppend(it) && it.status() == 200),
    POSTING("messages arrived", it -> isPost(it)),
    POSTED("messages were answered", it -> isPost(it) && it.status() == 200);

    private final String words;
    private final Predicate<RequestLog.Entry> request;

    Moment(String words, Predicate<RequestLog.Entry> request) {
      this.words = words;
      this.request = request;
    }

    private static boolean isCreate(RequestLog.Entry it) {
      return it.method().equals("POST") && it.path().equals("/v1/pages");
    }

    private static boolean isAppend(RequestLog.Entry it) {
      return it.method().equals("PATCH") && it.path().endsWith("/children");
    }

    private static boolean isPost(RequestLog.Entry it) {
      return it.path().endsWith("chat.postMessage");
    }

    @Override
    public String toString() {
      return words;
    }
  }

  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  /**
   * A hub's life, by the machine's clock.
   *
   * @param until null while it goes on
   * @param end how it ended; null while it goes on
   */
  record Life(Instant from, Instant until, String end) {}

  private final Path home;
  private final Map<String, String> environment;
  private final List<String> main;
  private final RequestLog log;
  private final Clock clock;
  private final List<Life> lives = new ArrayList<>();
  private HubProcess process;

  /**
   * @param main the main class and its arguments
   * @param log by whose requests a moment in the hub's work is found
   * @param clock the log's
   */
  HubLives(
      Path home, Map<String, String> environment, List<String> main, RequestLog log, Clock clock) {
    this.home = home;
    this.environment = environment;
    this.main = main;
    this.log = log;
    this.clock = clock;
  }

  /** Starts the hub, and goes on while it is still starting. */
  void start() {
    if (process == null) {
      process = HubProcess.start(home, environment, main, JVM);
      lives.add(new Life(Instant.now(), null, null));
    }
  }

  /** Starts the hub, and waits until it sends its first request. */
  void startAndWork() {
    start();
    long before = sent();
    await()
        .atMost(START_PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> sent() > before || !process.isAlive());
    assertAlive();
  }

  /** {@code kill -9} at that moment, or after a while if it does not come. */
  void kill(Moment moment, int count, Duration atMost) {
    Instant from = clock.instant();
    long sentBefore = sent();
    Instant deadline = Instant.now().plus(atMost);
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(atMost.plusSeconds(20))
        .until(() -> has(moment, count, from, sentBefore) || Instant.now().isAfter(deadline));
    assertAlive();
    process.kill();
    ended("kill -9");
  }

  private boolean has(Moment moment, int count, Instant from, long sentBefore) {
    return moment == Moment.ANY
        ? sent() >= sentBefore + count
        : log.entries(it -> !it.time().isBefore(from) && moment.request.test(it)).size() >= count;
  }

  /** SIGTERM: what is in hand is finished, and the exit code is 0. */
  void terminate() {
    assertAlive();
    int code = process.terminate();
    assertThat(code).as("exit code after SIGTERM; the hub's last words:%n%s", lastWords()).isZero();
    ended("SIGTERM");
  }

  boolean isRunning() {
    return process != null;
  }

  /** Nobody has ended it, so it has to be there. */
  void assertAlive() {
    assertThat(process.isAlive())
        .as("the hub ended by itself; its last words:%n%s", lastWords())
        .isTrue();
  }

  long pid() {
    return process.pid();
  }

  List<Life> lives() {
    return List.copyOf(lives);
  }

  long kills() {
    return lives.stream().filter(life -> "kill -9".equals(life.end())).count();
  }

  /** What all lives wrote. */
  List<String> output() {
    try {
      return Files.readAllLines(home.resolve("hub.log"));
    } catch (IOException e) {
      throw new UncheckedIOException("the hub's output cannot be read", e);
    }
  }

  private String lastWords() {
    List<String> lines = output();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  private long sent() {
    return log.count("notion") + log.count("linear") + log.count("slack");
  }

  private void ended(String how) {
    Life last = lives.remove(lives.size() - 1);
    lives.add(new Life(last.from(), Instant.now(), how));
    process = null;
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
