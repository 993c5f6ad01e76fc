package caravan.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A hub in a process of its own, as {@code caravan run} starts it. */
public final class HubProcess implements AutoCloseable {

  private final Process process;
  private final Path output;

  private HubProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a hub.
   *
   * @param home a Caravan folder
   * @param environment its settings; nothing else of this process's environment is handed on
   * @param jvmOptions such as {@code -Xmx192m}
   */
  public static HubProcess start(Path home, Map<String, String> environment, String... jvmOptions) {
    return start(home, environment, List.of("caravan.cli.Caravan", "run"), jvmOptions);
  }

  /**
   * Starts a hub by another main class.
   *
   * @param main the class and its arguments
   */
  public static HubProcess start(
      Path home, Map<String, String> environment, List<String> main, String... jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(jvmOptions));
    command.add("-Dcaravan.home=" + home);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(main);
    Path output = home.resolve("hub.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new HubProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException("the hub's process could not be started", e);
    }
  }

  /** The process's number. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything that this hub, and earlier ones in the same folder, wrote. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException("the hub's output cannot be read", e);
    }
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM; waits for the end in order and gives the exit code. */
  public int terminate() {
    process.destroy();
    awaitEnd();
    return process.exitValue();
  }

  private void awaitEnd() {
    await().atMost(Duration.ofSeconds(60)).until(() -> !process.isAlive());
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
