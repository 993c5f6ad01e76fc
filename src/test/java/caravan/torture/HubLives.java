package caravan.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.e2e.HubProcess;
import caravan.sandbox.RequestLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The hub's process: started, killed, ended in order, and started again. */
final class HubLives implements AutoCloseable {

  private static final String[] JVM = {
    "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"
  };

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
  private final List<Life> lives = new ArrayList<>();
  private HubProcess process;

  /**
   * @param main the main class and its arguments
   * @param log by whose requests a moment in the hub's work is found
   */
  HubLives(Path home, Map<String, String> environment, List<String> main, RequestLog log) {
    this.home = home;
    this.environment = environment;
    this.main = main;
    this.log = log;
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

  /**
   * {@code kill -9} once the hub has sent that many more requests, or after a while if it does not.
   */
  void kill(int requests, Duration atMost) {
    long wanted = sent() + requests;
    Instant deadline = Instant.now().plus(atMost);
    await()
        .pollInterval(Duration.ofMillis(3))
        .atMost(atMost.plusSeconds(5))
        .until(() -> sent() >= wanted || Instant.now().isAfter(deadline));
    assertAlive();
    process.kill();
    ended("kill -9");
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
